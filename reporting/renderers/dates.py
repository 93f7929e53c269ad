"""Days in words, as documents print them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def day_in_words(said: str) -> str:
    """Give an ISO date or time as a day in words, in London; what is not a date as it stands."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return said
    day: date = moment.astimezone(LONDON) if moment.tzinfo else moment
    return f"{day.day} {day:%B %Y}"
