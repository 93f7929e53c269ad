"""The scorecard's form: a text box for every actual, a remark for every metric."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property

from improvement.models import HighlightReport
from improvement.values.periods import Quarter
from improvement.web.nhsuk_forms import LongText
from scorecards.entry.record import Reading, is_final, is_older, record_scorecard, remark_key
from scorecards.entry.scorecard_cells import (
    BoxNote,
    CellBox,
    GridCell,
    GridLine,
    GridMetric,
    ScorecardCell,
    missing_cells,
)
from scorecards.models import Actual, ActualLine, Aim, RollUp
from scorecards.pasting.forms import GridForm, GridPlace, GridRow, PageGrid
from scorecards.values.cells import State, Value
from scorecards.values.questions import MissingFigure, has_ended, quarter_to_ask_for, question


class ScorecardForm(GridForm):
    """Asks for every actual and remark of a workstream's scorecard.

    A text its metric cannot read is refused with what was expected, unless it was there before
    or its tick says to keep it as printed. The month's quarter is open, and earlier ones where no
    final figure stands; ``restate`` opens those too and asks why. Quarters to come are closed.
    """

    title = "Scorecard"

    def __init__(
        self, data: Any = None, *, report: HighlightReport, restate: bool = False, **who: Any
    ) -> None:
        super().__init__(data, **who)
        self.report, self.restate = report, restate
        self.quarters = [quarter.slug for quarter in report.month.programme.quarters]
        self.lines = list(ActualLine.objects.of_report(report))
        aims = Aim.objects.filter(metric__in={line.metric_id for line in self.lines})
        self.aims = {
            (metric_id, quarter): printed
            for metric_id, quarter, printed in aims.values_list("metric_id", "quarter", "printed")
        }
        self.cells = self._cells()
        for cell in self.open_cells:
            self._add_cell(cell)
        remarks = dict(report.remarks.values_list("metric_id", "text"))
        for line in self.lines:
            field = LongText.optional(f"Remark on {line.metric}", rows=3)
            text = remarks.get(line.metric_id, "")
            self.add_claimed_field(remark_key(line.metric_id), field, text)
        self._add_questions()
        self.show_drafts()

    def save(self, *, at: datetime) -> None:
        record_scorecard(
            report=self.report,
            readings=self.readings,
            remarks=self.remarks,
            seen_texts=self.seen_texts,
            by=self.by,
            at=at,
            restating=self.cleaned_data.get("restating", ""),
            holding=self.cleaned_data.get("holding", False),
        )

    def _add_questions(self) -> None:
        """Add what is asked once: whether figures to date hold, and why figures are restated."""
        if any(cell.stored and is_older(cell.stored, self.report) for cell in self.open_cells):
            self.fields["holding"] = forms.BooleanField(
                label=f"Figures to an earlier date that I leave as they are hold to the end of "
                f"{self.report.month} too",
                required=False,
            )
        if self.restate:
            self.fields["restating"] = LongText.optional(
                "Why are figures of earlier quarters restated?",
                "Printed beside each figure you change, with the figure it had before.",
                rows=2,
            )

    def _cells(self) -> list[ScorecardCell]:
        stored = {
            (actual.line_id, actual.quarter): actual
            for actual in Actual.objects.filter(line__in=self.lines)
        }
        quarters = self.report.month.programme.quarters
        cells = []
        for line in self.lines:
            for quarter, slug in zip(quarters, self.quarters, strict=True):
                actual = stored.get((line.pk, slug))
                if actual:
                    actual.line = line
                cells.append(ScorecardCell(line, slug, actual, self._is_open(quarter, actual)))
        return cells

    def _is_open(self, quarter: Quarter, actual: Actual | None) -> bool:
        now = self.report.month.quarter
        if quarter >= now:
            return quarter == now
        return self.restate or not (actual and is_final(actual, self.report))

    @cached_property
    def missing(self) -> list[tuple[ScorecardCell, MissingFigure]]:
        """The figures to ask for: those missing in the oldest quarter that is over.

        Where none are, those of the running quarter.
        """
        until = self.report.month.period.ends_on
        pairs = [pair for row in self.cells_of.values() for pair in missing_cells(row, until)]
        oldest = quarter_to_ask_for(self.quarters, [figure for _, figure in pairs], until)
        return [(cell, figure) for cell, figure in pairs if figure.quarter == oldest]

    @property
    def missing_words(self) -> str:
        """Which quarter is asked for and how many of its figures; links to them follow."""
        if not self.missing:
            return ""
        quarter, count = self.missing[0][1].quarter, len(self.missing)
        figures = "1 figure is" if count == 1 else f"{count} figures are"
        if has_ended(quarter, self.report.month.period.ends_on):
            return f"{quarter} is over, and {figures} missing or only to an earlier day"
        return f"{quarter} up to the end of {self.report.month}: {figures} missing"

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """The quarters, and whether figures of each are asked for."""
        wanted = {figure.quarter for _, figure in self.missing}
        return [(quarter, quarter in wanted) for quarter in self.quarters]

    @property
    def is_fed_by_month(self) -> bool:
        """Whether a quarter of some metric comes from its months."""
        return any(line.metric.roll_up != RollUp.MANUAL for line in self.lines)

    @property
    def holding_field(self) -> BoundField | None:
        """The tick that figures to date hold on, where there are such."""
        return self["holding"] if "holding" in self.fields else None

    @property
    def restating_field(self) -> BoundField:
        return self["restating"]

    @cached_property
    def open_cells(self) -> list[ScorecardCell]:
        return [cell for cell in self.cells if cell.is_open]

    def _add_cell(self, cell: ScorecardCell) -> None:
        self.fields[cell.box] = forms.CharField(
            label=cell.line.label_for(cell.quarter), required=False, max_length=200
        )
        self.fields[cell.keep] = forms.BooleanField(label="Keep as printed", required=False)
        self.initial[cell.box] = cell.printed
        self.initial[cell.keep] = cell.kept
        self.places[cell.keep] = f"{cell.line.label_for(cell.quarter)}: keep as printed"
        self.claim(cell.box, cell.printed, cell.kept, fields=[cell.keep])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for cell in self.open_cells:
            printed = cleaned.get(cell.box, "")
            expected = cell.line.metric.read(printed).expected
            if expected and printed != cell.printed and not cleaned.get(cell.keep):
                label = cell.line.label_for(cell.quarter)
                self.add_error(cell.box, f"{label}: {expected} Or tick “Keep as printed”.")
        self._ask_why(cleaned)
        return cleaned

    def _ask_why(self, cleaned: dict[str, Any]) -> None:
        """Ask for a reason where a final figure is changed."""
        changed = [
            cell
            for cell in self.open_cells
            if cell.stored and is_final(cell.stored, self.report)
            if cleaned.get(cell.box, cell.printed) != cell.printed
        ]
        if changed and not cleaned["restating"].strip():
            first = changed[0]
            sentence = f"Say why {first.line.metric} of {first.quarter} is restated."
            self.add_error("restating", sentence)

    @cached_property
    def grid(self) -> PageGrid:
        """The metrics' aims, which are closed, and their lines, with the text of each box."""
        cells = defaultdict(list)
        for cell in self.cells:
            text = self.in_box(cell.box) if cell.is_open else cell.printed
            place = GridPlace(cell.box if cell.is_open else "", cell.quarter, text)
            cells[cell.line.pk].append(place)
        rows = []
        for metric, lines in groupby(self.lines, key=lambda line: line.metric):
            aims = [
                GridPlace("", quarter, self.aims.get((metric.pk, quarter), ""))
                for quarter in self.quarters
            ]
            rows.append(GridRow(metric.number, metric.called, "Aim", aims, is_asked=False))
            rows += [
                GridRow(metric.number, metric.called, line.name, cells[line.pk]) for line in lines
            ]
        return PageGrid(rows)

    def expected(self, name: str, text: str) -> str:
        return self._in_boxes[name].line.metric.read(text).expected

    def question(self, name: str, taken: Mapping[str, str]) -> str:
        """Return a question about a figure that may be a slip, beside the others of its row."""
        figure = self._in_boxes[name]
        cells = self.cells_of[figure.line.pk]
        others = [
            self.text_of(cell.box, taken) if cell.is_open else cell.printed
            for cell in cells
            if cell is not figure
        ]
        return figure.line.metric.question(self.text_of(name, taken), others)

    @cached_property
    def _in_boxes(self) -> dict[str, ScorecardCell]:
        return {cell.box: cell for cell in self.open_cells}

    @cached_property
    def questions(self) -> dict[str, str]:
        """Questions about figures that may be slips and nobody has confirmed, by box."""
        found = {}
        for cells in self.cells_of.values():
            metric = cells[0].line.metric
            values = [self._value_of(cell) for cell in cells]
            for place, cell in enumerate(cells):
                others = (*values[:place], *values[place + 1 :])
                words = cell.is_open and question(values[place], others, metric.limits)
                if words and not self[cell.keep].value():
                    found[cell.box] = words
        return found

    @cached_property
    def cells_of(self) -> dict[int, list[ScorecardCell]]:
        """The cells of each line, by its id."""
        found: dict[int, list[ScorecardCell]] = defaultdict(list)
        for cell in self.cells:
            found[cell.line.pk].append(cell)
        return found

    def _value_of(self, cell: ScorecardCell) -> Value:
        """Read the text of a cell's box, or the figure of a closed one."""
        text = self.text_of(cell.box, {}) if cell.is_open else cell.printed
        return cell.value if text == cell.printed else cell.line.metric.read(text)

    @property
    def readings(self) -> dict[tuple[int, str], Reading]:
        """The cells that arrived, by line and quarter."""
        return {
            (cell.line.pk, cell.quarter): self._reading(cell)
            for cell in self.open_cells
            if self.was_sent(cell.box)
        }

    def _reading(self, cell: ScorecardCell) -> Reading:
        printed, ticked = self.cleaned_data[cell.box], self.cleaned_data[cell.keep]
        unreadable = cell.line.metric.read(printed).state is State.UNREADABLE
        kept = ticked and (unreadable or bool(self.question(cell.box, {cell.box: printed})))
        return Reading(printed, kept_as_printed=kept)

    @property
    def remarks(self) -> dict[int, str]:
        return {
            line.metric_id: self.cleaned_data[remark_key(line.metric_id)] for line in self.lines
        }

    @property
    def rows(self) -> list[GridMetric]:
        """The metrics in order, each with its boxes."""
        pasted = self.pasted
        return [
            GridMetric(
                metric,
                [self.aims.get((metric.pk, quarter), "") for quarter in self.quarters],
                [
                    GridLine(
                        line, [self._cell_row(cell, pasted) for cell in self.cells_of[line.pk]]
                    )
                    for line in lines
                ],
                self[remark_key(metric.pk)],
            )
            for metric, lines in groupby(self.lines, key=lambda line: line.metric)
        ]

    def _cell_row(self, cell: ScorecardCell, pasted: Mapping[str, str]) -> GridCell:
        box = self._box_of(cell, pasted) if cell.is_open else None
        return GridCell(cell.quarter, cell.printed, cell.note, box)

    def _box_of(self, cell: ScorecardCell, pasted: Mapping[str, str]) -> CellBox:
        """Return a cell's box with what is said under it; ``pasted`` is what a paste replaced."""
        is_pasted, question_words = cell.box in pasted, self.questions.get(cell.box, "")
        errors = list(self.errors.get(cell.box, ()))
        notes = [BoxNote("error", str(error), "app-grid__error") for error in errors]
        if is_pasted:
            was = f"Pasted, was {pasted[cell.box] or 'blank'}"
            notes.insert(0, BoxNote("was", was, "app-reason"))
        if question_words:
            notes.append(BoxNote("question", question_words, "app-grid__question"))
        ticked = cell.kept or bool(self.is_bound and self[cell.keep].data)
        place = self.quarters.index(cell.quarter) + 1
        return CellBox(
            name=cell.box,
            text=self.text_of(cell.box, {}),
            headings=f"metric-{cell.line.metric_id} line-{cell.line.pk} quarter-{place}",
            notes=notes,
            is_pasted=is_pasted,
            keep=self[cell.keep] if errors or question_words or ticked else None,
        )
