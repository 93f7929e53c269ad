"""The labels of objects as SQL expressions, so that the database can search them.

A pattern is written like a Python format string. ``{number}`` is a column, ``{kind:words}`` a
choice in words, ``{starts_on:month}`` the month of a day as in “December 2023”, and
``{kind:or strength}`` a column or, where it is empty, another's choice in words.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Callable
from string import Formatter
from typing import Any

from django.db.models import Case, CharField, F, Model, Q, TextField, Value, When
from django.db.models.functions import Cast, Concat, ExtractYear, Replace
from django.db.models.lookups import IContains

OR = "or "
# What keyboards and Word write for the plain sign: a search treats them as the same.
_SIGNS = {"'": "’‘ʼ`´", '"': "“”„«»"}


def contains_text(text: Any, part: str) -> Q:
    """Return the condition that ``text``, a column's name or an expression, contains ``part``.

    Capitals and small letters are the same, and so are quotes and apostrophes of every kind.
    """
    text = F(text) if isinstance(text, str) else text
    for plain, variants in _SIGNS.items():
        for variant in variants:
            part = part.replace(variant, plain)
        for variant in variants if plain in part else "":
            text = Replace(text, Value(variant), Value(plain), output_field=TextField())
    return Q(IContains(text, part))


def label_expression(model: type[Model], pattern: str) -> Any:
    """Return the label of rows of ``model`` and of its history, as an expression."""
    parts: list[Any] = [Value("")]
    for text, column, shape, _ in Formatter().parse(pattern):
        parts.append(Value(text))
        if column:
            parts.append(_shaped(model, column, shape or ""))
    return Concat(*parts, Value(""), output_field=TextField())


def _shaped(model: type[Model], column: str, shape: str) -> Any:
    if not shape.startswith(OR):
        return _SHAPES[shape](model, column)
    other = "__".join([*column.split("__")[:-1], shape.removeprefix(OR)])
    words = Cast(column, TextField())
    other_words = Cast(_choice_in_words(model, other), TextField())
    return Case(When(**{column: ""}, then=other_words), default=words, output_field=TextField())


def _choice_in_words(model: type[Model], column: str) -> Any:
    *relations, name = column.split("__")
    for part in relations:
        model = model._meta.get_field(part).related_model  # type: ignore[assignment]
    field: Any = model._meta.get_field(name)
    words = (When(**{column: code}, then=Value(str(label))) for code, label in field.flatchoices)
    return Case(*words, default=Value(""), output_field=CharField())


def _month_in_words(model: type[Model], column: str) -> Any:
    names = (
        When(**{f"{column}__month": number}, then=Value(f"{month_name[number]} "))
        for number in range(1, 13)
    )
    month = Case(*names, default=Value(""), output_field=CharField())
    return Concat(month, Cast(ExtractYear(column), CharField()), output_field=TextField())


_SHAPES: dict[str, Callable[[type[Model], str], Any]] = {
    "": lambda model, column: Cast(column, TextField()),
    "words": _choice_in_words,
    "month": _month_in_words,
}
