"""Saying something: which month a dashboard opens on where nobody asked for one."""

from __future__ import annotations

from collections.abc import Sequence

from improvement.models import Month


def latest_telling(months: Sequence[Month]) -> Month:
    """Give the latest month that is issued or has a report in; the latest of all where none has.

    ``months`` are one at least, newest first, each with ``has_returns``.
    """
    return next((one for one in months if _says_something(one)), months[0])


def _says_something(month: Month) -> bool:
    return not month.is_open or getattr(month, "has_returns", False)
