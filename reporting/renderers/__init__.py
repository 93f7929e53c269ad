"""Renderers: Contents made into a document. One registry, all the same shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reporting.contents import Contents
from reporting.renderers import html, json, pdf, xlsx


@dataclass(frozen=True)
class Renderer:
    """One kind of document: what it is called, and the function that makes it."""

    format: str
    media_type: str
    suffix: str
    render: Callable[[Contents], bytes]


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RENDERERS: dict[str, Renderer] = {
    renderer.format: renderer
    for renderer in (
        Renderer("pdf", "application/pdf", ".pdf", pdf.render),
        Renderer("html", "text/html; charset=utf-8", ".html", html.render),
        Renderer("xlsx", XLSX, ".xlsx", xlsx.render),
        Renderer("json", "application/json", ".json", json.render),
    )
}
PLANNED = ("pptx",)


class UnknownFormat(ValueError):
    """The pack is not made in this format; the message is a sentence for the person who asked."""


def render(contents: Contents, format: str) -> bytes:
    """Give ``contents`` as a document. Raises ``UnknownFormat`` for a format that is not made."""
    if format not in RENDERERS:
        raise UnknownFormat(_refusal(format))
    return RENDERERS[format].render(contents)


def _refusal(format: str) -> str:
    *others, last = RENDERERS
    there_are = f"{', '.join(others)} and {last}"
    if format in PLANNED:
        return f"The format {format} is not available yet; there are {there_are}."
    return f"“{format}” is not a format of the pack; there are {there_are}."
