"""What a programme file would do: planned row by row, shown, and then done as far as is wanted."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst

from improvement.audit import changes
from improvement.models import Person
from improvement.programme_file.places import Place
from improvement.programme_file.standing_rows import Keys, Row, StandingRows
from improvement.programme_file.typed import who_typed


class PlannedState(StrEnum):
    """What becomes of what a file says, in the words of its heading."""

    NEW = "New"
    CHANGED = "Changed"
    APPOINTED = "Roles on the whole programme"
    TYPED = "Typed in the app since"
    LEFT = "Left as it is"


@dataclass
class PlannedValue:
    """One value of the file that differs from what stands: both in words, and what becomes of it.

    ``facts`` are the columns it sets, ``also`` those that are set with them and not shown. ``why``
    says who typed what stands and when, or why it is left. ``row`` is saved once its parents are.
    """

    place: Place
    row: Model
    facts: Mapping[str, Any]
    before: str
    after: str
    state: PlannedState
    why: str = ""
    also: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class PlannedRow:
    """A row that the file adds. ``inside`` counts the rows that are added with it.

    One ``of_another`` is added with the new row that it belongs to. An appointment ``fills`` a role
    that is marked as vacant, unless the file marks it so itself.
    """

    place: Place
    row: Model
    keys: Keys
    facts: Mapping[str, Any]
    after: str
    state: PlannedState
    why: str = ""
    of_another: bool = False
    fills: bool = False
    inside: int = 0
    before: str = ""


Planned = PlannedRow | PlannedValue


@dataclass
class FilePlan:
    """All that a file would do, in the order in which it is done, and what it leaves alone."""

    set_up: list[Planned] = field(default_factory=list)
    of_months: list[Planned] = field(default_factory=list)

    @property
    def planned(self) -> list[Planned]:
        return [*self.set_up, *self.of_months]

    @property
    def shown(self) -> list[Planned]:
        """What is said of: a row that comes with another is counted there."""
        return [one for one in self.planned if not (isinstance(one, PlannedRow) and one.of_another)]

    def of(self, *states: PlannedState) -> list[Planned]:
        """Return what is shown in these states."""
        return [planned for planned in self.shown if planned.state in states]

    def wanted(self, *, overwrite: Collection[str] = (), appoint: Collection[str] = ()) -> set[str]:
        """Return the places that are written: what is new or changed, and what is named.

        What was typed since is overwritten, and a role on the whole programme given, only by name.
        """
        named = {PlannedState.TYPED: overwrite, PlannedState.APPOINTED: appoint}
        of_course = {one.place.path for one in self.of(PlannedState.NEW, PlannedState.CHANGED)}
        chosen = {
            one.place.path
            for state, names in named.items()
            for one in self.of(state)
            if one.place.path in names
        }
        return of_course | chosen

    @property
    def digest(self) -> str:
        """A fingerprint of all that is shown, to see that what is saved is what was shown."""
        shown = [(one.place.path, one.state, one.before, one.after) for one in self.shown]
        return sha256(json.dumps(shown).encode()).hexdigest()


Groups = tuple[tuple[str, ...], ...]
EMPTY: tuple[Any, ...] = (None, "", [])


class Planner:
    """Plans rows one after another, in the name of one person and one file.

    What the file leaves out, or leaves empty, stays as it is.
    """

    def __init__(self, *, by: Person, why: str, at: datetime) -> None:
        self.by, self.why, self.at = by, why, at
        self.standing = StandingRows()
        self.plan = FilePlan()
        self._planned = self.plan.set_up
        self._left_because = ""
        self._added: dict[int, PlannedRow] = {}
        self._places: dict[tuple[type[Model], int], int] = {}

    def go_on_to_months(self) -> None:
        """Plan rows of months from now on: they are written when all that is set up is there."""
        self._planned = self.plan.of_months

    @contextmanager
    def leaving(self, sentence: str) -> Iterator[None]:
        """Leave what differs as it is inside the block, because of ``sentence``, unless empty."""
        before, self._left_because = self._left_because, self._left_because or sentence
        try:
            yield
        finally:
            self._left_because = before

    def put(
        self,
        model: type[Row],
        keys: Keys,
        place: Place,
        *,
        among: Collection[str] = (),
        fresh: Mapping[str, Any] | None = None,
        together: Groups = (),
        **facts: Any,
    ) -> Row:
        """Plan the row with these ``keys``, and return it: as it stands, or a new one.

        ``fresh`` are set on a new row alone. ``among`` are the names that the file gives to the
        rows beside it, where the last key can be changed in the app.
        """
        row = self.standing.find(model, keys, among)
        if row is None:
            return self.add(model(**keys), keys, place, **{**(fresh or {}), **facts})
        *_, last = keys
        if among and getattr(row, last) != keys[last]:
            facts = {last: keys[last], **facts}
        self.compare(row, place, together=together, **facts)
        return row

    def add(
        self,
        row: Row,
        keys: Keys,
        place: Place,
        state: PlannedState = PlannedState.NEW,
        why: str = "",
        *,
        fills: bool = False,
        **facts: Any,
    ) -> Row:
        """Plan a new row, and return it unsaved."""
        for name, value in facts.items():
            setattr(row, name, value)
        if hasattr(row, changes.ORDER):
            setattr(row, changes.ORDER, self._position(type(row), keys))
        planned = PlannedRow(place, row, keys, facts, _summary(row, facts), state, why)
        planned.fills = fills
        if self._left_because:
            planned.state, planned.why = PlannedState.LEFT, self._left_because
        if parent := self._parent_of(keys):
            parent.inside += 1
            planned.of_another, planned.state = True, parent.state
        self._added[id(row)] = planned
        self._planned.append(planned)
        return row

    def compare(
        self,
        row: Model,
        place: Place,
        *,
        together: Groups = (),
        also: Mapping[str, Any] | None = None,
        **facts: Any,
    ) -> None:
        """Plan what of ``facts`` differs from a row that stands.

        Each is a value of its own, but for the groups of ``together``; ``also`` is set with any.
        """
        grouped = {name for group in together for name in group}
        for names in (*together, *((name,) for name in facts if name not in grouped)):
            values = {name: facts[name] for name in names if name in facts}
            is_said = any(value not in EMPTY for value in values.values())
            if is_said and any(_differs(row, name, value) for name, value in values.items()):
                self._planned.append(self._difference(row, values, place, also or {}))

    def leave(self, place: Place, why: str) -> None:
        """Plan nothing at a place, and say why."""
        self._planned.append(PlannedRow(place, self.by, {}, {}, "", PlannedState.LEFT, why))

    def finish(self) -> FilePlan:
        """Find out who typed what the file would change, and return the whole plan."""
        values = [value for value in self.plan.planned if isinstance(value, PlannedValue)]
        changed = [value for value in values if value.state is PlannedState.CHANGED]
        typed = who_typed([(value.row, tuple(value.facts)) for value in changed])
        for value, why in zip(changed, typed, strict=True):
            if why:
                value.state, value.why = PlannedState.TYPED, why
        return self.plan

    def _position(self, model: type[Model], keys: Keys) -> int:
        """Return the place of a new row: after those that stand and those that came before it."""
        parent = next(value for value in keys.values() if isinstance(value, Model))
        place = self._places.get((model, id(parent)))
        place = self.standing.count(model, keys) if place is None else place + 1
        self._places[model, id(parent)] = place
        return place

    def _parent_of(self, keys: Keys) -> PlannedRow | None:
        """Return the new row that a row with these keys is added with: its first parent's."""
        first = next((value for value in keys.values() if isinstance(value, Model)), None)
        parent = self._added.get(id(first))
        return self._parent_of(parent.keys) or parent if parent else None

    def _difference(
        self, row: Model, facts: Mapping[str, Any], place: Place, also: Mapping[str, Any]
    ) -> PlannedValue:
        first = next(iter(facts))
        return PlannedValue(
            _place_of(row, first, place),
            row,
            facts,
            _yes_or_no(row, {name: getattr(row, name) for name in facts}),
            _yes_or_no(row, facts),
            PlannedState.LEFT if self._left_because else PlannedState.CHANGED,
            self._left_because,
            also,
        )


