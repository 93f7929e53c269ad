"""Working days: all days except weekends and England's bank holidays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

ONE_DAY = timedelta(days=1)


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def working_day_before(day: date) -> date:
    """Return ``day`` itself if it is a working day, else the last working day before it."""
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def working_days_until(day: date, *, today: date) -> int:
    """Return the number of working days after ``today`` up to ``day``; negative once it passed."""
    if day < today:
        return -working_days_until(today, today=day)
    days = (today + ONE_DAY * number for number in range(1, (day - today).days + 1))
    return sum(map(is_working_day, days))


def due_in_words(day: date, *, today: date) -> str:
    """Return when something is due: “due Friday 5 January, in 3 working days”."""
    named = f"{day:%A %-d %B}" if day.year == today.year else f"{day:%A %-d %B %Y}"
    if day == today:
        return f"due today, {named}"
    count = working_days_until(day, today=today)
    if day > today:
        return f"due {named}, " + (f"in {_counted(count)}" if count else "before the next one")
    return f"was due {named}, " + (f"{_counted(-count)} ago" if count else "no working day since")


def _counted(count: int) -> str:
    return "1 working day" if count == 1 else f"{count:,} working days"
