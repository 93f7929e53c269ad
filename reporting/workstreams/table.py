"""The list of workstreams as a table, the rows in the order of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from improvement.values.ratings import counts_of
from reporting.marks.strip import in_words
from reporting.renderers.tables.table import Row, Table, Value
from reporting.summary.workstream_rows import JudgedDimension, WorkstreamStanding

_JUDGED = (
    ("{}", "The rating as judged"),
    ("{}: standing", "Since when, or that nobody has confirmed it"),
    ("{}: its actions", "How many of its actions have which rating, worst first"),
    ("{}: worst beneath", "The worst rating of its actions, where it is worse than the one judged"),
)
COLUMNS = (
    ("Workstream", "Its name"),
    ("Executive leads", "Who answers for it"),
    *((head.format(name), what) for name in ("Delivery", "Embedding") for head, what in _JUDGED),
    ("Twelve months", "Both ratings as judged, month by month, in words"),
    ("Exit criteria complete", "Those carried and not confirmed left out"),
    ("Exit criteria", "How many it has"),
    ("Measures on aim", "Lines that meet their aim"),
    ("Measures judged", "Lines that can be judged"),
    ("Getting worse", "Lines off their aim and worse than their reading before"),
    ("Report", "Where its report stands"),
)


def table_of_workstreams(rows: Iterable[WorkstreamStanding]) -> Table:
    """Return the workstreams shown as a table, a row each."""
    return Table("Workstreams", COLUMNS, tuple(map(_row, rows)))


def _row(row: WorkstreamStanding) -> Row:
    return (
        row.workstream.name,
        row.lead,
        *_judged(row.delivery),
        *_judged(row.embedding),
        in_words(row.strip),
        row.criteria_complete,
        len(row.criteria),
        row.tally.met,
        row.tally.counted,
        row.worse,
        row.report,
    )


def _judged(dimension: JudgedDimension) -> Iterator[Value]:
    counts = counts_of(cell.mark.rating for cell in dimension.cells)
    worst = None if dimension.mark.carried else dimension.worst_beneath
    yield dimension.rating.words
    yield dimension.standing
    yield ", ".join(f"{count} {rating.short.lower()}" for rating, count in counts)
    yield worst.rating.words if worst else ""
