"""A pack as flat tables, with the meaning of every column."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reporting.contents.facts import Contents
from reporting.contents.item_facts import ActionWords
from reporting.renderers.tables import rows
from reporting.renderers.tables.table import Row, Table


def tables_of(contents: Contents) -> tuple[Table, ...]:
    """Return the tables of a pack in the pack's order, then the dictionary of their columns."""
    tables = [
        Table(name, columns, tuple(rows(contents)))
        for name, columns, rows in _tables(contents.action_words)
    ]
    tables = [table for table in tables if table.rows or table.name not in WHERE_THERE_ARE_ANY]
    meanings = tuple((table.name, *column) for table in tables for column in table.columns)
    heads = (("Sheet", "Name of a table"), ("Column", "Its column"), ("Meaning", "What it says"))
    return (*tables, Table("Data dictionary", heads, meanings))


# A table that most packs have nothing for, and leave out.
WHERE_THERE_ARE_ANY = {"Owners and due dates"}
_VALUE = "As a number, a percentage or a duration; of a grade its rank from 1, or where it begins"
_STANDING = "From which month it came over, where nobody has changed or confirmed it"
_OF = ("Workstream", "The part of the programme")
_CHANGED = (
    ("Kind", "What kind of thing changed"),
    ("Of", "The programme or a workstream"),
    ("What", "The thing that changed"),
    ("Before", "In the month before, or in the version before"),
    ("Now", "In this pack"),
    ("Why", "The reason given, where one was"),
)
_OfPack = tuple[str, tuple[tuple[str, str], ...], Callable[[Contents], Iterator[Row]]]
_BEFORE_ACTIONS: tuple[_OfPack, ...] = (
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
            ("Worst below", "The worst rating of the items below it, as far as confirmed"),
            ("Counts", "How many items have each rating this month"),
            ("Standing", _STANDING),
            ("Confirmed", "How many of the items are confirmed, where some are not"),
            ("Not confirmed", "How many ratings came over from the month before, not confirmed"),
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
            ("Standing", _STANDING),
        ),
        rows.reports,
    ),
)
_AFTER_ACTIONS: tuple[_OfPack, ...] = (
    (
        "Owners and due dates",
        (
            _OF,
            ("Reference", "The action's reference"),
            ("Sub-action of", "The action it counts under"),
            ("Action", "What is to be done, with its regulation"),
            ("Owner", "Who owns it, where somebody is named"),
            ("Due", "The day as agreed now"),
            ("Due as first agreed", "The day before it was ever moved"),
            ("Why it moved", "The reason given"),
            ("Percent complete", "As its owner says"),
            ("Stands", "Of a sub-action: its ratings, or whether it is done"),
        ),
        rows.particulars,
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
            ("Standing", _STANDING),
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
            ("Lowest", "The lowest its figures can be, where it says so itself"),
            ("Highest", "The highest, in the same way"),
            ("Short name", "What it is called in lists, where it has a short name"),
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
            ("Actual value", _VALUE),
            ("Performance", "Worked out: met, not met or no verdict"),
            ("Reason", "Why"),
            ("Note", "To date, restated, or what could not be read"),
            ("Up to", "The last day the figure covers, where that is known"),
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
            ("Standing", _STANDING),
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


def _tables(words: ActionWords) -> tuple[_OfPack, ...]:
    return (*_BEFORE_ACTIONS, _actions(words), *_AFTER_ACTIONS)


def _actions(words: ActionWords) -> _OfPack:
    return (
        words.sheet,
        (
            _OF,
            ("Reference", "The action's reference"),
            ("Strength", words.strength),
            ("Action", "What is to be done, with its regulation"),
            ("Source", "The inspection it is from"),
            ("Delivery", "Rating: is the work done on time"),
            ("Delivery before", "The same in the month before"),
            ("Embedding", "Rating: has it taken hold"),
            ("Embedding before", "The same in the month before"),
            ("Moved", "Each rating that moved, from what to what"),
            ("Explanation", "Why it is red or has moved this month"),
            ("Mitigation", "What is done about it"),
            ("Standing", _STANDING),
            ("Short name", "What it is called in lists, where it has a short name"),
        ),
        rows.actions,
    )
