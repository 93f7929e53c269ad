"""Days in words, and what was done on them, as documents print them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from reporting.contents import ReturnFact

LONDON = ZoneInfo("Europe/London")


def day_in_words(said: str) -> str:
    """Give an ISO date or time as a day in words, in London; what is not a date as it stands."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return said
    day: date = moment.astimezone(LONDON) if moment.tzinfo else moment
    return f"{day.day} {day:%B %Y}"


def standing_in_words(returned: ReturnFact) -> str:
    """Say who approved or submitted a report and on which day, or where it stands."""
    if returned.approved_at:
        return f"Approved by {returned.approved_by} on {day_in_words(returned.approved_at)}"
    if returned.submitted_at:
        on = day_in_words(returned.submitted_at)
        return f"Submitted by {returned.submitted_by} on {on}, not approved"
    return returned.words
