"""Drafts: what somebody typed is kept until they save it or throw it away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.http import QueryDict

from improvement.models import Draft, Person

NOT_TYPED = {"csrfmiddlewaretoken", "autosave", "discard", "bring", "check"}


def typed_in(posted: QueryDict) -> dict[str, list[str]]:
    """Give what a person typed on a form: everything but its buttons and its token.

    PostgreSQL keeps no null character, so one is kept as the sign for what cannot be shown.
    """
    return {
        name: [one.replace("\0", "\ufffd") for one in given]
        for name, given in posted.lists()
        if name not in NOT_TYPED
    }


@transaction.atomic
def keep(*, path: str, fields: Mapping[str, list[str]], by: Person, at: datetime) -> Draft:
    """Keep what ``by`` typed on the page at ``path``, instead of what was kept before."""
    Person.objects.select_for_update().get(pk=by.pk)  # two tabs of one person make one draft
    draft = Draft.objects.filter(person=by, path=path).first() or Draft(person=by, path=path)
    draft.fields, draft.kept_at = dict(fields), at
    draft.save()
    return draft


def discard(*, path: str, by: Person) -> None:
    """Throw away what ``by`` typed on the page at ``path``."""
    for draft in Draft.objects.filter(person=by, path=path):
        draft.delete()


def drafts_at(path: str) -> list[Draft]:
    """Give everybody's drafts of one page, newest first. One query."""
    return list(Draft.objects.filter(path=path).select_related("person"))


def drafts_under(path: str) -> list[Draft]:
    """Give everybody's drafts of the pages below ``path``. One query."""
    return list(Draft.objects.filter(path__startswith=path).select_related("person"))
