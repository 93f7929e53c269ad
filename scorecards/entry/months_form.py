"""The form of a quarter's months: a figure for each month of every metric that is fed by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.forms.boundfield import BoundField

from improvement.forms import WritingForm
from improvement.models import HighlightReport
from improvement.periods import CalendarMonth
from scorecards.models import Actual, ActualLine, Metric, MonthlyReading, RollUp
from scorecards.readings import (
    MonthReading,
    fed_lines,
    months_fed,
    reading_key,
    readings_of,
    record_readings,
    rolled_up_line,
)
from scorecards.values import Kind, parse

from .boxes import cell_name, day_box, text_box


@dataclass(frozen=True)
class ReadingRow:
    """One month of a line: the box for its figure, or two for its totals, its day and source."""

    label: str
    boxes: list[BoundField]
    as_at: BoundField
    source: BoundField


@dataclass(frozen=True)
class FedLine:
    """A line with its months, and what they make of the quarter, in a sentence."""

    metric: Metric
    line: ActualLine
    months: list[ReadingRow]
    made: str


class ReadingsForm(WritingForm):
    """Asks for the months of the report's quarter, up to the report's own month."""

    title = "Figures by month"

    def __init__(self, data: Any = None, *, report: HighlightReport, **who: Any) -> None:
        self.report = report
        super().__init__(data, **who)

    def ask(self) -> None:
        self.lines = {line.pk: line for line in fed_lines(self.report)}
        self.periods = months_fed(self.report.month)
        self.standing = readings_of(self.report, self.lines)
        for line in self.lines.values():
            for period in self.periods:
                self._ask_for(line, period)

    def _ask_for(self, line: ActualLine, period: CalendarMonth) -> None:
        row = self.standing.get((line.pk, period.starts_on)) or MonthlyReading(
            line=line, starts_on=period.starts_on
        )
        key, of = reading_key(line.pk, period), cell_name(line, period.words)
        for name in _boxes(line):
            longest = 200 if name == "printed" else 40
            self.fields[f"{key}-{name}"] = text_box(f"{of}, {_BOXES[name]}", longest)
        self.fields[f"{key}-as_at"] = day_box(f"{of}, up to")
        self.fields[f"{key}-source"] = text_box(f"{of}, source")
        for name in (*_boxes(line), "as_at", "source"):
            self.initial[f"{key}-{name}"] = getattr(row, name)
        self.claim(key, row.printed, row.numerator, row.denominator, row.as_at, row.source)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for line in self.lines.values():
            for period in self.periods:
                self._check(line, period, given)
        return given

    def _check(self, line: ActualLine, period: CalendarMonth, given: dict[str, Any]) -> None:
        """What cannot be read cannot be rolled up, so a month's figure is never kept as printed."""
        key, where = reading_key(line.pk, period), cell_name(line, period.words)
        for name in _boxes(line):
            kind = _kind_of(name, line.metric)
            text = given.get(f"{key}-{name}", "")
            scale = line.metric.reading_scale
            if expected := parse(text, kind, scale=scale).expected:
                self.add_error(f"{key}-{name}", f"{where}, {_BOXES[name]}: {expected}")
        as_at = given.get(f"{key}-as_at")
        if as_at and not period.starts_on <= as_at <= period.ends_on:
            self.add_error(f"{key}-as_at", f"{where}, up to: write a day of {period.words}.")
        if any(f"{key}-{name}" in self.errors for name in _boxes(line)):
            return
        filled = [bool(given.get(f"{key}-{name}", "").strip()) for name in _boxes(line)]
        if any(filled) and not all(filled):
            missing = _boxes(line)[filled.index(False)]
            self.add_error(
                f"{key}-{missing}", f"{where}, {missing}: a ratio needs both of its totals."
            )

    def save(self, *, at: datetime) -> None:
        record_readings(
            report=self.report, readings=self.readings, claims=self.claims, by=self.by, at=at
        )

    @property
    def readings(self) -> dict[tuple[int, CalendarMonth], MonthReading]:
        """The months that arrived, by line and month."""
        return {
            (line.pk, period): self._typed(line, period)
            for line in self.lines.values()
            for period in self.periods
            if self.arrived(f"{reading_key(line.pk, period)}-source")
        }

    def _typed(self, line: ActualLine, period: CalendarMonth) -> MonthReading:
        key, given = reading_key(line.pk, period), self.cleaned_data
        typed = {name: given[f"{key}-{name}"] for name in _boxes(line)}
        as_at, source = given[f"{key}-as_at"] or None, given[f"{key}-source"]
        return MonthReading(**typed, as_at=as_at, source=source)

    @property
    def rows(self) -> list[FedLine]:
        """Give the lines in order, each with its months."""
        quarter = self.report.month.quarter.slug
        actuals = Actual.objects.filter(line__in=self.lines.values(), quarter=quarter)
        typed = {actual.line_id: actual for actual in actuals}
        return [
            FedLine(metric, line, self._months(line), self._made(line, typed.get(line.pk)))
            for metric, lines in groupby(self.lines.values(), key=lambda line: line.metric)
            for line in lines
        ]

    def _months(self, line: ActualLine) -> list[ReadingRow]:
        keys = {period.words: reading_key(line.pk, period) for period in self.periods}
        return [
            ReadingRow(
                words,
                [self[f"{key}-{name}"] for name in _boxes(line)],
                self[f"{key}-as_at"],
                self[f"{key}-source"],
            )
            for words, key in keys.items()
        ]

    def _made(self, line: ActualLine, actual: Actual | None) -> str:
        month = self.report.month
        rolled, covers_to = rolled_up_line(month, line, list(self.standing.values()))
        if rolled.missing:
            return f"No figure for {month.quarter.slug} yet: {rolled.missing}"
        if not covers_to:
            return ""
        made = f"{month.quarter.slug}: {rolled.printed}, {line.metric.get_roll_up_display()}"
        if actual and actual.differs_from_its_months:
            return f"{made}. The scorecard keeps {actual.printed}, which was typed by hand."
        return f"{made}, to {covers_to.day} {covers_to:%B %Y}."


_BOXES = {"printed": "figure", "numerator": "numerator", "denominator": "denominator"}


def _boxes(line: ActualLine) -> list[str]:
    return ["numerator", "denominator"] if line.metric.roll_up == RollUp.RATIO else ["printed"]


def _kind_of(name: str, metric: Metric) -> Kind:
    """A numerator of durations is a duration; of everything else it is a number, as totals are."""
    if name == "printed":
        return Kind(metric.kind)
    durations = name == "numerator" and metric.kind == Kind.DURATION
    return Kind.DURATION if durations else Kind.NUMBER
