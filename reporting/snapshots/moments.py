"""Moments: points in time as addresses and pages write them, in UK time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils.timezone import localtime, make_aware

from improvement.values.refusals import NotThere

EXPECTED = "Write a moment as 2024-01-05T10:30, or as a day, 2024-01-05."


def moment_of(text: str, *, now: datetime) -> datetime:
    """Return the last instant of a written day, minute or second, at most ``now``.

    Without an offset it is UK time. Raises ``NotThere`` for what is no moment, or is yet to come.
    """
    try:
        at = datetime.fromisoformat(text.strip())
        at = (at if at.tzinfo else make_aware(at)).astimezone(UTC)
        end = at + _length(text.strip()) - timedelta(microseconds=1)
    except (ValueError, OverflowError) as error:
        raise NotThere(f"“{text[:40]}” is not a moment. {EXPECTED}") from error
    if at > now:
        raise NotThere(f"{moment_in_words(at)} has not come yet. Ask for a moment that is over.")
    return min(end, now)


def _length(text: str) -> timedelta:
    """Return how much time a text names: a day, a minute, a second or a microsecond."""
    if "." in text:
        return timedelta(microseconds=1)
    if len(text) <= len("2024-01-05"):
        return timedelta(days=1)
    return timedelta(minutes=1) if text.count(":") == 1 else timedelta(seconds=1)


def moment_for_input(at: datetime) -> str:
    """Return a moment as its form field takes it, in UK time to the second."""
    return f"{localtime(at):%Y-%m-%dT%H:%M:%S}"


def moment_for_link(at: datetime) -> str:
    """Return a moment as an address writes it, in UTC to the microsecond."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def moment_in_words(at: datetime) -> str:
    """Return a moment as a page writes it: `5 January 2024 at 10:30:00`."""
    return f"{localtime(at):%-d %B %Y at %H:%M:%S}"
