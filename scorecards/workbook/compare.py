"""Comparing an uploaded workbook with the recorded scorecard, before anything is saved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.timezone import localtime

from scorecards.entry.record import is_final, remark_key
from scorecards.entry.scorecard_form import ScorecardCell, ScorecardForm
from scorecards.models import Actual, Remark
from scorecards.workbook.match import Matched, MatchedRow, match
from scorecards.workbook.read import Sheet
from scorecards.workbook.write import as_written

OF_BEFORE = (
    "This workbook was downloaded before workbooks kept which row is which and what stood then. "
    "Its rows are matched by number and name, and nothing is taken that you do not tick."
)


class DifferenceKind(StrEnum):
    """What becomes of a cell, in the words of its heading."""

    CONFLICT = "Changed by somebody else since you downloaded it"
    ADDED = "Added"
    CHANGED = "Changed"
    RESTATED = "Restated: a final figure of an earlier quarter"
    UNREADABLE = "Cannot be read"
    DOUBTFUL = "To be looked at"
    EMPTIED = "Emptied"
    REMARK = "Remarks"


# What is not taken unless somebody ticks it, whatever the workbook knows.
UNTICKED = frozenset((DifferenceKind.CONFLICT, DifferenceKind.DOUBTFUL, DifferenceKind.EMPTIED))


@dataclass(frozen=True)
class Difference:
    """One cell or remark that the workbook has otherwise: its field's name and both texts.

    ``stood`` is what was downloaded, None where the workbook does not say. ``expected`` says what a
    cell that cannot be read should have been, and ``keep`` names its tick. ``doubts`` are sentences
    to think about before it is taken, and ``question`` one about a figure that may be a slip, which
    is taken all the same. ``who`` changed a cell in conflict.
    """

    kind: DifferenceKind
    name: str
    where: str
    was: str
    will_be: str
    stood: str | None = None
    expected: str = ""
    keep: str = ""
    doubts: tuple[str, ...] = ()
    who: str = ""
    is_final: bool = False
    question: str = ""

    @property
    def is_ticked(self) -> bool:
        """Whether it is taken unless somebody says otherwise."""
        return self.stood is not None and not self.doubts and self.kind not in UNTICKED

    @property
    def is_conflict(self) -> bool:
        return self.kind is DifferenceKind.CONFLICT


@dataclass
class Comparison:
    """What a workbook would change. ``notes`` and ``unknown``, what was passed over, are sentences.

    ``unchanged`` is sent along with the rest, as from the grid: a box that is not sent would come
    back empty.
    """

    differences: list[Difference] = field(default_factory=list)
    unchanged: list[Difference] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def parts(self) -> list[tuple[str, list[Difference]]]:
        """The kinds of difference that there are, with their headings."""
        found = [
            (kind, [difference for difference in self.differences if difference.kind is kind])
            for kind in DifferenceKind
        ]
        return [(kind.value, those) for kind, those in found if those]

    @property
    def asks_why(self) -> bool:
        """Whether a final figure may change, which is not done without a reason."""
        return any(difference.is_final for difference in self.differences)


def compare(form: ScorecardForm, sheet: Sheet) -> Comparison:
    """Compare a workbook with the scorecard's form, in which every quarter is open."""
    matched = match(form, sheet)
    found = Comparison(unknown=list(matched.unknown))
    if not sheet.is_marked:
        found.notes.append(OF_BEFORE)
    _compare_cells(found, form, matched)
    _compare_remarks(found, form, matched)
    found.unknown += _aims_that_differ(form, matched)
    return found


def _compare_cells(found: Comparison, form: ScorecardForm, matched: Matched) -> None:
    changed_since = 0
    for cell in form.cells:
        row = matched.lines.get(cell.line.pk)
        text = row.row.texts.get(cell.quarter) if row else None
        stood, now = row.stood(cell.quarter) if row else None, as_written(cell.printed)
        is_left = text is None or text == stood
        if row and text is not None and not is_left and text != now:
            _put(found, form, _of_cell(form, cell, row, text), cell)
            continue
        changed_since += is_left and text is not None and text != now
        if cell.is_open:
            keep = cell.keep if cell.kept else ""
            found.unchanged.append(_standing(cell.box, cell.printed, keep))
    if changed_since:
        cells = "1 figure was" if changed_since == 1 else f"{changed_since} figures were"
        found.notes.append(
            f"{cells} changed in the scorecard since you downloaded this workbook, and not in the "
            "workbook: what stands in the scorecard stays."
        )


