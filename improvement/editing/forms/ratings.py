"""What the forms of ratings share: each rating beside last month’s, and how they are saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from improvement.access.lookup import earlier_report
from improvement.editing.forms.base import EditingForm
from improvement.editing.forms.fields import rating_question
from improvement.models import ActionRating, CriterionRating, HighlightReport
from improvement.values.ratings import Rating
from improvement.web.nhsuk_forms import Question


class RatingsForm(EditingForm):
    rate: Callable[..., None]
    ratings: Any

    def __init__(self, data: Any = None, *, report: HighlightReport, **who: Any) -> None:
        super().__init__(data, **who)
        self.report = report
        self.before = earlier_report(report)
        self.codes_before: dict[str, str] = {}

    def save(self, *, at: datetime) -> None:
        rated = {"ratings": self.ratings, "confirm": self.confirmed, "seen_texts": self.seen_texts}
        self.rate(report=self.report, by=self.by, at=at, **rated)

    def add_rating(
        self, key: str, label: str, now: str, before: str | None, place: str = ""
    ) -> None:
        """Add a rating, with what it was a month ago as its hint."""
        hint = ""
        if before is not None and self.before:
            self.codes_before[key] = before
            hint = f"In {self.before.month}: {Rating(before).words}"
        self.add_claimed_field(key, rating_question(label, hint), now, place)

    def ask_to_confirm_carried(self, rows: Sequence[ActionRating | CriterionRating]) -> None:
        if self.before and any(row.carried for row in rows):
            self.ask_to_confirm(self.before.month)

    def rating_layout(self, key: str) -> Question:
        """Return a rating for the layout, with last month's so that the page shows a move."""
        before = self.codes_before.get(key)
        return Question(key, ratings=True, small=True, inline=True, before=before)
