"""A pack as flat tables: a row for each thing it says, every column with its meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from reporting.contents import Contents
from reporting.tables import rows
from reporting.tables.table import Row, Share, Table, Value

__all__ = ["Share", "Table", "Value", "tables_of"]


def tables_of(contents: Contents) -> tuple[Table, ...]:
    """Take a pack's contents, give its tables in the pack's order, the dictionary last."""
    tables = tuple(Table(name, columns, tuple(rows(contents))) for name, columns, rows in _TABLES)
    return (*tables, _dictionary(tables))


def _dictionary(tables: Iterable[Table]) -> Table:
    rows = tuple((table.name, name, said) for table in tables for name, said in table.columns)
    columns = (("Sheet", "Name of a table"), ("Column", "Its column"), ("Meaning", "What it says"))
    return Table("Data dictionary", columns, rows)


_VALUE = "As a number, a percentage or a duration; of a grade its rank from 1, or where it begins"
_OF = ("Workstream", "The part of the programme")
_CHANGED = (
    ("Kind", "What kind of thing changed"),
    ("Of", "The programme or a workstream"),
    ("What", "The thing that changed"),
    ("Before", "In the month before, or in the version before"),
    ("Now", "In this pack"),
    ("Why", "The reason given, where one was"),
)
_TABLES: tuple[
    tuple[str, tuple[tuple[str, str], ...], Callable[[Contents], Iterator[Row]]], ...
] = (
    ("Pack", (("Fact", "What is said of the pack"), ("Value", "As printed")), rows.pack),
    (
        "Overview",
        (
            ("Programme", "Its name"),
            ("Section", "Heading of the section"),
            ("Level", "0, or 1 for a line nested under the one before it"),
            ("Text", "One line of the section, or that there is nothing"),
        ),
        rows.overview,
    ),
    ("What changed", _CHANGED, rows.changes),
    (
        "Overall ratings",
        (
            ("Of", "The programme or a workstream"),
            ("Dimension", "Delivery: is the work done on time. Embedding: has it taken hold"),
            ("Judged", "The rating a person gave"),
            ("Month before", "The rating a person gave the month before"),
            ("Worst below", "The worst rating of the items below it"),
            ("Counts", "How many items have each rating"),
        ),
        rows.ratings,
    ),
    (
        "Workstreams",
        (
            _OF,
            ("Exit statement", "What its exit criteria stand for"),
            ("Report", "How far its highlight report has come"),
            ("Submitted by", "Who submitted it"),
            ("Approved by", "Who approved it"),
        ),
        rows.workstreams,
    ),
    ("Leads", (_OF, ("Role", "The role held"), ("Names", "Who held it in the month")), rows.leads),
    (
        "Highlight reports",
        (
            _OF,
            ("Section", "Heading of the section"),
            ("Level", "0, or 1 for a line nested under the one before it"),
            ("Text", "One line of the section, or that there is nothing"),
        ),
        rows.reports,
    ),
    (
        "CQC actions",
        (
            _OF,
            ("Reference", "The action's reference"),
            ("Strength", "Must or Should"),
            ("Action", "What is to be done, with its regulation"),
            ("Source", "The inspection it is from"),
            ("Delivery", "Rating: is the work done on time"),
            ("Delivery before", "The same in the month before"),
            ("Embedding", "Rating: has it taken hold"),
            ("Embedding before", "The same in the month before"),
            ("Moved", "Each rating that moved, from what to what"),
            ("Explanation", "Why it is red or has moved"),
            ("Mitigation", "What is done about it"),
        ),
        rows.actions,
    ),
    (
        "Exit criteria",
        (
            _OF,
            ("Number", "The criterion's number"),
            ("Criterion", "The condition for leaving the oversight segment"),
            ("Owner", "Who owns it: the executive lead unless another is named"),
            ("Rating", "The rating given"),
            ("Month before", "The rating of the month before"),
            ("Moved", "From what to what, if it moved"),
        ),
        rows.criteria,
    ),
    (
        "Metrics",
        (
            _OF,
            ("Number", "The metric's number"),
            ("Metric", "What is measured"),
            ("Unit", "What it is measured in, where it is said"),
            ("Baseline", "As printed"),
            ("Baseline of", "When the baseline is from"),
            ("Target", "As printed"),
            ("Target by", "When the target is to be reached"),
            ("Remark", "What the month's report says of it"),
        ),
        rows.metrics,
    ),
    (
        "Scorecard",
        (
            _OF,
            ("Number", "The metric's number"),
            ("Metric", "What is measured"),
            ("Unit", "What it is measured in, where it is said"),
            ("Row", "The line of actuals"),
            ("Quarter", "Of the financial year, April to March"),
            ("Aim", "As printed"),
            ("Aim value", _VALUE),
            ("Actual", "As printed"),
            (
                "Actual value",
                _VALUE,
            ),
            ("Performance", "Worked out: met, not met or no verdict"),
            ("Reason", "Why"),
            ("Note", "To date, restated, or what could not be read"),
        ),
        rows.figures,
    ),
    (
        "Plans on a page",
        (
            _OF,
            ("Part", "The box of the plan"),
            ("Quarter", "Of a milestone"),
            ("Text", "As printed, one line each"),
        ),
        rows.plans,
    ),
    (
        "Issued in spite of",
        (
            ("What was found", "A thing missing when the pack was issued"),
            ("Why it may stand", "The reason given"),
            ("Said by", "Who gave the reason"),
        ),
        rows.waivers,
    ),
    ("Differences", _CHANGED, rows.differences),
)
