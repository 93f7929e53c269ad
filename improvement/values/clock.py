"""The clock: pages and commands read it here, and pass it in to everything below them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.timezone import is_aware, localdate


def now() -> datetime:
    return timezone.now()


def day_of(at: datetime) -> date:
    """Return the day of a moment in London; without a time zone it is London's already.

    Moments are stored in UTC, where just after midnight in summer it is still the day before.
    """
    return localdate(at) if is_aware(at) else at.date()


def today() -> date:
    """Return today's date in London."""
    return day_of(now())
