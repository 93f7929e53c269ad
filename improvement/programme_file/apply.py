"""Doing what was planned: the places that are wanted, each row with its row of history."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db.models import Model

from improvement.audit import changes
from improvement.models import Action, Appointment, ExitCriterion, Milestone, Person, Workstream
from improvement.models.report import OVERALL
from improvement.programme_file.plan import Planned, PlannedRow, PlannedState, PlannedValue
from improvement.workflow.appear import show_in_open_month
from improvement.workflow.fill_vacancy import fill_vacancy


def apply_planned(
    planned: Iterable[Planned],
    *,
    wanted: Collection[str],
    by: Person,
    why: str,
    given_meanwhile: bool = False,
    told: Callable[[Planned], None] = lambda one: None,
) -> list[Planned]:
    """Write what is planned at the places ``wanted``, and return what was written.

    A row that comes with another is written with it, and nothing whose other half is not there:
    an appointment of somebody who is not taken on, say. With ``given_meanwhile`` a new row may be
    there by now, for a month is given whatever is new, unrated. ``told`` is given each row as it
    comes.
    """
    done: list[Planned] = []
    for _, of_row in groupby(planned, key=lambda one: id(one.row)):
        first, *others = of_row
        told(first)
        if isinstance(first, PlannedRow):
            is_done = _may_add(first, wanted)
            if is_done and not (given_meanwhile and _fill(first, by, why)):
                changes.record(first.row, by=by, why=why)
                if first.fills and isinstance(first.row, Appointment):
                    fill_vacancy(first.row, by=by)
            done += [first] if is_done else []
        else:
            done += _change([first, *others], wanted, by, why)
    return done


def _may_add(planned: PlannedRow, wanted: Collection[str]) -> bool:
    is_wanted = planned.of_another or planned.place.path in wanted
    is_left = planned.state is PlannedState.LEFT
    return is_wanted and not is_left and not _names_what_is_unsaved(planned.row)


def _fill(planned: PlannedRow, by: Person, why: str) -> bool:
    """Fill the row with the keys of a new one, if there is one by now. Returns whether there is."""
    row: Any = planned.row
    standing = type(row)._default_manager.filter(**planned.keys).first()
    if standing is None:
        return False
    facts = {name: getattr(row, name) for name in planned.facts}
    row.pk, row._state.adding = standing.pk, False
    row.refresh_from_db()
    changes.change(row, by=by, why=why, **facts)
    return True


def _change(
    planned: Sequence[Any], wanted: Collection[str], by: Person, why: str
) -> list[PlannedValue]:
    values: list[PlannedValue] = [
        value
        for value in planned
        if value.place.path in wanted
        and value.state is not PlannedState.LEFT
        and not any(map(_is_unsaved, value.facts.values()))
    ]
    facts: dict[str, Any] = {}
    for value in values:
        facts |= {**value.facts, **value.also, **_no_longer_carried(value)}
    if values:
        row = values[0].row
        changes.change(row, by=by, why=why, **facts)
        if isinstance(row, Milestone):
            changes.change(row.plan, by=by, why=why, carried=False)
    return values


def _no_longer_carried(value: PlannedValue) -> dict[str, bool]:
    """Return the mark that what was carried from the month before is this month's now."""
    if hasattr(value.row, "carried"):
        return {"carried": False}
    is_overall = hasattr(value.row, "ratings_carried") and set(value.facts) & set(OVERALL)
    return {"ratings_carried": False} if is_overall else {}


def _names_what_is_unsaved(row: Model) -> bool:
    relations: list[Any] = [field for field in row._meta.concrete_fields if field.is_relation]
    set_here = [field.name for field in relations if field.is_cached(row)]
    return any(_is_unsaved(getattr(row, name)) for name in set_here)


def _is_unsaved(value: object) -> bool:
    return isinstance(value, Model) and value.pk is None


def appear(done: Iterable[Planned], *, by: Person) -> None:
    """Give the open month what was added. A new workstream's report has all that came with it."""
    rows = [one.row for one in done if isinstance(one, PlannedRow) and not one.of_another]
    for row in rows:
        if isinstance(row, Workstream | Action | ExitCriterion):
            show_in_open_month(row, by=by)
