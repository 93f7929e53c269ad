"""The clock: read here by pages and commands, and passed in to everything below them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Give this moment."""
    return timezone.now()


def today() -> date:
    """Give the day it is in the programme's own time zone."""
    return timezone.localdate(now())
