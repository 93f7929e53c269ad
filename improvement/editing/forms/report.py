"""The highlight report: overall ratings, undertakings, and seven sections beside last month’s."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict

from improvement.access.lookup import earlier_report
from improvement.editing.forms.fields import ONE_BULLET_A_LINE, rating_question
from improvement.editing.forms.passages import PassagesForm
from improvement.editing.save_report import Words, WrittenReport, outcome_key, write_sections
from improvement.models import HighlightReport, Outcome, SectionKind, Undertaking
from improvement.values.bullets import Bullet, add_bullet
from improvement.values.ratings import Rating
from improvement.web.nhsuk_forms import Beside, Button, Buttons, Fieldset, Question

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
        super().__init__(data, **who)
        self.report = report
        self.before = earlier_report(report)
        for name in ("delivery", "embedding"):
            self.add_claimed_field(name, self.fields[name], getattr(report, name))
        self.undertakings = list(report.undertakings.all())
        for undertaking in self.undertakings:
            self._add_outcome(undertaking)
        sections = {section.kind: section for section in report.sections.all()}
        off = report.month.programme.parts_off or ()
        self.add_passages(sections, [kind for kind in SectionKind if kind not in off])
        is_carried = report.carried or any(section.carried for section in sections.values())
        if is_carried and self.before:
            self.ask_to_confirm(self.before.month)
        empty = self.before.sections.filter(kind__in=STARTS_EMPTY) if self.before else ()
        self.bullets_before: dict[str, list[Bullet]] = {
            section.kind: section.bullets for section in empty
        }
        self.show_drafts()

    def hint_for(self, kind: Any, passage: Any) -> str:
        """Return what belongs in a section, and whether its text is still last month's."""
        hint = super().hint_for(kind, passage)
        if passage and passage.carried and self.before:
            return f"{hint} Carried from {self.before.month}, not confirmed."
        return hint

    def _add_outcome(self, undertaking: Undertaking) -> None:
        key = outcome_key(undertaking.pk)
        field = forms.ChoiceField(
            label=undertaking.text,
            choices=Outcome.choices,
            required=False,
            widget=forms.RadioSelect,
        )
        self.add_claimed_field(key, field, undertaking.outcome)
        self.fields[f"placed-{key}"] = forms.CharField(widget=forms.HiddenInput, required=False)

    def with_bullet(self, posted: QueryDict, bullet_name: str) -> tuple[QueryDict, str]:
        """Return what was typed with one of last month's bullets added, and its section.

        A name such as ``progress:0`` is the first bullet of last month's progress.
        """
        kind, _, place = bullet_name.partition(":")
        bullets = self.bullets_before.get(kind, [])
        typed = posted.copy()
        if place.isdecimal() and int(place) < len(bullets):
            bullet = bullets[int(place)]
            line = ("  " if bullet.level else "") + bullet.text
            typed[kind] = add_bullet(typed.get(kind, "").replace("\r\n", "\n"), line)
        return typed, kind

    @property
    def written(self) -> WrittenReport:
        cleaned = self.cleaned_data
        return WrittenReport(
            delivery=Rating(cleaned["delivery"]),
            embedding=Rating(cleaned["embedding"]),
            sections=self._sections_with_answers(),
            outcomes={
                undertaking.pk: cleaned[outcome_key(undertaking.pk)]
                for undertaking in self.undertakings
            },
        )

    def _sections_with_answers(self) -> dict[str, Words]:
        """Return the sections, with each undertaking newly answered put where it goes.

        A page with JavaScript has put it there already, and sends a mark of that.
        """
        words = self.words
        for undertaking in self.undertakings:
            key = outcome_key(undertaking.pk)
            answer, placed = self.cleaned_data[key], self.cleaned_data[f"placed-{key}"]
            kind = GOES_TO.get(answer)
            if kind and kind in words and answer not in (undertaking.outcome, placed):
                section = words[kind]
                if not section.nothing_to_report:
                    words[kind] = Words(add_bullet(section.text, undertaking.text))
        return words

    def save(self, *, at: datetime) -> None:
        write_sections(
            report=self.report,
            written=self.written,
            confirm=self.confirmed,
            seen_texts=self.seen_texts,
            by=self.by,
            at=at,
        )

    def questions_for(self, kind: Any) -> list[Any]:
        text: Any = Question(kind.value, size="m", guide=GUIDE[kind])
        if bullets := self.bullets_before.get(kind.value):
            text = Beside(text, kind.value, bullets, self.before)
        return [text, Question(f"{kind.value}_nil", small=True)]

    @property
    def helper(self) -> FormHelper:
        return self.make_helper(
            Fieldset(
                "Overall ratings",
                Question("delivery", ratings=True, small=True),
                Question("embedding", ratings=True, small=True),
            ),
            *self._undertakings_section(),
            *self.passage_questions(),
            *self.confirm_question(),
            Buttons(
                Button("Save highlight report"),
                Button("See it as printed", kind="secondary", action="../preview/"),
                sticky=True,
            ),
        )

    def _undertakings_section(self) -> list[Any]:
        if not self.undertakings:
            return []
        questions = [
            Question(outcome_key(undertaking.pk), small=True, inline=True, undertaking=True)
            for undertaking in self.undertakings
        ]
        hint = "Done adds it to progress, still open to the month ahead. You can edit it there."
        return [Fieldset("You said you would", *questions, hint=hint)]
