"""Comparing an uploaded workbook with the scorecard as it stands, before anything is saved."""

from __future__ import annotations

from dataclasses import dataclass, field

from scorecards.forms.boxes import cell_name
from scorecards.forms.scorecard import Cell, ScorecardForm
from scorecards.recording import is_final, remark_key
from scorecards.uploading import Sheet
from scorecards.workbook import AIM, as_written


@dataclass(frozen=True)
class Difference:
    """One cell or remark that the workbook has otherwise: its field's name and both texts.

    ``expected`` says what a cell that cannot be read should have been; ``keep`` names its tick.
    """

    name: str
    where: str
    was: str
    will_be: str
    expected: str = ""
    keep: str = ""


@dataclass
class Comparison:
    """What a workbook would change, by what becomes of it. ``unknown`` are sentences."""

    added: list[Difference] = field(default_factory=list)
    changed: list[Difference] = field(default_factory=list)
    restated: list[Difference] = field(default_factory=list)
    unreadable: list[Difference] = field(default_factory=list)
    remarks: list[Difference] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    # Sent along with the rest, as from the grid: a box that is not sent would come back empty.
    unchanged: list[Difference] = field(default_factory=list)

    @property
    def parts(self) -> list[tuple[str, list[Difference]]]:
        """The kinds of difference that there are, with their headings."""
        named = [
            ("Added", self.added),
            ("Changed", self.changed),
            ("Restated: a final figure of an earlier quarter", self.restated),
            ("Cannot be read", self.unreadable),
            ("Remarks", self.remarks),
        ]
        return [(heading, found) for heading, found in named if found]

    @property
    def differences(self) -> list[Difference]:
        return [one for _, found in self.parts for one in found]


def compare(form: ScorecardForm, sheet: Sheet) -> Comparison:
    """Take the scorecard's form with every quarter open and a workbook, give what differs."""
    found = Comparison()
    known: set[tuple[str, str, str]] = set()
    for cell in form.cells:
        key = (cell.line.metric.number, cell.line.name, cell.quarter)
        known.add(key)
        if key in sheet.cells and sheet.cells[key] != as_written(cell.printed):
            _sort(found, form, cell, sheet.cells[key])
        elif cell.is_open:
            keep = cell.keep if cell.kept else ""
            found.unchanged.append(Difference(cell.box, "", cell.printed, cell.printed, keep=keep))
    _compare_remarks(found, form, sheet)
    found.unknown += _unknown(form, sheet, known)
    return found


def _sort(found: Comparison, form: ScorecardForm, cell: Cell, text: str) -> None:
    where = cell_name(cell.line, cell.quarter)
    if not cell.is_open:
        found.unknown.append(
            f"{where}: this quarter is still to come, so “{text}” was passed over."
        )
        return
    expected = cell.line.metric.read(text).expected
    one = Difference(cell.box, where, cell.printed, text, expected, cell.keep if expected else "")
    if expected:
        found.unreadable.append(one)
    elif cell.stored and is_final(cell.stored, form.report):
        found.restated.append(one)
    else:
        (found.changed if cell.printed else found.added).append(one)


def _compare_remarks(found: Comparison, form: ScorecardForm, sheet: Sheet) -> None:
    for row in form.rows:
        was, number = str(row.remark.value() or ""), row.metric.number
        text, name = sheet.remarks.get(number), remark_key(row.metric.pk)
        if text is None or text == as_written(was):
            found.unchanged.append(Difference(name, "", was, was))
        else:
            found.remarks.append(Difference(name, f"Remark on {row.metric}", was, text))


def _unknown(form: ScorecardForm, sheet: Sheet, known: set[tuple[str, str, str]]) -> list[str]:
    """Say what stands in the workbook and not in the scorecard, each row once."""
    aims = {
        (line.metric.number, quarter): as_written(form.aims.get((line.metric_id, quarter), ""))
        for line in form.lines
        for quarter in form.quarters
    }
    told: dict[str, None] = {}
    for (number, name, quarter), text in sheet.cells.items():
        if name == AIM and (number, quarter) in aims:
            if text != aims[number, quarter]:
                told[
                    f"Metric {number}, {quarter}: the aim differs. "
                    "Aims are changed by the programme office, not here."
                ] = None
        elif (number, name, quarter) not in known and text:
            told[f"Metric {number}, {name}: the scorecard has no such row or quarter."] = None
    return list(told)
