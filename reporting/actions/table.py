"""The list of actions as a table, the rows in the order of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reporting.actions.action_rows import ActionGroup, ActionListRow
from reporting.renderers.tables.table import Row, Table, Value
from reporting.summary.rating_now import RatingNow

_RATED = (
    ("{}", "The rating"),
    ("{}: months", "For how many months reported it has been so; more are possible before"),
    ("{}: moved", "Which way it went since the month before, and from what"),
)
COLUMNS = (
    ("Workstream", "Whose action it is"),
    ("Reference", "The action's own"),
    ("Action", "Its words"),
    ("Kind", "What its source calls it: Must, Should, Recommendation"),
    *((head.format(name), what) for name in ("Delivery", "Embedding") for head, what in _RATED),
    ("Standing", "From which month the ratings came over, where nobody has confirmed them"),
    ("Owner", "Its own owner, or the executive leads of the workstream"),
    ("Explanation", "What was said of it in the month"),
    ("Mitigation", "What is done about it"),
)
DUE = (("Due", "The day as agreed now"), ("Due: first agreed", "The day as first agreed"))
_BEFORE_DUE = 1 + [name for name, _ in COLUMNS].index("Owner")


def table_of_actions(groups: Iterable[ActionGroup], *, is_due: bool) -> Table:
    """Return the actions shown as a table, a row each, with the days due where ``is_due``."""
    due = DUE if is_due else ()
    columns = (*COLUMNS[:_BEFORE_DUE], *due, *COLUMNS[_BEFORE_DUE:])
    rows = (row for group in groups for row in group.rows)
    return Table("Actions", columns, tuple(_row(row, is_due=is_due) for row in rows))


def _row(row: ActionListRow, *, is_due: bool) -> Row:
    action = row.rated.action
    return (
        row.rated.workstream.name,
        action.ref,
        action.wording,
        action.strength,
        *_rated(row.delivery),
        *_rated(row.embedding),
        action.standing,
        row.owner,
        *((row.due, row.due_first) if is_due else ()),
        action.told_explanation,
        action.told_mitigation,
    )


def _rated(now: RatingNow) -> Iterator[Value]:
    yield now.rating.words
    yield now.months.spell.count if now.rating.is_rated else None
    yield (
        f"{now.way.value}: was {now.before.judgement.short}" if now.has_moved and now.before else ""
    )
