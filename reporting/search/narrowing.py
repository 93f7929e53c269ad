"""Narrowing: on PostgreSQL its full text search, so that only rows worth a look are read.

It may let a row through that has not what was asked for, never leave one out that has: what is a
hit is decided by ``asked`` on every database. So PostgreSQL looks for plain letters and digits
alone, which it takes apart alike in every locale. A migration has indexes of the same words.
"""

from __future__ import annotations

import operator
import re
from functools import reduce
from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Func, Model, Q, QuerySet, TextField, Value

from reporting.search.asked import Query
from reporting.search.passages import SEARCHED

CONFIG = "simple"
# Digits before letters may be read as a number of their own: 1e5.
_SAFE = re.compile(r"[0-9]+|[a-z][a-z0-9]*")
# More than is looked at, for bullets are counted here with the blanks before them; and so little
# that its words go into one vector, however many there are.
_READ = 2 * SEARCHED
Row = TypeVar("Row", bound=Model)


class PlainWords(Func):
    """A text as PostgreSQL takes it apart surely: letters, digits, and blanks between them."""

    template = f"regexp_replace(left(%(expressions)s, {_READ}), '[^a-zA-Z0-9]+', ' ', 'g')"
    output_field = TextField()


def vector_of(*columns: str | Value) -> SearchVector:
    """Give the words of some columns together."""
    return SearchVector(*(PlainWords(column) for column in columns), config=CONFIG)


def narrowed(rows: QuerySet[Row], query: Query, *texts: str | tuple[Any, ...]) -> QuerySet[Row]:
    """Leave out rows none of whose ``texts`` can have every word; a text may be several columns."""
    starts = {found[0] for part in query.parts if (found := _SAFE.match(part))}
    if connection.vendor != "postgresql" or not starts:
        return rows
    wanted = " & ".join(f"{start}:*" for start in sorted(starts))
    asked = SearchQuery(wanted, config=CONFIG, search_type="raw")
    kept = []
    for place, text in enumerate(texts):
        columns = text if isinstance(text, tuple) else (text,)
        rows = rows.alias(**{f"words_{place}": vector_of(*columns)})
        kept.append(Q(**{f"words_{place}": asked}))
    return rows.filter(reduce(operator.or_, kept))
