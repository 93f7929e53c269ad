"""Days in words as documents print them, and the time in a file's properties."""

from __future__ import annotations

from datetime import UTC, datetime

from improvement.values.clock import day_of
from reporting.contents.facts import Contents, ReturnFact
from reporting.contents.in_words import day_in_words

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def iso_day_in_words(text: str) -> str:
    """Return an ISO date or time as a day in words, in UK time; other text as it is."""
    try:
        return day_in_words(day_of(datetime.fromisoformat(text)))
    except ValueError:
        return text


def standing_in_words(returned: ReturnFact) -> str:
    """Return who approved or submitted a report and on which day, or its status."""
    if returned.approved_at:
        return f"Approved by {returned.approved_by} on {iso_day_in_words(returned.approved_at)}"
    if returned.submitted_at:
        on = iso_day_in_words(returned.submitted_at)
        return f"Submitted by {returned.submitted_by} on {on}, not approved"
    return returned.words


def made_at(contents: Contents) -> datetime:
    """Return the time for a file's properties, which does not depend on the clock.

    So the same contents give the same bytes.
    """
    try:
        text = contents.issue.issued_at if contents.issue else contents.month.due_on
        moment = datetime.fromisoformat(text)
    except ValueError:
        return LONG_AGO
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
