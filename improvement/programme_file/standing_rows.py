"""What stands in the database of a programme, found by the keys of a file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model

from improvement.models import Month, Programme

Row = TypeVar("Row", bound=Model)
Keys = Mapping[str, Any]
Cell = Any


class StandingRows:
    """Rows of a programme by their keys, read once for each model: a file names hundreds.

    What hangs on a month is read month by month.
    """

    def __init__(self) -> None:
        self._read: dict[tuple[type[Model], Model], dict[tuple[Cell, ...], Model]] = {}

    def find(self, model: type[Row], keys: Keys, among: Collection[str] = ()) -> Row | None:
        """Return the row with these keys, or None.

        The last key may have been changed in the app since. A row that had it once is found as
        well, unless what it is called now is ``among`` those that the file names itself.
        """
        if any(_is_unsaved(value) for value in keys.values()):
            return None
        rows = self._rows(model, keys)
        found: Any = rows.get(_cells(keys.values()))
        if found is None and among:
            found = self._find_renamed(model, keys, rows, among)
        for name, value in keys.items():
            if found is not None and isinstance(value, Model):
                setattr(found, name, value)  # so that nobody asks the database for it
        return found

    def count(self, model: type[Model], keys: Keys) -> int:
        """Return how many rows stand under the first parent that ``keys`` name."""
        parent = next(value for value in keys.values() if isinstance(value, Model))
        if parent.pk is None:
            return 0
        place = list(keys.values()).index(parent)
        return sum(cells[place] == parent.pk for cells in self._rows(model, keys))

    def _rows(self, model: type[Model], keys: Keys) -> dict[tuple[Cell, ...], Model]:
        top, path = _top(keys)
        if (model, top) not in self._read:
            found = model._default_manager.filter(**{path: top})
            fields: list[Any] = [model._meta.get_field(name) for name in keys]
            self._read[model, top] = {
                tuple(getattr(row, field.attname) for field in fields): row for row in found
            }
        return self._read[model, top]

    def _find_renamed(
        self,
        model: Any,
        keys: Keys,
        rows: Mapping[tuple[Cell, ...], Model],
        among: Collection[str],
    ) -> Model | None:
        name = list(keys)[-1]
        history = model.history.filter(**{name: keys[name]})
        once = set(history.values_list("id", flat=True))
        parents = _cells(list(keys.values())[:-1])
        of_parent = {cells: row for cells, row in rows.items() if cells[:-1] == parents}
        renamed = [row for cells, row in of_parent.items() if cells[-1] not in among]
        return next((row for row in renamed if row.pk in once), None)


def _cells(values: Iterable[Any]) -> tuple[Cell, ...]:
    return tuple(value.pk if isinstance(value, Model) else value for value in values)


def _is_unsaved(value: Any) -> bool:
    return isinstance(value, Model) and value.pk is None


def _top(keys: Keys) -> tuple[Model, str]:
    """Return the programme or month that a row with these keys hangs on, and the way to it."""
    name, parent = next((name, value) for name, value in keys.items() if isinstance(value, Model))
    path = name
    while not isinstance(parent, Programme | Month):
        name = next(way for way in WAY_UP if hasattr(parent, f"{way}_id"))
        parent, path = getattr(parent, name), f"{path}__{name}"
    return parent, path


# The way from a row to what it hangs on: a report hangs on its month rather than its workstream.
WAY_UP = ("programme", "month", "report", "plan", "workstream", "metric", "line")
