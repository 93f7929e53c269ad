"""Saying something: which month a dashboard opens on where nobody asked for one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from improvement.models import Month


def latest_telling(months: Sequence[Month], returned: Collection[int]) -> Month:
    """Give the latest month that is issued or has a report in; the latest of all where none has.

    ``months`` are one at least, newest first; ``returned`` are the ids of those with a report in.
    """
    telling = (one for one in months if not one.is_open or one.pk in returned)
    return next(telling, months[0])
