"""The plan on a page: its leads as printed, its boxes, its milestones by quarter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper

from improvement.finding import earlier_report
from improvement.models import HighlightReport, Plan
from improvement.nhsuk import Button, Buttons, Question, Section
from improvement.writing import milestone_key, write_plan

from .questions import bullet_text, rows_for
from .writing import WritingForm


class PlanForm(WritingForm):
    title = "Plan on a page"

    def __init__(self, data: Any = None, *, report: HighlightReport, **who: Any) -> None:
        self.report = report
        super().__init__(data, **who)

    def ask(self) -> None:
        self.plan = Plan.objects.get(report=self.report)
        for name in (*Plan.LEADS, *Plan.PARTS):
            self._ask_for(name, Plan.title_of(name), getattr(self.plan, name))
        texts = {quarter.slug: "" for quarter in self.report.month.programme.quarters}
        texts |= {one.quarter: one.text for one in self.plan.milestones.all()}
        self.quarters = {milestone_key(quarter): quarter for quarter in sorted(texts)}
        for key, quarter in self.quarters.items():
            self._ask_for(key, quarter, texts[quarter])
        if self.plan.carried and (before := earlier_report(self.report)):
            self.carried_from = before.month

    def _ask_for(self, name: str, label: str, text: str) -> None:
        self.put_field(name, bullet_text(label, rows=rows_for(text, 2)), text)

    def save(self, *, at: datetime) -> None:
        write_plan(
            report=self.report,
            parts=self.parts,
            milestones=self.milestones,
            confirm=self.confirmed,
            claims=self.claims,
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
        return self.helper_of(
            Section(
                "Leads, as printed on the plan",
                *(Question(name) for name in Plan.LEADS),
                hint="One name a line. Write TBC where nobody holds the role.",
            ),
            Section(
                "The plan", *(Question(name) for name in Plan.PARTS), hint="One bullet a line."
            ),
            Section(
                "Milestones",
                *(Question(name) for name in self.quarters),
                hint="What will be reached in each quarter, one outcome a line.",
            ),
            *self.confirming(),
            Buttons(Button("Save plan on a page"), sticky=True),
        )
