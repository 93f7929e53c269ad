"""The plan on a page: its leads as printed, its boxes, its milestones by quarter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper

from improvement.access.lookup import earlier_report
from improvement.editing.forms.base import EditingForm
from improvement.editing.forms.fields import BulletText, rows_for
from improvement.editing.save_report import milestone_key, write_plan
from improvement.models import HighlightReport, Plan
from improvement.web.nhsuk_forms import Button, Buttons, Fieldset, Question


class PlanForm(EditingForm):
    title = "Plan on a page"

    def __init__(self, data: Any = None, *, report: HighlightReport, **who: Any) -> None:
        super().__init__(data, **who)
        self.report = report
        self.plan = report.plan
        for name in (*Plan.LEADS, *Plan.PARTS):
            self._add_text(name, Plan.title_of(name), getattr(self.plan, name))
        texts = {quarter.slug: "" for quarter in report.month.programme.quarters}
        texts |= {milestone.quarter: milestone.text for milestone in self.plan.milestones.all()}
        self.quarters = {milestone_key(quarter): quarter for quarter in sorted(texts)}
        for key, quarter in self.quarters.items():
            self._add_text(key, quarter, texts[quarter])
        if self.plan.carried and (before := earlier_report(report)):
            self.ask_to_confirm(before.month)
        self.show_drafts()

    def _add_text(self, name: str, label: str, text: str) -> None:
        self.add_claimed_field(name, BulletText.optional(label, rows=rows_for(text, 2)), text)

    def save(self, *, at: datetime) -> None:
        write_plan(
            report=self.report,
            parts=self.parts,
            milestones=self.milestones,
            confirm=self.confirmed,
            seen_texts=self.seen_texts,
            by=self.by,
            at=at,
        )

    @property
    def parts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in (*Plan.LEADS, *Plan.PARTS)}

    @property
    def milestones(self) -> dict[str, str]:
        return {quarter: self.cleaned_data[name] for name, quarter in self.quarters.items()}

    @property
    def helper(self) -> FormHelper:
        return self.make_helper(
            Fieldset(
                "Leads, as printed on the plan",
                *(Question(name) for name in Plan.LEADS),
                hint="One name a line. Write TBC where nobody holds the role.",
            ),
            Fieldset(
                "The plan", *(Question(name) for name in Plan.PARTS), hint="One bullet a line."
            ),
            Fieldset(
                "Milestones",
                *(Question(name) for name in self.quarters),
                hint="What will be reached in each quarter, one outcome a line.",
            ),
            *self.confirm_question(),
            Buttons(Button("Save plan on a page"), sticky=True),
        )
