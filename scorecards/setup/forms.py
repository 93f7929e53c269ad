"""The forms of one metric: what it is, and that it is reported no more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from improvement.editing.forms.base import EditingForm
from improvement.models import Month
from improvement.setup.reword import ASK_WHY
from improvement.values.refusals import Refused
from improvement.values.short_names import METRIC_CHARACTERS
from improvement.web.nhsuk_forms import (
    Button,
    Buttons,
    Columns,
    Fieldset,
    LongText,
    Question,
    form_helper,
)
from scorecards.models import Metric, RollUp, Scale
from scorecards.setup.metrics import (
    FACTS,
    refuse_number_twice,
    stands_in_a_pack,
    write_metric,
)
from scorecards.values.cells import Kind, State, parse
from scorecards.values.performance import Direction

NEW_LINES = 2
_KINDS = {
    Kind.PERCENT: "Percentage, such as 60.75%",
    Kind.NUMBER: "Number, such as 14,637",
    Kind.DURATION: "Duration, such as 00:38:09",
    Kind.SCALE: "Grade on a scale",
}
_DIRECTIONS = {
    Direction.UP: "Higher is better",
    Direction.DOWN: "Lower is better",
    Direction.NEITHER: "Neither is better: no verdict is cleaned",
}


class MetricForm(EditingForm):
    """Asks for everything about a metric but its aims and its figures."""

    title = "Metric"

    def __init__(self, data: Any = None, *, metric: Metric, **who: Any) -> None:
        super().__init__(data, **who)
        self.metric = metric
        scales = Scale.objects.filter(programme=metric.workstream.programme_id)
        for name, field in _fields(list(scales)).items():
            self.add_claimed_field(name, field, getattr(metric, name))
        lines = list(metric.lines.all()) if metric.pk else []
        self.line_ids: dict[str, int | None] = {f"line-{line.pk}": line.pk for line in lines}
        self.line_ids |= {f"line-new-{place}": None for place in range(1, NEW_LINES + 1)}
        names = [line.name for line in lines] or ["Actual"]
        for place, name in enumerate(self.line_ids):
            label = f"Row {place + 1}"
            self.fields[name] = forms.CharField(label=label, required=False, max_length=100)
            self.initial[name] = names[place] if place < len(names) else ""
        self.is_in_a_pack = stands_in_a_pack(metric)
        if self.is_in_a_pack:
            self.fields["why"] = LongText.optional(
                "If its name or unit changes, why?",
                "An issued pack has the earlier wording. The next pack prints both, and why.",
                rows=2,
            )
        self.show_drafts()

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"])
        try:
            refuse_number_twice(self.metric, number)
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from refused
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["scale_id"] = int(cleaned["scale_id"]) if cleaned.get("scale_id") else None
        scaled = cleaned.get("kind") == Kind.SCALE
        if scaled and not cleaned["scale_id"]:
            self.add_error("scale_id", "Choose the scale its grades are on.")
        if not scaled:
            cleaned["scale_id"] = None
        self._check_range(cleaned)
        renamed = {"name", "unit"} & {name for name in self.changed_data if name in cleaned}
        if self.is_in_a_pack and renamed and not cleaned.get("why", "").strip():
            self.add_error("why", ASK_WHY)
        names = [cleaned.get(name, "").strip() for name in self.line_ids]
        if not any(names):
            self.add_error(next(iter(self.line_ids)), "Name at least one row, such as Actual.")
        for name, line in zip(self.line_ids, names, strict=True):
            if line and names.count(line) > 1:
                self.add_error(name, f"Two rows are called {line}: give each its own name.")
                break
        return cleaned

    def _check_range(self, cleaned: dict[str, Any]) -> None:
        """The ends of the range are figures of the metric's kind, the lower one first."""
        kind = cleaned.get("kind")
        ends = {name: cleaned.get(name, "").strip() for name in ("lowest", "highest")}
        if not kind or not any(ends.values()):
            return
        if kind == Kind.SCALE:
            self.add_error("lowest", "A grade has no range but its scale: leave both empty.")
            return
        read = {name: parse(text, Kind(kind)) for name, text in ends.items()}
        for name, value in read.items():
            if value.state not in (State.VALUE, State.BLANK) or value.qualifier:
                sentence = value.expected or f"“{ends[name]}” is no figure."
                self.add_error(name, f"{sentence} Or leave it empty.")
        lowest, highest = read["lowest"].number, read["highest"].number
        if lowest is not None and highest is not None and lowest >= highest:
            self.add_error("highest", "Write more than the lowest it can be, or leave it empty.")

    def save(self, *, at: datetime) -> None:
        cleaned = self.cleaned_data
        named = [(pk, cleaned[name].strip()) for name, pk in self.line_ids.items()]
        self.metric = write_metric(
            metric=self.metric,
            facts={name: cleaned[name] for name in FACTS},
            lines=[(pk, name) for pk, name in named if pk or name],
            seen_texts=self.seen_texts,
            by=self.by,
            at=at,
            why=cleaned.get("why", ""),
        )

    @property
    def helper(self) -> FormHelper:
        return self.make_helper(
            Columns(Question("number", width=4), Question("unit", width=20)),
            Question("name"),
            *([Question("why")] if self.is_in_a_pack else []),
            Question("short_name", width=20),
            Question("kind", small=True),
            Question("scale_id"),
            Question("direction", small=True),
            Question("roll_up", small=True),
            Columns(Question("baseline", width=10), Question("baseline_when", width=20)),
            Columns(Question("target", width=10), Question("target_when", width=20)),
            Columns(Question("lowest", width=10), Question("highest", width=10)),
            Fieldset(
                "Rows of actuals",
                *(Question(name, width=20) for name in self.line_ids),
                hint="Most have one. Empty a name to take away a row that never had figures.",
            ),
            Buttons(Button("Save metric"), sticky=True),
        )


