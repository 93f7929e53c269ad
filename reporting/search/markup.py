"""Markup: a marked text as HTML, for a page of a hundred hits has a thousand pieces."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reporting.search.marking import Piece


def marked(pieces: Iterable[Piece]) -> SafeString:
    """Give a text with its hits marked, all of it escaped."""
    return mark_safe("".join(map(_drawn, pieces)))  # noqa: S308 - of escaped parts


def _drawn(piece: Piece) -> str:
    text = escape(piece.text)
    return f'<mark class="app-mark">{text}</mark>' if piece.hit else text
