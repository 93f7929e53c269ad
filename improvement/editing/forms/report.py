"""The highlight report: overall ratings, undertakings, and seven sections beside last month’s."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict

from improvement.bullets import Bullet, add_bullet
from improvement.finding import earlier_report
from improvement.models import HighlightReport, Outcome, SectionKind, Undertaking
from improvement.nhsuk import Beside, Button, Buttons, Question, Section
from improvement.ratings import Rating
from improvement.writing import Words, WrittenReport, outcome_key, write_sections

from .questions import ONE_BULLET_A_LINE, rating_question
from .writing import PassagesForm

HINTS = {
    SectionKind.SUMMARY: "Where the workstream stands and why, in a few sentences.",
    SectionKind.PROGRESS: f"What was achieved this month. {ONE_BULLET_A_LINE}",
    SectionKind.MONTH_AHEAD: f"What will happen next month. {ONE_BULLET_A_LINE}",
    SectionKind.GONE_WELL: ONE_BULLET_A_LINE,
    SectionKind.NOT_GONE_WELL: ONE_BULLET_A_LINE,
    SectionKind.RISKS: ONE_BULLET_A_LINE,
    SectionKind.ISSUES: f"With scope or milestone change requests. {ONE_BULLET_A_LINE}",
}
# How many characters of each section keep the report on one page as printed. Sections are printed
# in pairs, side by side, so both of a pair have the same room.
GUIDE = {
    SectionKind.SUMMARY: 350,
    SectionKind.PROGRESS: 550,
    SectionKind.MONTH_AHEAD: 550,
    SectionKind.GONE_WELL: 300,
    SectionKind.NOT_GONE_WELL: 300,
    SectionKind.RISKS: 300,
    SectionKind.ISSUES: 300,
}
STARTS_EMPTY = (SectionKind.PROGRESS, SectionKind.GONE_WELL, SectionKind.NOT_GONE_WELL)
# Where an undertaking goes once it is answered.
GOES_TO = {Outcome.DONE: SectionKind.PROGRESS, Outcome.OPEN: SectionKind.MONTH_AHEAD}


class HighlightReportForm(PassagesForm):
    title = "Highlight report"
    delivery = rating_question("Delivery, as you judge it", "Is the work being done on time?")
    embedding = rating_question("Embedding, as you judge it", "Has it taken hold?")
    hints = HINTS

    def __init__(self, data: Any = None, *, report: HighlightReport, **who: Any) -> None:
        self.report = report
        self.before = earlier_report(report)
        super().__init__(data, **who)

    def ask(self) -> None:
        sections = {one.kind: one for one in self.report.sections.all()}
        for name in ("delivery", "embedding"):
            self.put_field(name, self.fields[name], getattr(self.report, name))
        self.undertakings = list(self.report.undertakings.all())
        for one in self.undertakings:
            self._ask_for_outcome(one)
        self.ask_for_passages(sections, SectionKind)
        if self.report.carried or any(one.carried for one in sections.values()):
            self.carried_from = self.before.month if self.before else None
        self.said_before = self._said_before()

    def hint_of(self, kind: Any, passage: Any) -> str:
        """Say what belongs into a section, and whether its text is still last month's."""
        hint = super().hint_of(kind, passage)
        if passage and passage.carried and self.before:
            return f"{hint} Carried from {self.before.month}, not confirmed."
        return hint

    def _ask_for_outcome(self, undertaking: Undertaking) -> None:
        key = outcome_key(undertaking.pk)
        field = forms.ChoiceField(
            label=undertaking.text,
            choices=Outcome.choices,
            required=False,
            widget=forms.RadioSelect,
        )
        self.put_field(key, field, undertaking.outcome)
        self.fields[f"placed-{key}"] = forms.CharField(widget=forms.HiddenInput, required=False)

    def _said_before(self) -> dict[str, list[Bullet]]:
        if self.before is None:
            return {}
        asked = self.before.sections.filter(kind__in=STARTS_EMPTY)
        return {section.kind: section.bullets for section in asked}

    def with_bullet(self, posted: QueryDict, wanted: str) -> tuple[QueryDict, str]:
        """Give what was typed with one of last month's bullets added, and the section it is in.

        ``wanted`` names it: ``progress:0`` is the first of last month's progress.
        """
        kind, _, place = wanted.partition(":")
        said = self.said_before.get(kind, [])
        typed = posted.copy()
        if place.isdecimal() and int(place) < len(said):
            bullet = said[int(place)]
            line = ("  " if bullet.level else "") + bullet.text
            typed[kind] = add_bullet(typed.get(kind, "").replace("\r\n", "\n"), line)
        return typed, kind

    @property
    def written(self) -> WrittenReport:
        given = self.cleaned_data
        return WrittenReport(
            delivery=Rating(given["delivery"]),
            embedding=Rating(given["embedding"]),
            sections=self._words_with_answers(),
            outcomes={one.pk: given[outcome_key(one.pk)] for one in self.undertakings},
        )

    def _words_with_answers(self) -> dict[str, Words]:
        """The sections, with each undertaking newly answered put where it goes.

        A page with JavaScript has put it there already, and says so.
        """
        words = self.words
        for one in self.undertakings:
            key = outcome_key(one.pk)
            answer, placed = self.cleaned_data[key], self.cleaned_data[f"placed-{key}"]
            kind = GOES_TO.get(answer)
            if kind and kind in words and answer not in (one.outcome, placed):
                said = words[kind]
                if not said.nothing_to_report:
                    words[kind] = Words(add_bullet(said.text, one.text))
        return words

    def save(self, *, at: datetime) -> None:
        write_sections(
            report=self.report,
            written=self.written,
            confirm=self.confirmed,
            claims=self.claims,
            by=self.by,
            at=at,
        )

    def asked(self, kind: Any) -> list[Any]:
        text = Question(kind.value, size="m", guide=GUIDE[kind])
        said = self.said_before.get(kind.value)
        questions: list[Any] = [Beside(text, kind.value, said, self.before) if said else text]
        return [*questions, Question(f"{kind.value}_nil", small=True)]

    @property
    def helper(self) -> FormHelper:
        return self.helper_of(
            Section(
                "Overall ratings",
                Question("delivery", ratings=True, small=True),
                Question("embedding", ratings=True, small=True),
            ),
            *self._undertakings_section(),
            *self.passage_questions(),
            *self.confirming(),
            Buttons(
                Button("Save highlight report"),
                Button("See it as printed", kind="secondary", action=self._preview()),
                sticky=True,
            ),
        )

    def _preview(self) -> str:
        return "../preview/"

    def _undertakings_section(self) -> list[Any]:
        if not self.undertakings:
            return []
        questions = [
            Question(outcome_key(one.pk), small=True, inline=True, undertaking=True)
            for one in self.undertakings
        ]
        hint = "Done adds it to progress, still open to the month ahead. You can edit it there."
        return [Section("You said you would", *questions, hint=hint)]