def _fields(scales: list[Scale]) -> dict[str, forms.Field]:
    scale_choices = [("", "No scale"), *((scale.pk, scale.name) for scale in scales)]
    return {
        "number": _short("Number", 10, "As it is printed, for example 8a", "Give it a number."),
        "name": LongText(
            label="Name",
            widget=forms.Textarea({"rows": 2}),
            error_messages={"required": "Say what is measured."},
        ),
        "short_name": _short(
            "Short name",
            METRIC_CHARACTERS,
            "For lists, for example Category 2 response. Left empty: the name is cut at a word.",
        ),
        "kind": _radios("What is it measured in?", _KINDS, "Choose what it is measured in."),
        "scale_id": forms.ChoiceField(label="Scale", choices=scale_choices, required=False),
        "unit": _short("Unit", 60, "For example, incidents or out of 5"),
        "direction": _radios("Which way is better?", _DIRECTIONS, "Choose which way is better."),
        "roll_up": _radios(
            "How does a quarter come from its months?",
            {rule: str(rule.label).capitalize() for rule in RollUp},
            "Choose how a quarter comes from its months.",
        ),
        "baseline": _short("Baseline", 200),
        "baseline_when": _short("Baseline of", 200, "For example, 2022/23 Q4"),
        "target": _short("Target", 200),
        "target_when": _short("Target by", 200, "For example, March 2025"),
        "lowest": _short(
            "Lowest it can be", 40, "Left empty: 0% of a percentage, no time of a duration."
        ),
        "highest": _short(
            "Highest it can be", 40, "Left empty: 100% of a percentage, a year of a duration."
        ),
    }


def _short(label: str, longest: int, hint: str = "", required: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        help_text=hint,
        required=bool(required),
        error_messages={"required": required},
    )


def _radios(label: str, choices: dict[Any, str], required: str) -> forms.ChoiceField:
    options = [(str(code), words) for code, words in choices.items()]
    return forms.ChoiceField(
        label=label,
        choices=options,
        widget=forms.RadioSelect,
        error_messages={"required": required},
    )


class RetirementForm(forms.Form):
    """Asks why a metric is reported no more."""

    reason = LongText(
        label="Why is it retired?",
        help_text="The next pack prints why. Earlier packs, its figures and its history stay.",
        error_messages={"required": "Say why it is retired: it is kept in its history."},
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, data: Any = None, *, month: Month) -> None:
        super().__init__(data)
        self.month = month

    @property
    def helper(self) -> FormHelper:
        button = Button(f"Retire from {self.month}", kind="warning")
        return form_helper(Question("reason"), Buttons(button))
