"""Freezing: a month's contents and its documents, in the bytes in which they stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from improvement.models import Month, Person
from reporting.assembly import assemble
from reporting.contents import Contents, to_json
from reporting.issue_facts import IssueFact, WaiverFact
from reporting.models import Pack, PackFile
from reporting.renderers import RENDERERS, Renderer, renderer_of
from reporting.what_changed import changes_since, differences


@dataclass(frozen=True)
class Document:
    """A document: its bytes, what a browser is told it is, its file's name, what it is of."""

    body: bytes
    renderer: Renderer
    name: str
    of: str


def contents_of(month: Month, *, sees_open: bool = True) -> Contents:
    """Give an issued month's contents as frozen in its latest pack, an open month's as they are.

    Who may not see an open month gets the latest pack of a reopened one.
    """
    if pack := shown_pack(month, sees_open=sees_open):
        return pack.contents
    return with_changes(assemble(month), month)


def shown_pack(month: Month, *, sees_open: bool = True) -> Pack | None:
    """Give the pack a month is shown by; none while it is open to those who see it so."""
    return None if month.is_open and sees_open else month.packs.first()


def before(month: Month) -> Contents | None:
    """Give the contents of the month before, or none."""
    earlier = month.find_before()
    return contents_of(earlier) if earlier else None


def with_changes(contents: Contents, month: Month) -> Contents:
    """Give ``contents`` of ``month`` with what changed since the pack of the month before it."""
    return replace(contents, changes=changes_since(before(month), contents))


def document_of(month: Month, format: str, *, sees_open: bool = True) -> Document:
    """Give a month as a document: an issued one as frozen, an open one drawn now, as a draft.

    Raises ``UnknownFormat``.
    """
    renderer = renderer_of(format)
    programme = month.programme.slug
    if pack := shown_pack(month, sees_open=sees_open):
        return frozen_document(pack, format, f"{programme}-{month.slug}")
    name = f"{programme}-{month.slug}-draft{renderer.suffix}"
    return Document(renderer.render(contents_of(month)), renderer, name, f"{month}, draft")


def frozen_document(pack: Pack, format: str, named: str) -> Document:
    """Give a document of an issued pack in its bytes. Raises ``UnknownFormat``."""
    renderer = renderer_of(format)
    version = f"-v{pack.version}" if pack.version > 1 else ""
    file = pack.files.filter(format=format).first()
    # A pack older than a format was not frozen in it: it is drawn from its frozen contents.
    body = bytes(file.body) if file else renderer.render(pack.contents)
    return Document(body, renderer, f"{named}{version}{renderer.suffix}", str(pack))


def freeze(month: Month, waivers: Sequence[WaiverFact], *, by: Person, at: datetime) -> Pack:
    """Write the month as the next version of its pack, with its document in every format."""
    last = month.packs.first()
    reason = month.reopening_reason if last else ""
    version = last.version + 1 if last else 1
    facts = IssueFact(version, at.isoformat(), str(by), reason, tuple(waivers))
    contents = with_changes(assemble(month, issue=facts), month)
    if last:
        facts = replace(facts, differences=differences(last.contents, contents))
        contents = replace(contents, issue=facts)
    pack = Pack(month=month, version=version, contents_json=to_json(contents), reason=reason)
    pack.issued_at, pack.issued_by = at, by
    pack.save()
    for renderer in RENDERERS.values():
        PackFile(pack=pack, format=renderer.format, body=renderer.render(contents)).save()
    return pack
