"""The scorecard's form: a text box for every actual, a remark for every metric."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from improvement.forms import WritingForm
from improvement.forms.questions import long_text
from improvement.models import HighlightReport
from improvement.periods import Quarter
from scorecards.models import Actual, ActualLine, Aim, Metric, RollUp
from scorecards.recording import (
    Reading,
    actual_key,
    is_final,
    is_older,
    record_scorecard,
    remark_key,
)
from scorecards.values import State

from .boxes import cell_name


@dataclass(frozen=True)
class CellRow:
    """A cell of the grid: what is printed in it, and its box if it is open.

    The tick keeps an unreadable text as printed.
    """

    quarter: str
    printed: str
    note: str
    box: BoundField | None = None
    keep: BoundField | None = None
    offers_keep: bool = False


@dataclass(frozen=True)
class LineRow:
    line: ActualLine
    cells: list[CellRow]


@dataclass(frozen=True)
class MetricRow:
    """A metric as the page lays it out: aims, a row of boxes for each line, its remark."""

    metric: Metric
    aims: list[str]
    lines: list[LineRow]
    remark: BoundField


@dataclass
class Cell:
    """A quarter of a line: what stands there, and whether it may be written in now."""

    line: ActualLine
    quarter: str
    stored: Actual | None
    is_open: bool
    box: str = field(init=False)
    keep: str = field(init=False)

    def __post_init__(self) -> None:
        self.box = actual_key(self.line.pk, self.quarter)
        self.keep = self.box.replace("actual-", "keep-")

    @property
    def printed(self) -> str:
        return self.stored.printed if self.stored else ""

    @property
    def kept(self) -> bool:
        return bool(self.stored and self.stored.kept_as_printed)

    @property
    def note(self) -> str:
        return self.stored.note if self.stored else ""


class ScorecardForm(WritingForm):
    """Asks for every actual and remark of a workstream's scorecard.

    A text its metric cannot read is refused with what was expected, unless it stood there before
    or its tick says to keep it as printed. The month's quarter is open, and earlier ones where no
    final figure stands; ``restate`` opens those too and asks why. Quarters to come are closed.
    """

    title = "Scorecard"

    def __init__(
        self, data: Any = None, *, report: HighlightReport, restate: bool = False, **who: Any
    ) -> None:
        self.report, self.restate = report, restate
        super().__init__(data, **who)

    def save(self, *, at: datetime) -> None:
        record_scorecard(
            report=self.report,
            readings=self.readings,
            remarks=self.remarks,
            claims=self.claims,
            by=self.by,
            at=at,
            restating=self.cleaned_data.get("restating", ""),
            holding=self.cleaned_data.get("holding", False),
        )

    def ask(self) -> None:
        report = self.report
        self.quarters = [quarter.slug for quarter in report.month.programme.quarters]
        self.lines = list(ActualLine.objects.of_report(report))
        self.aims = self._aims()
        self.cells = self._cells()
        for cell in self.open_cells:
            self._ask_for_cell(cell)
        self._ask_for_remarks(report)
        if any(cell.stored and is_older(cell.stored, report) for cell in self.open_cells):
            self.fields["holding"] = forms.BooleanField(
                label=f"Figures to an earlier date that I leave as they are hold to the end of "
                f"{report.month} too",
                required=False,
            )
        if self.restate:
            self.fields["restating"] = long_text(
                "Why are figures of earlier quarters restated?",
                "Printed beside each figure you change, with the figure it had before.",
                rows=2,
            )

    def _aims(self) -> dict[tuple[int, str], str]:
        metrics = {line.metric_id for line in self.lines}
        aims = Aim.objects.filter(metric__in=metrics)
        return {(aim.metric_id, aim.quarter): aim.printed for aim in aims}

    def _cells(self) -> list[Cell]:
        stored = {
            (actual.line_id, actual.quarter): actual
            for actual in Actual.objects.filter(line__in=self.lines)
        }
        return [
            self._cell(line, quarter, stored.get((line.pk, quarter)))
            for line in self.lines
            for quarter in self.quarters
        ]

    def _cell(self, line: ActualLine, quarter: str, stored: Actual | None) -> Cell:
        if stored:
            stored.line = line
        now, this = self.report.month.quarter, Quarter.parse(quarter)
        is_open = this == now or (
            this < now and (self.restate or not (stored and is_final(stored, self.report)))
        )
        return Cell(line, quarter, stored, is_open)

    @property
    def is_fed_by_month(self) -> bool:
        """Say whether a quarter of some metric comes from its months."""
        return any(line.metric.roll_up != RollUp.MANUAL for line in self.lines)

    @property
    def holding_field(self) -> BoundField | None:
        """The tick that figures to date hold on, where there are such."""
        return self["holding"] if "holding" in self.fields else None

    @property
    def restating_field(self) -> BoundField:
        return self["restating"]

    @property
    def open_cells(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.is_open]

    def _ask_for_cell(self, cell: Cell) -> None:
        self.fields[cell.box] = forms.CharField(
            label=cell_name(cell.line, cell.quarter), required=False, max_length=200
        )
        self.fields[cell.keep] = forms.BooleanField(label="Keep as printed", required=False)
        self.initial[cell.box] = cell.printed
        self.initial[cell.keep] = cell.kept
        self.claim(cell.box, cell.printed, cell.kept)

    def _ask_for_remarks(self, report: HighlightReport) -> None:
        remarks = {remark.metric_id: remark.text for remark in report.remarks.all()}
        for line in self.lines:
            field = long_text(f"Remark on {line.metric}", rows=3)
            self.put_field(remark_key(line.metric_id), field, remarks.get(line.metric_id, ""))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for cell in self.open_cells:
            printed = given.get(cell.box, "")
            expected = cell.line.metric.read(printed).expected
            if expected and printed != cell.printed and not given.get(cell.keep):
                self.add_error(cell.box, self._sentence(cell, expected))
        self._ask_why(given)
        return given

    def _ask_why(self, given: dict[str, Any]) -> None:
        """A final figure is not changed without saying why."""
        changed = [
            cell
            for cell in self.open_cells
            if cell.stored and is_final(cell.stored, self.report)
            if given.get(cell.box, cell.printed) != cell.printed
        ]
        if changed and not given["restating"].strip():
            first = changed[0]
            sentence = f"Say why {first.line.metric} of {first.quarter} is restated."
            self.add_error("restating", sentence)

    def _sentence(self, cell: Cell, expected: str) -> str:
        return f"{cell_name(cell.line, cell.quarter)}: {expected} Or tick “Keep as printed”."

    @property
    def outcomes(self) -> dict[str, str]:
        """What is wrong with each open cell, by its name; nothing where it can be read."""
        self.is_valid()
        return {
            cell.box: " ".join(str(one) for one in self.errors.get(cell.box, []))
            for cell in self.open_cells
        }

    @property
    def readings(self) -> dict[tuple[int, str], Reading]:
        """The cells that arrived, by line and quarter."""
        return {
            (cell.line.pk, cell.quarter): self._reading(cell)
            for cell in self.open_cells
            if self.arrived(cell.box)
        }

    def _reading(self, cell: Cell) -> Reading:
        printed = self.cleaned_data[cell.box]
        unreadable = cell.line.metric.read(printed).state is State.UNREADABLE
        kept = unreadable and self.cleaned_data[cell.keep]
        return Reading(printed, kept_as_printed=kept)

    @property
    def remarks(self) -> dict[int, str]:
        return {
            line.metric_id: self.cleaned_data[remark_key(line.metric_id)] for line in self.lines
        }

    @property
    def rows(self) -> list[MetricRow]:
        """Give the metrics in order, each with its boxes."""
        cells = defaultdict(list)
        for cell in self.cells:
            cells[cell.line.pk].append(self._cell_row(cell))
        return [
            MetricRow(
                metric,
                [self.aims.get((metric.pk, quarter), "") for quarter in self.quarters],
                [LineRow(line, cells[line.pk]) for line in lines],
                self[remark_key(metric.pk)],
            )
            for metric, lines in groupby(self.lines, key=lambda line: line.metric)
        ]

    def _cell_row(self, cell: Cell) -> CellRow:
        if not cell.is_open:
            return CellRow(cell.quarter, cell.printed, cell.note)
        box = self[cell.box]
        offers = bool(box.errors) or cell.kept or bool(self.is_bound and self[cell.keep].data)
        return CellRow(cell.quarter, cell.printed, cell.note, box, self[cell.keep], offers)
