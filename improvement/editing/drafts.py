"""Drafts: what somebody typed is kept, field by field, until they save it or throw it away.

So is what they send when their session has ended, until they have signed in again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from improvement.models import Draft, Person
from improvement.values.browser_windows import (
    Sent,
    Version,
    digest,
    left_after_saving,
    merge,
    posted_fields,
)
from improvement.values.refusals import Refused

LONGEST = 1_000_000  # characters of one page, from all windows: more is no page of ours
Kept = Mapping[str, Sequence[Version]]


@transaction.atomic
def keep(
    *,
    path: str,
    sent: Sent,
    by: Person,
    at: datetime,
    recorded: Mapping[str, Sequence[str]] | None = None,
    passed_over: Mapping[str, str] | None = None,
) -> datetime | None:
    """Merge what ``by`` typed in one window of the page at ``path`` into their draft of it.

    Returns when the draft last changed, or None where there is none. ``recorded`` is what is saved,
    by field: only these fields are kept, and a text that is the same is no draft. ``passed_over``
    are digests of texts of other windows that the writer saw and did not choose. Raises ``Refused``
    where it is longer than a draft may be.
    """
    draft = _lock_draft(path, by)
    before = kept = draft.by_field
    for name, values in sent.typed_over(before).items():
        if recorded is None or name in recorded:
            typed = Version(name, values, at, sent.window, sent.turn)
            kept = {**kept, name: merge(kept.get(name, []), typed, sent)}
    kept = _without(_without(kept, passed_over or {}), _digests(recorded or {}))
    if sum(len(version.text) for versions in kept.values() for version in versions) > LONGEST:
        raise Refused("There is more typed on this page than is kept as a draft: save it.")
    _write(draft, before, kept, sent, at)
    return draft.kept_at if draft.pk else None


@transaction.atomic
def paste(
    *, path: str, sent: Sent, was: Mapping[str, Sequence[str]], by: Person, at: datetime
) -> None:
    """Put a pasted block, which is all that a window sends, over what its fields showed.

    ``was`` is what they showed, which comes back when the paste is taken back. What was pasted
    earlier stays and can no longer be taken back.
    """
    draft = _lock_draft(path, by)
    before = draft.by_field
    kept = {
        name: [replace(version, was=None) for version in versions]
        for name, versions in before.items()
    }
    for name, values in sent.typed.items():
        pasted = Version(name, values, at, sent.window, sent.turn, tuple(was[name]))
        kept[name] = merge(kept.get(name, []), pasted, sent)
    _write(draft, before, kept, sent, at)


@transaction.atomic
def take_back(
    *, path: str, recorded: Mapping[str, Sequence[str]], by: Person, at: datetime
) -> None:
    """Put back what was there before ``by`` pasted last, where they have not typed since."""
    draft = _lock_draft(path, by)
    before = draft.by_field
    kept = {
        name: [
            version if version.was is None else replace(version, values=version.was, was=None)
            for version in versions
        ]
        for name, versions in before.items()
    }
    _write(draft, before, _without(kept, _digests(recorded)), Sent({}), at)


@transaction.atomic
def finish(
    *,
    path: str,
    sent: Sent,
    by: Person,
    passed_over: Mapping[str, str],
    done_with: Collection[str] = (),
) -> list[str]:
    """End the draft of what a window has saved. Returns the fields of which something stays.

    What ``by`` typed in another window and this one never showed stays, except in the fields
    ``done_with``, which scripts fill.
    """
    draft = _lock_draft(path, by)
    before = draft.by_field
    typed = sent.typed_over(before)
    kept = {
        name: left_after_saving(versions, sent, name, typed[name]) if name in typed else versions
        for name, versions in before.items()
        if name not in done_with
    }
    kept = _without(kept, passed_over)
    _write(draft, before, kept, sent, draft.kept_at)
    return list(kept)


@transaction.atomic
def discard(*, path: str, sent: Sent, by: Person) -> None:
    """Throw away what ``by`` typed on the page at ``path``: all that a window showed or typed."""
    draft = _lock_draft(path, by)
    before = draft.by_field
    kept = {
        name: [
            version
            for version in versions
            if sent.says_what_stood
            and version.window != sent.window
            and version.digest not in sent.drafted.get(name, ())
        ]
        for name, versions in before.items()
    }
    _write(draft, before, _without(kept, {}), sent, draft.kept_at)


def drafts_at(path: str) -> list[Draft]:
    """Return everybody's drafts of one page, newest first. One query."""
    return list(Draft.objects.filter(path=path).select_related("person"))


def drafts_under(path: str) -> list[Draft]:
    """Return everybody's drafts of the pages below ``path``. One query."""
    return list(Draft.objects.filter(path__startswith=path).select_related("person"))


def _lock_draft(path: str, by: Person) -> Draft:
    """Return the draft to write to, locked until the end of the transaction."""
    Person.objects.select_for_update().get(pk=by.pk)  # two tabs of one person make one draft
    return Draft.objects.filter(person=by, path=path).first() or Draft(
        person=by, path=path, fields={}
    )


def _digests(values: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {name: digest(*texts) for name, texts in values.items()}


def _without(kept: Kept, digests: Mapping[str, str]) -> dict[str, list[Version]]:
    left = {
        name: [version for version in versions if version.digest != digests.get(name)]
        for name, versions in kept.items()
    }
    return {name: versions for name, versions in left.items() if versions}


def _write(draft: Draft, before: Kept, kept: Kept, sent: Sent, at: datetime) -> None:
    """Write what is kept now, where that is a change; an empty draft is deleted."""
    if kept and kept != before:
        draft.hold(kept, {**draft.seen_by_window, sent.window: sent.seen})
        draft.kept_at = at
        draft.save()
    elif not kept and draft.pk:
        draft.delete()


SESSION_KEY = "typed"
LONGEST_POSTED = 500_000  # characters: more is no page of ours
_SIGNER = Signer(salt="writer")


def after_sign_in(request: HttpRequest, by: Person) -> dict[str, list[str]]:
    """Return what ``by`` typed on this page before their session ended, and forget it."""
    kept = request.session.get(SESSION_KEY) or {}
    if kept.get("path") != request.path:
        return {}
    del request.session[SESSION_KEY]
    fields: dict[str, list[str]] = kept["fields"]
    return fields if _writer_of(fields) == str(by.pk) else {}


def sign(by: Person) -> str:
    """Return the signed number of the writer, which a page carries and nobody can forge."""
    return _SIGNER.sign(str(by.pk))


def _writer_of(fields: Mapping[str, list[str]]) -> str:
    """Return the number of the person whose page it is; empty without a valid signature."""
    with suppress(BadSignature):
        return _SIGNER.unsign("".join(fields.get("writer", [])))
    return ""


class KeepTyped:
    """Keep what is posted to an editing page by somebody whose session has ended.

    Somebody who was never signed in has no signed page, so nothing is kept of them. This comes
    after the check of the CSRF token and before the one that asks people to sign in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> None:
        if request.method != "POST" or request.user.is_authenticated:
            return
        fields = posted_fields(request.POST)
        size = sum(len(text) for texts in fields.values() for text in texts)
        if getattr(view, "keeps_typed", False) and size < LONGEST_POSTED and _writer_of(fields):
            request.session[SESSION_KEY] = {"path": request.path, "fields": fields}
