"""Moments: a point in time as an address and a page write it, by the programme's own clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils.timezone import localtime, make_aware

from improvement.refusals import NotThere

EXPECTED = "Write a moment as 2024-01-05T10:30, or as a day, 2024-01-05."


def moment_of(text: str, *, now: datetime) -> datetime:
    """Read a moment to the second or the minute, or a day: the end of what was written.

    Without an offset it is UK time. Raises ``NotThere`` for what is no moment, or is yet to come.
    """
    try:
        at = datetime.fromisoformat(text.strip())
        at = (at if at.tzinfo else make_aware(at)).astimezone(UTC)
        end = at + _width(text.strip()) - timedelta(microseconds=1)
    except (ValueError, OverflowError) as error:
        raise NotThere(f"“{text[:40]}” is not a moment. {EXPECTED}") from error
    if at > now:
        raise NotThere(f"{in_words(at)} has not come yet. Ask for a moment that is over.")
    return min(end, now)


def _width(text: str) -> timedelta:
    """How much time a text names: a day, a minute, a second, or the moment itself."""
    if "." in text:
        return timedelta(microseconds=1)
    if len(text) <= len("2024-01-05"):
        return timedelta(days=1)
    return timedelta(minutes=1) if text.count(":") == 1 else timedelta(seconds=1)


def in_address(at: datetime) -> str:
    """Write a moment for the box that asks for it, to the second. Links keep it ``exactly``."""
    return f"{localtime(at):%Y-%m-%dT%H:%M:%S}"


def exactly(at: datetime) -> str:
    """Write a moment for an address, so that what came in the same second is told apart."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def in_words(at: datetime) -> str:
    """Write a moment for a page, to the second: `5 January 2024 at 10:30:00`."""
    return f"{localtime(at):%-d %B %Y at %H:%M:%S}"