def _differs(row: Model, name: str, value: Any) -> bool:
    if isinstance(value, Model):
        return value.pk is None or getattr(row, f"{name}_id") != value.pk
    return bool(getattr(row, name) != value)


def _place_of(row: Model, name: str, place: Place) -> Place:
    """Return the place of a column. What a figure or a section is all about needs no word more."""
    if name == "printed" or (name == "text" and not hasattr(row, changes.ORDER)):
        return replace(place, path=f"{place.path}.{name}")
    column: Any = row._meta.get_field(name)
    return place.part(name, capfirst(str(column.verbose_name)))


def _in_words(row: Model, facts: Mapping[str, Any]) -> str:
    words = (changes.value_in_words(row, name, value) for name, value in facts.items())
    return ", ".join(filter(None, words))


def _yes_or_no(row: Model, facts: Mapping[str, Any]) -> str:
    """Return values in words, and of a lone one that is not so that it is not."""
    is_no = len(facts) == 1 and any(value is False for value in facts.values())
    return "No" if is_no else _in_words(row, facts)


def _summary(row: Model, facts: Mapping[str, Any]) -> str:
    """Return what a new row says, in short: its text or name, or else all it has."""
    for name in ("name", "text", "printed"):
        if facts.get(name):
            return str(facts[name])
    shown = {name: value for name, value in facts.items() if value not in EMPTY}
    return _in_words(row, shown)
