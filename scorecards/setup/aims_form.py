"""The form of a metric's aims: a box a quarter, and the agreement a revision needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.functional import cached_property

from improvement.values.periods import Quarter
from improvement.web.nhsuk_forms import (
    Button,
    Buttons,
    DatePartsField,
    Fieldset,
    Included,
    LongText,
    Question,
)
from scorecards.models import Metric
from scorecards.pasting.forms import GridForm, GridPlace, GridRow, PageGrid
from scorecards.setup.aims import Agreement, aim_key, is_settled, set_aims


class AimsForm(GridForm):
    """Asks for the aims of the quarters that are not over, and of those that never had one."""

    title = "Aims"

    def __init__(self, data: Any = None, *, metric: Metric, now: Quarter, **who: Any) -> None:
        super().__init__(data, **who)
        self.metric, self.now = metric, now
        recorded = {aim.quarter: aim for aim in metric.aims.all()}
        self.aims: dict[str, str] = {}
        self.settled: dict[str, str] = {}
        for quarter in metric.workstream.programme.quarters:
            aim = recorded.get(quarter.slug)
            if is_settled(aim, quarter, now):
                self.settled[quarter.slug] = aim.printed if aim else ""
                continue
            name = aim_key(quarter.slug)
            self.aims[name] = quarter.slug
            field = forms.CharField(label=quarter.slug, required=False, max_length=200)
            self.add_claimed_field(name, field, aim.printed if aim else "")
        self._add_agreement()
        self.show_drafts()

    def _add_agreement(self) -> None:
        self.fields["reason"] = LongText.optional(
            "Why are the aims revised?", "Read on the metric’s page; no pack has it.", rows=2
        )
        self.fields["agreed_by"] = forms.CharField(
            label="Who agreed it?",
            help_text="A meeting or a person, for example IPOB",
            required=False,
            max_length=200,
        )
        self.fields["agreed_on"] = DatePartsField(
            label="When was it agreed?", help_text="For example, 12 1 2024", required=False
        )

    @cached_property
    def grid(self) -> PageGrid:
        """The aims in a row, and the rows of actuals, which stand."""
        standing = {aim.quarter: aim.printed for aim in self.metric.aims.all()}
        quarters = [quarter.slug for quarter in self.metric.workstream.programme.quarters]
        boxes = {quarter: name for name, quarter in self.aims.items()}
        aims = [
            GridPlace(boxes[quarter], quarter, self.in_box(boxes[quarter]))
            if quarter in boxes
            else GridPlace("", quarter, standing.get(quarter, ""))
            for quarter in quarters
        ]
        rows = [GridRow(self.metric.number, self.metric.called, "Aim", aims)]
        for line in self.metric.lines.prefetch_related("actuals"):
            printed = {actual.quarter: actual.printed for actual in line.actuals.all()}
            actuals = [GridPlace("", quarter, printed.get(quarter, "")) for quarter in quarters]
            rows.append(
                GridRow(self.metric.number, self.metric.called, line.name, actuals, is_asked=False)
            )
        return PageGrid(rows, own="aims", other="actuals", turns=True)

    def expected(self, name: str, text: str) -> str:
        return self.metric.read(text).expected

    def question(self, name: str, taken: Mapping[str, str]) -> str:
        """Return a question about an aim that may be a slip, beside all others of the metric."""
        others = [self.text_of(key, taken) for key in self.aims if key != name]
        return self.metric.question(self.text_of(name, taken), [*self.settled.values(), *others])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._refuse_unreadable(cleaned)
        revised = [
            name
            for name in self.aims
            if self.initial[name] and cleaned.get(name, "") != self.initial[name]
        ]
        for name, sentence in _REQUIRED.items() if revised else ():
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, sentence)
        return cleaned

    def _refuse_unreadable(self, cleaned: dict[str, Any]) -> None:
        for name, quarter in self.aims.items():
            printed = cleaned.get(name, "")
            expected = self.metric.read(printed).expected
            if expected and printed != self.initial[name]:
                self.add_error(name, f"{self.metric}, {quarter}: {expected}")

    def save(self, *, at: datetime) -> None:
        cleaned = self.cleaned_data
        set_aims(
            metric=self.metric,
            aims={quarter: cleaned[name] for name, quarter in self.aims.items()},
            agreement=Agreement(
                cleaned["reason"], cleaned["agreed_by"], cleaned["agreed_on"] or None
            ),
            now=self.now,
            seen_texts=self.seen_texts,
            by=self.by,
            at=at,
        )

    @property
    def helper(self) -> FormHelper:
        self.show_questions()
        settled = "; ".join(f"{quarter}: {aim}" for quarter, aim in self.settled.items())
        return self.make_helper(
            Included("_components/paste_box.html"),
            Fieldset(
                "Aims by quarter",
                *(Question(key, width=10, question=self.questions.get(key)) for key in self.aims),
                hint=f"Over, and judged by the aim they had: {settled}." if settled else "",
            ),
            Fieldset(
                "The agreement",
                Question("reason"),
                Question("agreed_by", width=20),
                Question("agreed_on"),
                hint="Needed where an aim that stood is changed. The chart keeps the earlier line.",
            ),
            Buttons(Button("Save aims"), sticky=True),
        )


_REQUIRED = {
    "reason": "Say why the aims are revised.",
    "agreed_by": "Say who agreed the revised aims.",
    "agreed_on": "Enter the day the revised aims were agreed.",
}
