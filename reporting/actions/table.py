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
    ("Kind", "Must Do or Should Do"),
    *((head.format(name), what) for name in ("Delivery", "Embedding") for head, what in _RATED),
    ("Standing", "From which month the ratings came over, where nobody has confirmed them"),
    ("Owner", "The executive leads of the workstream"),
    ("Explanation", "What was said of it in the month"),
    ("Mitigation", "What is done about it"),
)


def table_of_actions(groups: Iterable[ActionGroup]) -> Table:
    """Return the actions shown as a table, a row each."""
    return Table("Actions", COLUMNS, tuple(_row(row) for group in groups for row in group.rows))


def _row(row: ActionListRow) -> Row:
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
        action.told_explanation,
        action.told_mitigation,
    )


def _rated(now: RatingNow) -> Iterator[Value]:
    yield now.rating.words
    yield now.months.spell.count if now.rating.is_rated else None
    yield (
        f"{now.way.value}: was {now.before.judgement.short}" if now.has_moved and now.before else ""
    )
