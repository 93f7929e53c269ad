"""The registry of the pack's formats. Each is a function that makes a document of Contents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from reporting.contents.facts import Contents
from reporting.contents.in_words import listed


@dataclass(frozen=True)
class Renderer:
    """A format: its name for readers, and the function that makes the document."""

    format: str
    name: str
    media_type: str
    suffix: str
    render: Callable[[Contents], bytes]


def _renderer(format: str, name: str, media_type: str, suffix: str) -> Renderer:
    """Return the renderer in the module of the format's name, which is imported on first use."""

    def render_in_module(contents: Contents) -> bytes:
        document: bytes = import_module(f"{__name__}.{format}").render(contents)
        return document

    return Renderer(format, name, media_type, suffix, render_in_module)


_OFFICE = "application/vnd.openxmlformats-officedocument."
PPTX = f"{_OFFICE}presentationml.presentation"
XLSX = f"{_OFFICE}spreadsheetml.sheet"
RENDERERS: dict[str, Renderer] = {
    renderer.format: renderer
    for renderer in (
        _renderer("pdf", "PDF", "application/pdf", ".pdf"),
        _renderer("pptx", "PowerPoint", PPTX, ".pptx"),
        _renderer("html", "Web page", "text/html; charset=utf-8", ".html"),
        _renderer("xlsx", "Excel", XLSX, ".xlsx"),
        _renderer("csv", "Tables as CSV", "application/zip", "-csv.zip"),
        _renderer("json", "JSON", "application/json", ".json"),
    )
}


class UnknownFormat(ValueError):
    """The pack is not made in this format; the message is a sentence for the reader."""


def renderer_of(format: str) -> Renderer:
    """Return the renderer of a format. Raises ``UnknownFormat`` for one that is not made."""
    if format not in RENDERERS:
        formats = listed(list(RENDERERS))
        raise UnknownFormat(f"“{format}” is not a format of the pack; there are {formats}.")
    return RENDERERS[format]


def render(contents: Contents, format: str) -> bytes:
    """Return ``contents`` as a document. Raises ``UnknownFormat`` for a format that is not made."""
    return renderer_of(format).render(contents)
