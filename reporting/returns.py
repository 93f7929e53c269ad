"""Returns: which workstream has submitted its report, which is late, and with whom it is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localtime

from improvement.models import Status
from reporting.contents import Contents, ReturnFact, WorkstreamFact


@dataclass(frozen=True)
class Return:
    """One workstream's report. ``timing`` says in words whether it is, or was, in time."""

    name: str
    address: str
    status: str
    who: str
    timing: str
    late: bool


@dataclass(frozen=True)
class Returns:
    """Every report of the month, late ones first."""

    returns: tuple[Return, ...]

    @property
    def words(self) -> str:
        """Say how many are in and how many are late: “3 of 4 submitted, 1 late”."""
        missing = [one for one in self.returns if one.status == Status.DRAFT]
        late = sum(one.late for one in missing)
        said = f"{len(self.returns) - len(missing)} of {len(self.returns)} submitted"
        return f"{said}, {late} late" if late else said


def returns_of(contents: Contents, *, on: date) -> Returns:
    """Give where each report stands on a day."""
    told = [_return(contents, stream, on) for stream in contents.workstreams]
    return Returns(tuple(sorted(told, key=lambda one: not one.late)))


def _return(contents: Contents, stream: WorkstreamFact, on: date) -> Return:
    fact = stream.returned
    due = date.fromisoformat(fact.extended_to or contents.month.due_on)
    draft = fact.status == Status.DRAFT
    came = on if draft else _day(fact.submitted_at)
    slugs = (contents.programme.slug, contents.month.slug, stream.slug)
    return Return(
        name=stream.name,
        address=reverse("report", args=slugs),
        status=fact.status,
        who=_who(stream, fact),
        timing=_timing(due, came, draft=draft),
        late=came is not None and came > due,
    )


def _who(stream: WorkstreamFact, fact: ReturnFact) -> str:
    """Say who handed it in, or whose turn it is."""
    if fact.status == Status.DRAFT:
        leads = stream.names_in("sro") or stream.names_in("programme_manager")
        return f"With {fact.pen}: {leads}" if leads else f"With {fact.pen}"
    instead = f" for {fact.submitted_for}" if fact.submitted_for else ""
    return f"Submitted by {fact.submitted_by}{instead}"


def _day(moment: str) -> date | None:
    """Give the day of a moment written as ISO 8601, by the programme's own clock."""
    if not moment:
        return None
    at = datetime.fromisoformat(moment)
    return localtime(at).date() if at.tzinfo else at.date()


def _timing(due: date, came: date | None, *, draft: bool) -> str:
    named = f"{due.day} {due:%B %Y}"
    if came is None:
        return f"Was due {named}"
    days = (came - due).days
    if draft:
        return f"{_counted(days)} late: was due {named}" if days > 0 else f"Due {named}"
    day = f"{came.day} {came:%B %Y}"
    return f"{day}, {_counted(days)} after it was due" if days > 0 else f"{day}, in time"


def _counted(days: int) -> str:
    return "1 day" if days == 1 else f"{days:,} days"
