"""Ratings with what they rate, made once of the columns they are read as.

A page of a large month asks for hundreds of them, each with its action, source and people, and few
have changed since the last page. Rows that are kept are for reading alone: nobody saves one.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, QuerySet

from improvement.models import Action, ActionRating, CriterionRating, ExitCriterion, Person, Source

Row = TypeVar("Row", bound=Model)


class Part(NamedTuple):
    """A row within a row: by which names it is reached, and the columns that are read of it."""

    path: tuple[str, ...]
    model: type[Model]
    columns: tuple[str, ...]

    @property
    def names(self) -> Iterable[str]:
        """Its columns as a query names them."""
        return ("__".join((*self.path, column)) for column in self.columns)


def _columns(model: type[Model], *names: str) -> tuple[str, ...]:
    """Return the columns of ``names``, or all there are, in the model's order, its id first."""
    columns = (field.attname for field in model._meta.concrete_fields)
    return tuple(column for column in columns if not names or column in names)


_PERSON = _columns(Person, "id", "name", "email", "slug")
_PARTS: dict[type[Model], tuple[Part, ...]] = {
    ActionRating: (
        Part((), ActionRating, _columns(ActionRating)),
        Part(("action",), Action, _columns(Action)),
        Part(("action", "source"), Source, _columns(Source, "id", "title", "regulator", "dated")),
        Part(("action", "owner"), Person, _PERSON),
        Part(
            ("action", "merged_into"),
            Action,
            _columns(Action, "id", "reference", "strength", "kind"),
        ),
    ),
    CriterionRating: (
        Part((), CriterionRating, _columns(CriterionRating)),
        Part(("criterion",), ExitCriterion, _columns(ExitCriterion)),
        Part(("criterion", "owner"), Person, _PERSON),
        Part(("criterion", "merged_into"), ExitCriterion, _columns(ExitCriterion, "id", "number")),
    ),
}


def read_ratings(ratings: QuerySet[Row]) -> list[Row]:
    """Return ratings of actions or of criteria with what a pack says of those. One query."""
    model = ratings.model
    names = [name for part in _PARTS[model] for name in part.names]
    return [_row(model, columns) for columns in ratings.values_list(*names)]


@lru_cache(maxsize=2048)
def _row(model: type[Row], columns: tuple[Any, ...]) -> Row:
    """Return a rating of ``model`` with its rows within, of the columns of all its parts."""
    values = iter(columns)
    whole, *within = (
        (part, _made(part, tuple(islice(values, len(part.columns))))) for part in _PARTS[model]
    )
    made: dict[tuple[str, ...], Any] = {(): whole[1]}
    for part, row in within:
        made[part.path] = row
        setattr(made[part.path[:-1]], part.path[-1], row)
    return made[()]


def _made(part: Part, values: tuple[Any, ...]) -> Model | None:
    """Return one row of a part, or None where there is none: the first column is its id."""
    return part.model.from_db(None, part.columns, values) if values[0] is not None else None
