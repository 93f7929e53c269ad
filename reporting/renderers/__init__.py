"""Renderers: Contents made into a document. One registry, all the same shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reporting.contents import Contents
from reporting.renderers import csv, html, json, pdf, pptx, xlsx


@dataclass(frozen=True)
class Renderer:
    """One kind of document: what readers call it, and the function that makes it."""

    format: str
    name: str
    media_type: str
    suffix: str
    render: Callable[[Contents], bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument."
PPTX = f"{_OFFICE}presentationml.presentation"
XLSX = f"{_OFFICE}spreadsheetml.sheet"
RENDERERS: dict[str, Renderer] = {
    renderer.format: renderer
    for renderer in (
        Renderer("pdf", "PDF", "application/pdf", ".pdf", pdf.render),
        Renderer("pptx", "PowerPoint", PPTX, ".pptx", pptx.render),
        Renderer("html", "Web page", "text/html; charset=utf-8", ".html", html.render),
        Renderer("xlsx", "Excel", XLSX, ".xlsx", xlsx.render),
        Renderer("csv", "Tables as CSV", "application/zip", "-csv.zip", csv.render),
        Renderer("json", "JSON", "application/json", ".json", json.render),
    )
}


class UnknownFormat(ValueError):
    """The pack is not made in this format; the message is a sentence for the person who asked."""


def renderer_of(format: str) -> Renderer:
    """Give the renderer of a format. Raises ``UnknownFormat`` for one that is not made."""
    if format not in RENDERERS:
        raise UnknownFormat(_refusal(format))
    return RENDERERS[format]


def render(contents: Contents, format: str) -> bytes:
    """Give ``contents`` as a document. Raises ``UnknownFormat`` for a format that is not made."""
    return renderer_of(format).render(contents)


def _refusal(format: str) -> str:
    *others, last = RENDERERS
    there_are = f"{', '.join(others)} and {last}"
    return f"“{format}” is not a format of the pack; there are {there_are}."
