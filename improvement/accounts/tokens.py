"""API tokens: make one, revoke it, list them, and find the token of a key that was sent."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet

from improvement.access.permissions import WHO_MAY, Standing, Verb, require, standing_of
from improvement.accounts.sign_in import PersonBackend
from improvement.audit import changes
from improvement.models import ApiToken, Appointment, Person, Programme
from improvement.values.clock import day_of
from improvement.values.refusals import Refused

STARTS_WITH = "ip_"  # so that a key left in a file is found by scanners for keys
PREFIX_LENGTH = 10  # characters by which people recognise a key
USUAL_DAYS, MOST_DAYS = 90, 365
NOTED_EVERY = timedelta(minutes=1)  # a use is written at most once a minute


class TokenRefused(Refused):
    """The key is unknown, revoked or expired, or its person has no appointment any more."""

    status = 401
    title = "This token does not work"


@transaction.atomic
def make_token(
    *, programme: Programme, name: str, expires_on: date, by: Person, at: datetime
) -> tuple[ApiToken, str]:
    """Make a token in the name of ``by``. Returns it and its key, which is shown once.

    Raises ``Refused`` for somebody with no appointment, and for a day out of bounds.
    """
    today = day_of(at)
    require(standing_of(by, programme, on=today), Verb.READ)
    if not today <= expires_on <= today + timedelta(days=MOST_DAYS):
        raise Refused("A token works until a day from today to a year from now.")
    key = STARTS_WITH + secrets.token_urlsafe(32)
    token = ApiToken(person=by, programme=programme, name=name, prefix=key[:PREFIX_LENGTH])
    token.digest, token.created_on, token.expires_on = key_digest(key), today, expires_on
    changes.record(token, by=by)
    return token, key


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Person, at: datetime) -> None:
    """Stop a token for good: one's own, or, for the programme office, one of the programme's.

    A token that is revoked already stays as it was. Raises ``Refused``.
    """
    locked = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if locked.person_id != by.pk:
        require(standing_of(by, locked.programme, on=day_of(at)), Verb.REVOKE_TOKENS)
    if locked.revoked_at is None:
        changes.change(locked, by=by, revoked_at=at, revoked_by=by)


def revoke_tokens(
    *, person: Person, by: Person, at: datetime, why: str, but_on: Collection[int] = ()
) -> None:
    """Stop every token of ``person``, except on the programmes with the ids ``but_on``."""
    for token in ApiToken.objects.filter(person=person, revoked_at=None):
        if token.programme_id not in but_on:
            changes.change(token, by=by, why=why, revoked_at=at, revoked_by=by)


def token_of_key(key: str, *, at: datetime) -> tuple[ApiToken, Standing]:
    """Return the token of a key and what its person is on its programme now. Two queries.

    Notes that it was used. Raises ``TokenRefused``.
    """
    tokens = ApiToken.objects.select_related("person", "programme")
    token = tokens.filter(digest=key_digest(key)).first()
    if token is None:
        raise TokenRefused("This token is not known. Copy it again, or make a new one.")
    standing = _standing(token, on=day_of(at))
    _note_use(token, at)
    return token, standing


def _standing(token: ApiToken, *, on: date) -> Standing:
    if token.revoked_at:
        raise TokenRefused("This token was revoked. Make a new one.")
    if token.has_expired(on):
        raise TokenRefused(f"This token worked until {token.expires_on:%-d %B %Y}. Make a new one.")
    standing = standing_of(token.person, token.programme, on=on)
    if not (standing.appointments and PersonBackend().user_can_authenticate(token.person)):
        raise TokenRefused("Whoever made this token has no appointment on its programme any more.")
    return standing


def _note_use(token: ApiToken, at: datetime) -> None:
    if token.last_used and at - token.last_used < NOTED_EVERY:
        return
    token.last_used = at
    token.skip_history_when_saving = True  # type: ignore[attr-defined]
    token.save(update_fields=["last_used"])


def key_digest(key: str) -> str:
    """Return the SHA-256 of a key. It has 256 random bits, so a fast digest is safe."""
    return sha256(key.encode()).hexdigest()


@dataclass(frozen=True)
class ListedToken:
    """A token in a list: whether it works today, and until when or why not, in words."""

    token: ApiToken
    works: bool
    words: str


def own_tokens(person: Person, *, on: date) -> list[ListedToken]:
    """Return somebody's own tokens, the newest first. Two queries."""
    return _listed(ApiToken.objects.filter(person=person), on)


def tokens_on_own_programmes(person: Person, *, on: date) -> list[ListedToken]:
    """Return other people's tokens on the programmes whose office ``person`` is. Three queries."""
    current = Appointment.objects.current(on).filter(person=person)
    as_office = current.filter(role__in=WHO_MAY[Verb.REVOKE_TOKENS])
    programmes = set(as_office.values_list("programme", flat=True))
    return _listed(ApiToken.objects.filter(programme__in=programmes).exclude(person=person), on)


def _listed(tokens: QuerySet[ApiToken], on: date) -> list[ListedToken]:
    rows = list(tokens.select_related("person", "programme", "revoked_by"))
    current = Appointment.objects.current(on).filter(person__in={row.person_id for row in rows})
    appointed = set(current.values_list("person", "programme"))
    listed = []
    for token in rows:
        stopped = _why_stopped(token, on, (token.person_id, token.programme_id) in appointed)
        words = stopped or f"Works until {token.expires_on:%-d %B %Y}"
        listed.append(ListedToken(token, not stopped, words))
    return listed


def _why_stopped(token: ApiToken, on: date, appointed: bool) -> str:
    if token.revoked_at:
        return f"Revoked on {day_of(token.revoked_at):%-d %B %Y} by {token.revoked_by}"
    if token.has_expired(on):
        return f"Expired on {token.expires_on:%-d %B %Y}"
    if not appointed or not PersonBackend().user_can_authenticate(token.person):
        return "Stopped: no appointment on the programme any more"
    return ""
