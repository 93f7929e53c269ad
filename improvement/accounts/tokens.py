"""Tokens: making one, taking it back, and knowing whose key it is that was sent."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from improvement import audit
from improvement.models import ApiToken, Appointment, Person, Programme
from improvement.permissions import WHO_MAY, Standing, Verb, require, standing_of
from improvement.refusals import Refused
from improvement.sign_in import PersonBackend

STARTS_WITH = "ip_"  # so that a key left in a file is found by whoever looks for keys
RECOGNISED_BY = 10
USUAL_DAYS, MOST_DAYS = 90, 365
USED_AGAIN = timedelta(minutes=1)


class TokenRefused(Refused):
    """The key opens nothing, or nothing any more."""

    status = 401
    title = "This token does not work"


@transaction.atomic
def make_token(
    *, programme: Programme, name: str, expires_on: date, by: Person, at: datetime
) -> tuple[ApiToken, str]:
    """Make a token in the name of ``by``. Gives it, and its key, which is never seen again.

    Raises ``Refused`` for somebody with no appointment, and for a day out of bounds.
    """
    today = localdate(at)
    require(standing_of(by, programme, on=today), Verb.READ)
    if not today <= expires_on <= today + timedelta(days=MOST_DAYS):
        raise Refused("A token works until a day from today to a year from now.")
    key = STARTS_WITH + secrets.token_urlsafe(32)
    token = ApiToken(person=by, programme=programme, name=name, prefix=key[:RECOGNISED_BY])
    token.digest, token.created_on, token.expires_on = _digest(key), today, expires_on
    audit.record(token, by=by)
    return token, key


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Person, at: datetime) -> None:
    """Stop a token for good: one's own, or as programme office one of the programme's.

    A token that is revoked already stays as it was. Raises ``Refused``.
    """
    found = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if found.person_id != by.pk:
        require(standing_of(by, found.programme, on=localdate(at)), Verb.REVOKE_TOKENS)
    if found.revoked_at is None:
        audit.change(found, by=by, revoked_at=at, revoked_by=by)


def holder_of(key: str, *, at: datetime) -> tuple[ApiToken, Standing]:
    """Give the token of a key and what its person is on its programme now. Two queries.

    Notes that it was used, once a minute. Raises ``TokenRefused``.
    """
    related = ApiToken.objects.select_related("person", "programme")
    token = related.filter(digest=_digest(key)).first()
    if token is None:
        raise TokenRefused("This token is not known. Copy it again, or make a new one.")
    standing = _standing(token, on=localdate(at))
    _note_use(token, at)
    return token, standing


def _standing(token: ApiToken, *, on: date) -> Standing:
    if token.revoked_at:
        raise TokenRefused("This token was revoked. Make a new one.")
    if token.has_expired(on):
        raise TokenRefused(f"This token worked until {_day(token.expires_on)}. Make a new one.")
    standing = standing_of(token.person, token.programme, on=on)
    if not (standing.appointments and PersonBackend().user_can_authenticate(token.person)):
        raise TokenRefused("Whoever made this token has no appointment on its programme any more.")
    return standing


def _note_use(token: ApiToken, at: datetime) -> None:
    if token.last_used and at - token.last_used < USED_AGAIN:
        return
    token.last_used = at
    token.skip_history_when_saving = True  # type: ignore[attr-defined]
    token.save(update_fields=["last_used"])


def _digest(key: str) -> str:
    """A key has 256 random bits: there is nothing to guess, so nothing to slow down."""
    return sha256(key.encode()).hexdigest()


@dataclass(frozen=True)
class ListedToken:
    """A token as it is listed: whether it works today, and until when or why not, in words."""

    token: ApiToken
    works: bool
    words: str


def own_tokens(person: Person, *, on: date) -> list[ListedToken]:
    """Give somebody's own tokens, the newest first. Two queries."""
    return _listed(ApiToken.objects.filter(person=person), on)


def tokens_looked_after(person: Person, *, on: date) -> list[ListedToken]:
    """Give the other people's tokens of programmes whose office this is. Three queries."""
    held = Appointment.objects.current(on).filter(person=person)
    offices = held.filter(role__in=WHO_MAY[Verb.REVOKE_TOKENS]).values_list("programme", flat=True)
    return _listed(ApiToken.objects.filter(programme__in=set(offices)).exclude(person=person), on)


def _listed(tokens: QuerySet[ApiToken], on: date) -> list[ListedToken]:
    found = list(tokens.select_related("person", "programme", "revoked_by"))
    held = Appointment.objects.current(on).filter(person__in={one.person_id for one in found})
    appointed = set(held.values_list("person", "programme"))
    return [
        ListedToken(one, not why_not, why_not or f"Works until {_day(one.expires_on)}")
        for one in found
        for why_not in [_why_not(one, on, (one.person_id, one.programme_id) in appointed)]
    ]


def _why_not(token: ApiToken, on: date, appointed: bool) -> str:
    if token.revoked_at:
        return f"Revoked on {_day(localdate(token.revoked_at))} by {token.revoked_by}"
    if token.has_expired(on):
        return f"Expired on {_day(token.expires_on)}"
    if not appointed or not PersonBackend().user_can_authenticate(token.person):
        return "Stopped: no appointment on the programme any more"
    return ""


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
