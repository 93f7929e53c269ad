"""The rating of each exit criterion."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper

from improvement.editing.forms.ratings import RatingsForm
from improvement.editing.save_report import criterion_key, rate_criteria
from improvement.models import HighlightReport
from improvement.models.endings import reported_in_its_month
from improvement.values.ratings import Rating
from improvement.web.nhsuk_forms import Button, Buttons


class CriteriaForm(RatingsForm):
    title = "Exit criteria"
    rate = staticmethod(rate_criteria)

    def __init__(self, data: Any = None, *, report: HighlightReport, **who: Any) -> None:
        super().__init__(data, report=report, **who)
        ratings = report.criterion_ratings.filter(reported_in_its_month("criterion"))
        self.rows = list(ratings.select_related("criterion"))
        rated = self.before.criterion_ratings.all() if self.before else ()
        earlier = {rating.criterion_id: rating.rating for rating in rated}
        for row in self.rows:
            criterion = row.criterion
            label = f"{criterion.number}. {criterion.text}"
            self.add_rating(criterion_key(row.pk), label, row.rating, earlier.get(criterion.pk))
        self.ask_to_confirm_carried(self.rows)
        self.show_drafts()

    @property
    def ratings(self) -> dict[int, Rating]:
        return {row.pk: Rating(self.cleaned_data[criterion_key(row.pk)]) for row in self.rows}

    @property
    def helper(self) -> FormHelper:
        return self.make_helper(
            *(self.rating_layout(criterion_key(row.pk)) for row in self.rows),
            *self.confirm_question(),
            Buttons(Button("Save exit criteria"), sticky=True),
        )