def _put(
    found: Comparison, form: ScorecardForm, difference: Difference, cell: ScorecardCell
) -> None:
    if cell.is_open:
        found.differences.append(difference)
    else:
        found.unknown.append(
            f"{difference.where}: this quarter is still to come, "
            f"so “{difference.will_be}” was passed over."
        )


def _of_cell(form: ScorecardForm, cell: ScorecardCell, row: MatchedRow, text: str) -> Difference:
    stood, doubt = row.stood(cell.quarter), row.row.doubts.get(cell.quarter, "")
    expected = cell.line.metric.read(text).expected
    final = bool(cell.stored and is_final(cell.stored, form.report))
    if stood is not None and stood != as_written(cell.printed):
        kind = DifferenceKind.CONFLICT
    elif not text:
        kind = DifferenceKind.EMPTIED
    elif doubt:
        kind = DifferenceKind.DOUBTFUL
    elif expected:
        kind = DifferenceKind.UNREADABLE
    elif final:
        kind = DifferenceKind.RESTATED
    else:
        kind = DifferenceKind.CHANGED if cell.printed else DifferenceKind.ADDED
    return Difference(
        kind,
        cell.box,
        cell.line.label_for(cell.quarter),
        cell.printed,
        text,
        stood,
        expected,
        cell.keep if expected else "",
        tuple(filter(None, (doubt, row.doubt))),
        last_changed_by(cell.stored) if kind is DifferenceKind.CONFLICT else "",
        final,
        _question(form, cell, row, text),
    )


def _question(form: ScorecardForm, cell: ScorecardCell, row: MatchedRow, text: str) -> str:
    """Return a question about a figure that may be a slip, beside the row's others as uploaded."""
    others = [other for other in form.cells_of[cell.line.pk] if other is not cell]
    texts = (row.row.texts.get(other.quarter, other.printed) for other in others)
    return cell.line.metric.question(text, texts)


def _standing(name: str, text: str, keep: str = "") -> Difference:
    """Return what is left as it stands."""
    return Difference(DifferenceKind.CHANGED, name, "", text, text, keep=keep)


def _compare_remarks(found: Comparison, form: ScorecardForm, matched: Matched) -> None:
    remarks = {remark.metric_id: remark for remark in form.report.remarks.all()}
    for row in form.rows:
        was, name = str(row.remark.value() or ""), remark_key(row.metric.pk)
        now, of_workbook = as_written(was), matched.aims.get(row.metric.pk)
        text = of_workbook.row.comment if of_workbook else now
        stood = of_workbook.comment_stood if of_workbook else None
        if of_workbook is None or text in (stood, now):
            found.unchanged.append(_standing(name, was))
            continue
        is_conflict = stood is not None and stood != now
        kind = (
            DifferenceKind.CONFLICT
            if is_conflict
            else DifferenceKind.REMARK
            if text
            else DifferenceKind.EMPTIED
        )
        who = last_changed_by(remarks.get(row.metric.pk)) if is_conflict else ""
        doubts = tuple(filter(None, (of_workbook.doubt,)))
        found.differences.append(
            Difference(
                kind, name, f"Remark on {row.metric}", was, text, stood, doubts=doubts, who=who
            )
        )


def _aims_that_differ(form: ScorecardForm, matched: Matched) -> Iterator[str]:
    """Yield a sentence for each aim changed in the workbook: aims are not taken."""
    metrics = {line.metric_id: line.metric for line in form.lines}
    for pk, of_workbook in matched.aims.items():
        for quarter in form.quarters:
            text = of_workbook.row.texts.get(quarter)
            aim = as_written(form.aims.get((pk, quarter), ""))
            if text is not None and text not in (aim, of_workbook.stood(quarter)):
                yield (
                    f"{metrics[pk]}, {quarter}: the aim differs. "
                    "Aims are changed by the programme office, not here."
                )


def last_changed_by(row: Actual | Remark | None) -> str:
    """Return who changed a figure or remark last, and when, in words; nothing where it is new."""
    last = row.history.select_related("history_user").first() if row else None
    if last is None:
        return ""
    at = localtime(last.history_date)
    return f"{last.history_user or 'somebody'}, {at.day} {at:%B, %H:%M}"
