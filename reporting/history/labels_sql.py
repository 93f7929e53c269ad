"""What things are called, put together in the database: so that they are found by it.

A pattern is written as Python formats text. ``{number}`` is a column, ``{kind:words}`` a choice in
its words, ``{starts_on:month}`` a day's month as in “December 2023”.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Callable
from string import Formatter
from typing import Any

from django.db.models import Case, CharField, F, Model, Q, TextField, Value, When
from django.db.models.functions import Cast, Concat, ExtractYear, Replace
from django.db.models.lookups import IContains

# Whatever a keyboard or Word writes for the plain sign: looked for, they are the same.
_SIGNS = {"'": "’‘ʼ`´", '"': "“”„«»"}


def has_part(text: Any, part: str) -> Q:
    """Give the condition that ``part`` stands in ``text``, a column's name or an expression.

    Capitals and small letters are the same, and so are quotes and apostrophes of every kind.
    """
    text = F(text) if isinstance(text, str) else text
    for plain, others in _SIGNS.items():
        for other in others:
            part = part.replace(other, plain)
        if plain in part:  # a text is taken apart only where it has to be
            text = _with_plain(text, plain, others)
    return Q(IContains(text, part))


def called(model: type[Model], pattern: str) -> Any:
    """Give what rows of ``model`` and of its history are called, as an expression."""
    parts: list[Any] = [Value("")]
    for text, column, shape, _ in Formatter().parse(pattern):
        parts.append(Value(text))
        if column:
            parts.append(_SHAPES[shape or ""](model, column))
    return Concat(*parts, Value(""), output_field=TextField())


def _with_plain(text: Any, plain: str, others: str) -> Any:
    for other in others:
        text = Replace(text, Value(other), Value(plain), output_field=TextField())
    return text


def _column(model: type[Model], column: str) -> Any:
    return Cast(column, TextField())


def _choice_in_words(model: type[Model], column: str) -> Any:
    *way, name = column.split("__")
    for part in way:
        model = model._meta.get_field(part).related_model  # type: ignore[assignment]
    offered: Any = model._meta.get_field(name)
    words = (When(**{column: code}, then=Value(str(said))) for code, said in offered.flatchoices)
    return Case(*words, default=Value(""), output_field=CharField())


def _month_in_words(model: type[Model], column: str) -> Any:
    named = (
        When(**{f"{column}__month": number}, then=Value(f"{month_name[number]} "))
        for number in range(1, 13)
    )
    month = Case(*named, default=Value(""), output_field=CharField())
    return Concat(month, Cast(ExtractYear(column), CharField()), output_field=TextField())


_SHAPES: dict[str, Callable[[type[Model], str], Any]] = {
    "": _column,
    "words": _choice_in_words,
    "month": _month_in_words,
}
