"""Ratings of CQC actions and of exit criteria, each beside last month’s."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper

from improvement.finding import earlier_report
from improvement.models import ActionRating, CriterionRating, HighlightReport
from improvement.nhsuk import Button, Buttons, Columns, Question, Section
from improvement.ratings import Rating
from improvement.writing import (
    RATED,
    RatedAction,
    action_key,
    criterion_key,
    rate_actions,
    rate_criteria,
)

from .questions import long_text, rating_question, rows_for
from .writing import WritingForm

NEEDED = {
    "explanation": "Why. Needed before you submit when a rating is red or has moved.",
    "mitigation": "What is done about it. Needed like the explanation.",
}


class RatingsForm(WritingForm):
    """What both forms share: the report, the one before it, and how they are saved."""

    rate: Callable[..., None]
    ratings: Any

    def __init__(self, data: Any = None, *, report: HighlightReport, **who: Any) -> None:
        self.report = report
        self.before = earlier_report(report)
        self.codes_before: dict[str, str] = {}
        super().__init__(data, **who)

    def save(self, *, at: datetime) -> None:
        """Hand the ratings to their verb. Raises ``Refused``, and ``Stale`` over a conflict."""
        rated = {"ratings": self.ratings, "confirm": self.confirmed, "claims": self.claims}
        self.rate(report=self.report, by=self.by, at=at, **rated)

    def ask_for_rating(self, key: str, label: str, now: str, before: str | None) -> None:
        """Ask for a rating and say beside it what it was a month ago."""
        hint = ""
        if before is not None and self.before:
            self.codes_before[key] = before
            hint = f"In {self.before.month}: {Rating(before).words}"
        self.put_field(key, rating_question(label, hint), now)

    def note_carried(self, rows: list[ActionRating] | list[CriterionRating]) -> None:
        if self.before and any(row.carried for row in rows):
            self.carried_from = self.before.month

    def rating(self, key: str) -> Question:
        """How a rating is asked for, with what it was so that the page can say it moved."""
        before = self.codes_before.get(key)
        return Question(key, ratings=True, small=True, inline=True, before=before)


class ActionsForm(RatingsForm):
    """Every action of the workstream: its two ratings, what explains and what mitigates them."""

    title = "Ratings of CQC actions"
    is_wide = True
    rate = staticmethod(rate_actions)

    def ask(self) -> None:
        self.rows = list(self.report.action_ratings.select_related("action"))
        rated = self.before.action_ratings.all() if self.before else ()
        earlier = {rating.action_id: rating for rating in rated}
        for row in self.rows:
            self._ask_for(row, earlier.get(row.action_id))
        self.note_carried(self.rows)

    def _ask_for(self, row: ActionRating, before: ActionRating | None) -> None:
        for name in ("delivery", "embedding"):
            was = getattr(before, name) if before else None
            self.ask_for_rating(
                action_key(row.pk, name), name.capitalize(), getattr(row, name), was
            )
        for name in ("explanation", "mitigation"):
            text = getattr(row, name)
            field = long_text(name.capitalize(), NEEDED[name], rows=rows_for(text, 2))
            self.put_field(action_key(row.pk, name), field, text)

    @property
    def ratings(self) -> dict[int, RatedAction]:
        return {row.pk: self._rated(row) for row in self.rows}

    def _rated(self, row: ActionRating) -> RatedAction:
        given = {name: self.cleaned_data[action_key(row.pk, name)] for name in RATED}
        return RatedAction(
            delivery=Rating(given["delivery"]),
            embedding=Rating(given["embedding"]),
            explanation=given["explanation"],
            mitigation=given["mitigation"],
        )

    @property
    def helper(self) -> FormHelper:
        return self.helper_of(
            *(self._asked(row) for row in self.rows),
            *self.confirming(),
            Buttons(Button("Save ratings"), sticky=True),
        )

    def _asked(self, row: ActionRating) -> Section:
        delivery, embedding, explanation, mitigation = (action_key(row.pk, one) for one in RATED)
        return Section(
            f"{row.action}: {row.action.wording}",
            Columns(self.rating(delivery), self.rating(embedding)),
            Columns(explanation, mitigation),
            size="s",
            tag=_carried_tag(row, self.before),
            anchor=f"action-{row.action_id}",
        )


class CriteriaForm(RatingsForm):
    """The rating of each exit criterion."""

    title = "Exit criteria"
    rate = staticmethod(rate_criteria)

    def ask(self) -> None:
        self.rows = list(self.report.criterion_ratings.select_related("criterion"))
        rated = self.before.criterion_ratings.all() if self.before else ()
        earlier = {rating.criterion_id: rating.rating for rating in rated}
        for row in self.rows:
            criterion = row.criterion
            label = f"{criterion.number}. {criterion.text}"
            self.ask_for_rating(criterion_key(row.pk), label, row.rating, earlier.get(criterion.pk))
        self.note_carried(self.rows)

    @property
    def ratings(self) -> dict[int, Rating]:
        return {row.pk: Rating(self.cleaned_data[criterion_key(row.pk)]) for row in self.rows}

    @property
    def helper(self) -> FormHelper:
        return self.helper_of(
            *(self.rating(criterion_key(row.pk)) for row in self.rows),
            *self.confirming(),
            Buttons(Button("Save exit criteria"), sticky=True),
        )


def _carried_tag(row: ActionRating, before: HighlightReport | None) -> str:
    return f"Carried from {before.month}, not confirmed" if row.carried and before else ""
