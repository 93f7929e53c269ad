"""The documents of a month: as frozen in its pack, or drawn now as a draft."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass

from improvement.models import Month, Person
from improvement.processes.locks import one_job_of
from reporting.contents.facts import Contents
from reporting.models import Pack
from reporting.renderers import Renderer, renderer_of
from reporting.renderers.draw import draw
from reporting.snapshots.month import contents_of, shown_pack


@dataclass(frozen=True)
class Document:
    """A document: its bytes, its format, its file's name, and what it is a document of."""

    body: bytes
    renderer: Renderer
    name: str
    of: str


def document_of(
    month: Month, format: str, *, by: Person | None = None, sees_open: bool = True
) -> Document:
    """Return a month as a document: an issued one as frozen, an open one drawn now, as a draft.

    ``by`` is who asked, or nobody for a command. Raises ``UnknownFormat``, ``NotDrawn``, and
    ``Busy`` where they have another one drawn.
    """
    renderer = renderer_of(format)
    programme = month.programme.slug
    if pack := shown_pack(month, sees_open=sees_open):
        return frozen_document(pack, format, f"{programme}-{month.slug}", by=by)
    name = f"{programme}-{month.slug}-draft{renderer.suffix}"
    return Document(_drawn(contents_of(month), format, by), renderer, name, f"{month}, draft")


def frozen_document(pack: Pack, format: str, named: str, *, by: Person | None = None) -> Document:
    """Return a document of an issued pack in its bytes. Raises as ``document_of`` does."""
    renderer = renderer_of(format)
    version = f"-v{pack.version}" if pack.version > 1 else ""
    file = pack.files.filter(format=format).first()
    # A pack older than a format was not frozen in it: it is drawn from its frozen contents.
    body = bytes(file.body) if file else _drawn(pack.contents, format, by)
    return Document(body, renderer, f"{named}{version}{renderer.suffix}", str(pack))


def _drawn(contents: Contents, format: str, by: Person | None) -> bytes:
    with one_job_of(by) if by else nullcontext():
        return draw(contents, [format])[format]
