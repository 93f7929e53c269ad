"""The form of a metric's aims: a box a quarter, and the agreement a revision needs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from improvement.forms import WritingForm
from improvement.forms.questions import long_text
from improvement.nhsuk import Button, Buttons, DatePartsField, Question, Section
from improvement.periods import Quarter
from scorecards.models import Metric
from scorecards.trajectories import Agreement, aim_key, is_settled, set_aims


class AimsForm(WritingForm):
    """Asks for the aims of the quarters that are not over, and of those that never had one."""

    title = "Aims"

    def __init__(self, data: Any = None, *, metric: Metric, now: Quarter, **who: Any) -> None:
        self.metric, self.now = metric, now
        super().__init__(data, **who)

    def ask(self) -> None:
        standing = {aim.quarter: aim for aim in self.metric.aims.all()}
        self.aims: dict[str, str] = {}
        self.settled: list[str] = []
        for quarter in self.metric.workstream.programme.quarters:
            aim = standing.get(quarter.slug)
            if is_settled(aim, quarter, self.now):
                self.settled.append(f"{quarter.slug}: {aim.printed if aim else ''}")
                continue
            name = aim_key(quarter.slug)
            self.aims[name] = quarter.slug
            field = forms.CharField(label=quarter.slug, required=False, max_length=200)
            self.put_field(name, field, aim.printed if aim else "")
        self._ask_for_agreement()

    def _ask_for_agreement(self) -> None:
        self.fields["reason"] = long_text("Why are the aims revised?", rows=2)
        self.fields["agreed_by"] = forms.CharField(
            label="Who agreed it?",
            help_text="A meeting or a person, for example IPOB",
            required=False,
            max_length=200,
        )
        self.fields["agreed_on"] = DatePartsField(
            label="When was it agreed?", help_text="For example, 12 1 2024", required=False
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self._refuse_unreadable(given)
        revised = [
            name
            for name in self.aims
            if self.initial[name] and given.get(name, "") != self.initial[name]
        ]
        for name, sentence in _WANTED.items() if revised else ():
            if name not in self.errors and not given.get(name):
                self.add_error(name, sentence)
        return given

    def _refuse_unreadable(self, given: dict[str, Any]) -> None:
        for name, quarter in self.aims.items():
            printed = given.get(name, "")
            expected = self.metric.read(printed).expected
            if expected and printed != self.initial[name]:
                self.add_error(name, f"{self.metric}, {quarter}: {expected}")

    def save(self, *, at: datetime) -> None:
        given = self.cleaned_data
        set_aims(
            metric=self.metric,
            aims={quarter: given[name] for name, quarter in self.aims.items()},
            agreement=Agreement(given["reason"], given["agreed_by"], given["agreed_on"] or None),
            now=self.now,
            claims=self.claims,
            by=self.by,
            at=at,
        )

    @property
    def helper(self) -> FormHelper:
        settled = "; ".join(self.settled)
        return self.helper_of(
            Section(
                "Aims by quarter",
                *(Question(name, width=10) for name in self.aims),
                hint=f"Over, and judged by the aim they had: {settled}." if settled else "",
            ),
            Section(
                "The agreement",
                Question("reason"),
                Question("agreed_by", width=20),
                Question("agreed_on"),
                hint="Needed where an aim that stood is changed. The chart keeps the earlier line.",
            ),
            Buttons(Button("Save aims"), sticky=True),
        )


_WANTED = {
    "reason": "Say why the aims are revised.",
    "agreed_by": "Say who agreed the revised aims.",
    "agreed_on": "Enter the day the revised aims were agreed.",
}
