"""The form of a quarter's months: a figure for each month of every metric that is fed by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property

from improvement.models import HighlightReport
from improvement.values.periods import CalendarMonth
from scorecards.entry.record_months import (
    MonthReading,
    beside_a_month,
    fed_lines,
    months_fed,
    printed_by_quarter,
    reading_key,
    readings_of,
    record_readings,
    rolled_up_line,
)
from scorecards.models import Actual, ActualLine, Metric, MonthlyReading, RollUp
from scorecards.pasting.forms import GridForm, GridPlace, GridRow, PageGrid
from scorecards.values.cells import Kind, parse


@dataclass(frozen=True)
class MonthBoxes:
    """One month of a line: the box for its figure, or two for its totals, its day and source.

    ``question`` asks about a figure that may be a slip.
    """

    label: str
    boxes: list[BoundField]
    as_at: BoundField
    source: BoundField
    question: str = ""


@dataclass(frozen=True)
class FedLine:
    """A line with its months, and what they make of the quarter, in a sentence."""

    metric: Metric
    line: ActualLine
    months: list[MonthBoxes]
    made: str


class ReadingsForm(GridForm):
    """Asks for the months of the report's quarter, up to the report's own month."""

    title = "Figures by month"

    def __init__(self, data: Any = None, *, report: HighlightReport, **who: Any) -> None:
        super().__init__(data, **who)
        self.report = report
        self.lines = {line.pk: line for line in fed_lines(report)}
        self.periods = months_fed(report.month)
        self.recorded = readings_of(report, self.lines)
        for line in self.lines.values():
            for period in self.periods:
                self._add_reading(line, period)
        self.show_drafts()

    def _add_reading(self, line: ActualLine, period: CalendarMonth) -> None:
        row = self.recorded.get((line.pk, period.starts_on)) or MonthlyReading(
            line=line, starts_on=period.starts_on
        )
        key, of = reading_key(line.pk, period), line.label_for(period.words)
        for name in _boxes(line):
            longest = 200 if name == "printed" else 40
            self.fields[f"{key}-{name}"] = text_box(f"{of}, {_BOXES[name]}", longest)
        self.fields[f"{key}-as_at"] = day_box(f"{of}, up to")
        self.fields[f"{key}-source"] = text_box(f"{of}, source")
        names = (*_boxes(line), "as_at", "source")
        for name in names:
            self.initial[f"{key}-{name}"] = getattr(row, name)
        facts = (row.printed, row.numerator, row.denominator, row.as_at, row.source)
        self.claim(key, *facts, fields=[f"{key}-{name}" for name in names])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for line in self.lines.values():
            for period in self.periods:
                self._check(line, period, cleaned)
        return cleaned

    def _check(self, line: ActualLine, period: CalendarMonth, cleaned: dict[str, Any]) -> None:
        """Refuse what cannot be read: it could not be rolled up, so it is not kept as printed."""
        key, where = reading_key(line.pk, period), line.label_for(period.words)
        for name in _boxes(line):
            if expected := _expected(line, name, cleaned.get(f"{key}-{name}", "")):
                self.add_error(f"{key}-{name}", f"{where}, {_BOXES[name]}: {expected}")
        as_at = cleaned.get(f"{key}-as_at")
        if as_at and not period.starts_on <= as_at <= period.ends_on:
            self.add_error(f"{key}-as_at", f"{where}, up to: write a day of {period.words}.")
        if any(f"{key}-{name}" in self.errors for name in _boxes(line)):
            return
        filled = [bool(cleaned.get(f"{key}-{name}", "").strip()) for name in _boxes(line)]
        if any(filled) and not all(filled):
            missing = _boxes(line)[filled.index(False)]
            self.add_error(
                f"{key}-{missing}", f"{where}, {missing}: a ratio needs both of its totals."
            )

    @cached_property
    def grid(self) -> PageGrid:
        """A row for each month of each line, with a column more where some metric is a ratio."""
        ratios = any(len(_boxes(line)) > 1 for line in self.lines.values())
        columns = {"figure": "figure"}
        if ratios:
            columns = {"figure": "figure or numerator", "denominator": "denominator"}
        columns |= {"as_at": "up to", "source": "source"}
        return PageGrid(
            [
                GridRow(
                    line.metric.number,
                    line.metric.called,
                    period.words if line.name == "Actual" else f"{line}, {period.words}",
                    [self._place(line, period, name, words) for name, words in columns.items()],
                )
                for line in self.lines.values()
                for period in self.periods
            ]
        )

    def _place(self, line: ActualLine, period: CalendarMonth, name: str, words: str) -> GridPlace:
        boxes = _boxes(line)
        name = boxes[0] if name == "figure" else name
        if name == "denominator" and name not in boxes:
            return GridPlace("", words, "")
        key = f"{reading_key(line.pk, period)}-{name}"
        return GridPlace(key, words, self.in_box(key))

    def expected(self, name: str, text: str) -> str:
        kind = name.rpartition("-")[2]
        return _expected(self._line_of(name), kind, text) if kind in _BOXES else ""

    def _line_of(self, name: str) -> ActualLine:
        return next(line for line in self.lines.values() if name.startswith(f"reading-{line.pk}-"))

    def save(self, *, at: datetime) -> None:
        record_readings(
            report=self.report,
            readings=self.readings,
            seen_texts=self.seen_texts,
            by=self.by,
            at=at,
        )

    @property
    def readings(self) -> dict[tuple[int, CalendarMonth], MonthReading]:
        """The months that arrived, by line and month."""
        return {
            (line.pk, period): self._typed(line, period)
            for line in self.lines.values()
            for period in self.periods
            if self.was_sent(f"{reading_key(line.pk, period)}-source")
        }

    def _typed(self, line: ActualLine, period: CalendarMonth) -> MonthReading:
        key, cleaned = reading_key(line.pk, period), self.cleaned_data
        typed = {name: cleaned[f"{key}-{name}"] for name in _boxes(line)}
        as_at, source = cleaned[f"{key}-as_at"] or None, cleaned[f"{key}-source"]
        return MonthReading(**typed, as_at=as_at, source=source)

    @property
    def rows(self) -> list[FedLine]:
        """The lines in order, each with its months."""
        self.show_questions()
        quarter = self.report.month.quarter.slug
        actuals = Actual.objects.filter(line__in=self.lines.values(), quarter=quarter)
        typed = {actual.line_id: actual for actual in actuals}
        return [
            FedLine(metric, line, self._months(line), self._made(line, typed.get(line.pk)))
            for metric, lines in groupby(self.lines.values(), key=lambda line: line.metric)
            for line in lines
        ]

    def _months(self, line: ActualLine) -> list[MonthBoxes]:
        keys = {period.words: reading_key(line.pk, period) for period in self.periods}
        return [
            MonthBoxes(
                words,
                [self[f"{key}-{name}"] for name in _boxes(line)],
                self[f"{key}-as_at"],
                self[f"{key}-source"],
                self.questions.get(f"{key}-printed", ""),
            )
            for words, key in keys.items()
        ]

    def question(self, name: str, taken: Mapping[str, str]) -> str:
        """Return a question about a month's figure, beside months and quarters of its size."""
        if not name.endswith("-printed"):
            return ""
        line = self._line_of(name)
        months = [f"{reading_key(line.pk, period)}-printed" for period in self.periods]
        others = beside_a_month(
            line,
            [self.text_of(key, taken) for key in months if key != name],
            self.printed[line.pk],
            self.report.month.quarter,
        )
        return line.metric.question(self.text_of(name, taken), others)

    @cached_property
    def printed(self) -> dict[int, dict[str, str]]:
        """What is printed in each line by quarter. One query."""
        return printed_by_quarter(self.lines)

    def _made(self, line: ActualLine, actual: Actual | None) -> str:
        month = self.report.month
        rolled, covers_to = rolled_up_line(month, line, list(self.recorded.values()))
        if rolled.missing:
            return f"No figure for {month.quarter.slug} yet: {rolled.missing}"
        if not covers_to:
            return ""
        made = f"{month.quarter.slug}: {rolled.printed}, {line.metric.get_roll_up_display()}"
        if actual and actual.differs_from_its_months:
            return f"{made}. The scorecard keeps {actual.printed}, which was typed by hand."
        return f"{made}, to {covers_to.day} {covers_to:%B %Y}."


_LOOK = {"class": "app-grid__input", "autocomplete": "off"}


def text_box(label: str, longest: int = 200) -> forms.CharField:
    """Return a box in a table, whose label is there for screen readers only."""
    widget = forms.TextInput(_LOOK)
    return forms.CharField(label=label, required=False, max_length=longest, widget=widget)


def day_box(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput({**_LOOK, "type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day as 2023-11-30, or leave it empty."},
    )


_BOXES = {"printed": "figure", "numerator": "numerator", "denominator": "denominator"}


def _boxes(line: ActualLine) -> list[str]:
    return ["numerator", "denominator"] if line.metric.roll_up == RollUp.RATIO else ["printed"]


def _expected(line: ActualLine, name: str, text: str) -> str:
    """Return what a box should have been where its text cannot be read; empty where it can."""
    metric = line.metric
    return parse(text, _kind_of(name, metric), scale=metric.reading_scale).expected


def _kind_of(name: str, metric: Metric) -> Kind:
    """A numerator of durations is a duration; of everything else it is a number, as totals are."""
    if name == "printed":
        return Kind(metric.kind)
    durations = name == "numerator" and metric.kind == Kind.DURATION
    return Kind.DURATION if durations else Kind.NUMBER
