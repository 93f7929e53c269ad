"""Ratings with what they rate, made once of the columns they are read as.

A page of a large month asks for hundreds of them, each with its action, source and people, and few
have changed since the last page. Rows that are kept are for reading alone: nobody saves one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, QuerySet

from improvement.models import Action, ActionRating, CriterionRating, ExitCriterion, Person, Source

Row = TypeVar("Row", bound=Model)


class JoinedRow(NamedTuple):
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
_SOURCE = _columns(Source, "id", "title", "regulator", "dated")
_REFERENCE = _columns(Action, "id", "reference", "strength", "kind")
_NUMBER = _columns(ExitCriterion, "id", "number")
_PARTS: dict[type[Model], tuple[JoinedRow, ...]] = {
    ActionRating: (
        JoinedRow((), ActionRating, _columns(ActionRating)),
        JoinedRow(("action",), Action, _columns(Action)),
        JoinedRow(("action", "source"), Source, _SOURCE),
        JoinedRow(("action", "owner"), Person, _PERSON),
        JoinedRow(("action", "merged_into"), Action, _REFERENCE),
    ),
    CriterionRating: (
        JoinedRow((), CriterionRating, _columns(CriterionRating)),
        JoinedRow(("criterion",), ExitCriterion, _columns(ExitCriterion)),
        JoinedRow(("criterion", "owner"), Person, _PERSON),
        JoinedRow(("criterion", "merged_into"), ExitCriterion, _NUMBER),
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
    rating, *joined = _PARTS[model]
    made: dict[tuple[str, ...], Any] = {rating.path: _made(rating, values)}
    for part in joined:
        made[part.path] = _made(part, values)
        setattr(made[part.path[:-1]], part.path[-1], made[part.path])
    return made[rating.path]


def _made(part: JoinedRow, values: Iterator[Any]) -> Model | None:
    """Take a part's columns and return its row; None without an id, which comes first."""
    own = tuple(islice(values, len(part.columns)))
    return part.model.from_db(None, part.columns, own) if own[0] is not None else None
