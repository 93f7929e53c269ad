"""Forms for the words: each asks for one part of a report, and gives what its verb takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from improvement.models import (
    ActionRating,
    CriterionRating,
    HighlightReport,
    Month,
    OverviewKind,
    Plan,
    SectionKind,
)
from improvement.models.passages import Passage
from improvement.nhsuk import Button, Buttons, Columns, LongText, Question, Section, form_helper
from improvement.ratings import CHOICES, Rating
from improvement.writing import RatedAction, Words

ONE_BULLET_A_LINE = "One bullet a line. Start a line with two spaces to nest it."

HINTS = {
    SectionKind.SUMMARY: "Where the workstream stands and why, in a few sentences.",
    SectionKind.PROGRESS: f"What was achieved this month. {ONE_BULLET_A_LINE}",
    SectionKind.MONTH_AHEAD: f"What will happen next month. {ONE_BULLET_A_LINE}",
    SectionKind.GONE_WELL: ONE_BULLET_A_LINE,
    SectionKind.NOT_GONE_WELL: ONE_BULLET_A_LINE,
    SectionKind.RISKS: ONE_BULLET_A_LINE,
    SectionKind.ISSUES: f"With scope or milestone change requests. {ONE_BULLET_A_LINE}",
}


def rating_question(label: str, hint: str = "") -> forms.ChoiceField:
    """Ask for a rating. Not yet rated is an answer like the others."""
    return forms.ChoiceField(
        label=label, help_text=hint, choices=CHOICES, required=False, widget=forms.RadioSelect
    )


def long_text(label: str, hint: str = "", rows: int = 4) -> LongText:
    return LongText(
        label=label,
        help_text=hint,
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": rows}),
    )


class KeepingForm(forms.Form):
    """A form that changes only what it was sent: a field that did not arrive keeps its value."""

    def arrived(self, name: str) -> bool:
        return self.add_prefix(name) in self.data

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name, field in self.fields.items():
            if not self.arrived(name) and not isinstance(field, forms.BooleanField):
                given[name] = self.get_initial_for_field(field, name) or ""
        return given


class PassagesForm(KeepingForm):
    """Asks for the text of several sections, each of which may say nothing to report."""

    def ask_for_passages(self, passages: dict[str, Passage], kinds: Iterable[Any]) -> None:
        self.kinds = list(kinds)
        for kind in self.kinds:
            passage = passages.get(kind)
            lines = passage.text.count("\n") + 3 if passage else 4
            self.fields[kind.value] = long_text(kind.label, HINTS.get(kind, ""), max(4, lines))
            self.fields[f"{kind.value}_nil"] = forms.BooleanField(
                label="Nothing to report", required=False
            )
            if passage:
                self.initial[kind.value] = passage.text
                self.initial[f"{kind.value}_nil"] = passage.nothing_to_report

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for kind in self.kinds:
            if given.get(f"{kind.value}_nil") and (given.get(kind.value) or "").strip():
                self.add_error(
                    f"{kind.value}_nil",
                    f"{kind.label}: there is text above. Clear the text or untick this box.",
                )
        return given

    @property
    def words(self) -> dict[str, Words]:
        """The sections that arrived, by kind."""
        given = self.cleaned_data
        return {
            kind.value: Words(given[kind.value], given[f"{kind.value}_nil"])
            for kind in self.kinds
            if self.arrived(kind.value)
        }

    @property
    def ratings(self) -> dict[str, Rating]:
        return {name: Rating(self.cleaned_data[name]) for name in ("delivery", "embedding")}

    def passage_questions(self) -> list[Any]:
        questions: list[Any] = []
        for kind in self.kinds:
            questions.append(Question(kind.value, size="m"))
            questions.append(Question(f"{kind.value}_nil", small=True))
        return questions


class HighlightReportForm(PassagesForm):
    delivery = rating_question("Delivery, as you judge it", "Is the work being done on time?")
    embedding = rating_question("Embedding, as you judge it", "Has it taken hold?")

    def __init__(self, data: Any = None, *, report: HighlightReport) -> None:
        initial = {"delivery": report.delivery, "embedding": report.embedding}
        super().__init__(data, initial=initial)
        self.ask_for_passages({one.kind: one for one in report.sections.all()}, SectionKind)

    @property
    def helper(self) -> FormHelper:
        return form_helper(
            Section(
                "Overall ratings",
                Question("delivery", ratings=True, small=True),
                Question("embedding", ratings=True, small=True),
            ),
            *self.passage_questions(),
            Buttons(Button("Save highlight report"), sticky=True),
        )


class OverviewForm(PassagesForm):
    headline = long_text("Headline", "The sentence that opens the executive summary.", 2)
    rag_assessment = long_text("RAG assessment", "What has moved since the last pack, and why.", 3)
    delivery = rating_question("Programme delivery, as judged")
    embedding = rating_question("Programme embedding, as judged")

    def __init__(self, data: Any = None, *, month: Month) -> None:
        names = ("headline", "rag_assessment", "delivery", "embedding")
        super().__init__(data, initial={name: getattr(month, name) for name in names})
        self.ask_for_passages(
            {one.kind: one for one in month.overview_sections.all()}, OverviewKind
        )

    @property
    def helper(self) -> FormHelper:
        return form_helper(
            Question("headline", size="m"),
            *self.passage_questions(),
            Question("rag_assessment", size="m"),
            Section(
                "Overall ratings",
                Question("delivery", ratings=True, small=True),
                Question("embedding", ratings=True, small=True),
            ),
            Buttons(Button("Save overview"), sticky=True),
        )


class ActionRatingForm(KeepingForm):
    """One action: its two ratings, what explains them and what mitigates them."""

    delivery = rating_question("Delivery")
    embedding = rating_question("Embedding")
    explanation = long_text("Explanation", rows=3)
    mitigation = long_text("Mitigation", rows=3)

    def __init__(self, data: Any = None, *, rating: ActionRating) -> None:
        names = ("delivery", "embedding", "explanation", "mitigation")
        initial = {name: getattr(rating, name) for name in names}
        super().__init__(data, prefix=f"action-{rating.pk}", initial=initial)
        self.rating = rating

    @property
    def helper(self) -> FormHelper:
        return form_helper(
            Question("delivery", ratings=True, small=True, inline=True),
            Question("embedding", ratings=True, small=True, inline=True),
            Columns("explanation", "mitigation"),
            tag=False,
        )

    @property
    def rated(self) -> RatedAction:
        given = self.cleaned_data
        return RatedAction(
            delivery=Rating(given["delivery"]),
            embedding=Rating(given["embedding"]),
            explanation=given["explanation"],
            mitigation=given["mitigation"],
        )


class CriteriaForm(KeepingForm):
    """The rating of each exit criterion."""

    def __init__(self, data: Any = None, *, report: HighlightReport) -> None:
        super().__init__(data)
        self.names: dict[str, int] = {}
        for rating in report.criterion_ratings.select_related("criterion"):
            self._ask(rating)

    def _ask(self, rating: CriterionRating) -> None:
        name = f"criterion-{rating.pk}"
        self.names[name] = rating.pk
        criterion = rating.criterion
        self.fields[name] = rating_question(f"{criterion.number}. {criterion.text}")
        self.initial[name] = rating.rating

    @property
    def ratings(self) -> dict[int, Rating]:
        return {pk: Rating(self.cleaned_data[name]) for name, pk in self.names.items()}

    @property
    def helper(self) -> FormHelper:
        questions = [Question(name, ratings=True, small=True) for name in self.names]
        return form_helper(*questions, Buttons(Button("Save exit criteria"), sticky=True))


class PlanForm(KeepingForm):
    """The plan on a page: its leads as printed, its boxes, its milestones by quarter."""

    def __init__(self, data: Any = None, *, report: HighlightReport) -> None:
        super().__init__(data)
        self.plan = Plan.objects.filter(report=report).first() or Plan(report=report)
        for name in (*Plan.LEADS, *Plan.PARTS):
            self._ask(name, Plan.title_of(name), getattr(self.plan, name))
        self.quarters = self._ask_for_milestones(report)

    def _ask_for_milestones(self, report: HighlightReport) -> dict[str, str]:
        texts = {quarter.slug: "" for quarter in report.month.programme.quarters}
        if self.plan.pk:
            texts |= {one.quarter: one.text for one in self.plan.milestones.all()}
        names = {}
        for quarter in sorted(texts):
            name = "milestone-" + quarter.replace("/", "-").replace(" ", "-").lower()
            self._ask(name, quarter, texts[quarter])
            names[name] = quarter
        return names

    def _ask(self, name: str, label: str, text: str) -> None:
        self.fields[name] = long_text(label, rows=max(2, text.count("\n") + 2))
        self.initial[name] = text

    @property
    def parts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in (*Plan.LEADS, *Plan.PARTS)}

    @property
    def milestones(self) -> dict[str, str]:
        return {quarter: self.cleaned_data[name] for name, quarter in self.quarters.items()}

    @property
    def helper(self) -> FormHelper:
        return form_helper(
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
            Buttons(Button("Save plan on a page"), sticky=True),
        )


class ReturnForm(forms.Form):
    comment = LongText(
        label="What should be changed?",
        help_text="The lead reads this beside the report.",
        error_messages={"required": "Say what should be changed, so that the lead can do it."},
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, data: Any = None, *, action: str = "") -> None:
        super().__init__(data)
        self.action = action

    @property
    def helper(self) -> FormHelper:
        return form_helper(
            Question("comment"),
            Buttons(Button("Return to the lead", kind="secondary")),
            action=self.action,
        )
