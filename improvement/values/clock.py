"""The clock: pages and commands read it here, and pass it in to everything below them.

The demo has a time of its own, some days in 2024, so that its deadlines are near. Only the commands
that load and serve the demo set it; an installation has the real time.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.timezone import is_aware, localdate

_NONE = timedelta()
_apart = _NONE  # how far the time of the demo is from the real one


def now() -> datetime:
    """Return this moment, in the demo that of its own time."""
    return real_now() + _apart


def real_now() -> datetime:
    """Return this moment in real time, also in the demo: for sessions."""
    return timezone.now()


def set_time_of_demo(at: datetime | None) -> None:
    """Let the time of the demo be ``at`` now, and go on from there; None ends it."""
    global _apart
    _apart = at - real_now() if at else _NONE


def is_demo_time() -> bool:
    """Return whether the demo's own time goes here."""
    return _apart != _NONE


def day_of(at: datetime) -> date:
    """Return the day of a moment in London; without a time zone it is London's already.

    Moments are stored in UTC, where just after midnight in summer it is still the day before.
    """
    return localdate(at) if is_aware(at) else at.date()


def today() -> date:
    """Return today's date in London."""
    return day_of(now())
