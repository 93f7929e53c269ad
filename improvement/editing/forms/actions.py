"""Ratings of actions: two ratings of each, what explains and what mitigates them."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper

from improvement.editing.forms.fields import rows_for
from improvement.editing.forms.ratings import RatingsForm
from improvement.editing.save_report import WrittenActionRating, action_key, rate_actions
from improvement.models import ActionRating, HighlightReport
from improvement.models.endings import reported_in_its_month
from improvement.models.report import RATED
from improvement.values.ratings import Rating
from improvement.web.nhsuk_forms import Button, Buttons, Columns, Fieldset, LongText

STILL_REPORTED = reported_in_its_month("action")
NEEDED = {
    "explanation": "Why. Needed before you submit when a rating is red or has moved. "
    "The pack prints it.",
    "mitigation": "What is done about it. Needed like the explanation. The pack prints it.",
}


def _in_order(report: HighlightReport) -> list[ActionRating]:
    """Return the ratings that the month asks for, sub-actions after what they count under."""
    related = ("action__parent", "action__merged_into")
    asked = [
        row
        for row in report.action_ratings.filter(STILL_REPORTED).select_related(*related)
        if row.action.is_rated
    ]
    above = {row.action_id: row.action.position for row in asked}
    places = {row.pk: above.get(row.action.parent_id or 0, row.action.position) for row in asked}
    return sorted(asked, key=lambda row: (places[row.pk], row.action.parent_id is not None))


class ActionsForm(RatingsForm):
    title = "Ratings of actions"
    is_wide = True
    rate = staticmethod(rate_actions)

    def __init__(self, data: Any = None, *, report: HighlightReport, **who: Any) -> None:
        super().__init__(data, report=report, **who)
        self.rows = _in_order(report)
        rated = self.before.action_ratings.all() if self.before else ()
        earlier = {rating.action_id: rating for rating in rated}
        for row in self.rows:
            self._add_action(row, earlier.get(row.action_id))
        self.ask_to_confirm_carried(self.rows)
        self.show_drafts()

    def _add_action(self, row: ActionRating, before: ActionRating | None) -> None:
        for name in ("delivery", "embedding"):
            was = getattr(before, name) if before else None
            key, place = action_key(row.pk, name), f"{row.action}: {name}"
            self.add_rating(key, name.capitalize(), getattr(row, name), was, place)
        for name in ("explanation", "mitigation"):
            text = getattr(row, name)
            field = LongText.optional(name.capitalize(), NEEDED[name], rows=rows_for(text, 2))
            self.add_claimed_field(action_key(row.pk, name), field, text, f"{row.action}: {name}")

    @property
    def ratings(self) -> dict[int, WrittenActionRating]:
        return {row.pk: self._written(row) for row in self.rows}

    def _written(self, row: ActionRating) -> WrittenActionRating:
        cleaned = {name: self.cleaned_data[action_key(row.pk, name)] for name in RATED}
        return WrittenActionRating(
            delivery=Rating(cleaned["delivery"]),
            embedding=Rating(cleaned["embedding"]),
            explanation=cleaned["explanation"],
            mitigation=cleaned["mitigation"],
        )

    @property
    def helper(self) -> FormHelper:
        return self.make_helper(
            *(self._fieldset(row) for row in self.rows),
            *self.confirm_question(),
            Buttons(Button("Save ratings"), sticky=True),
        )

    def _fieldset(self, row: ActionRating) -> Fieldset:
        delivery, embedding, explanation, mitigation = (action_key(row.pk, name) for name in RATED)
        before = self.before if row.carried else None
        return Fieldset(
            f"{row.action}: {row.action.wording}",
            Columns(self.rating_layout(delivery), self.rating_layout(embedding)),
            Columns(explanation, mitigation),
            size="s",
            tag=f"Carried from {before.month}, not confirmed" if before else "",
            anchor=f"action-{row.action_id}",
        )
