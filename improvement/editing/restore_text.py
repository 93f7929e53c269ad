"""Restoring: a text says again what it said before, as a new change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from improvement import audit
from improvement.claims import digest
from improvement.cycle import require_pen
from improvement.models import (
    HighlightReport,
    Milestone,
    Month,
    OverviewSection,
    Passage,
    Person,
    Plan,
    Section,
)
from improvement.refusals import NotThere, Refused
from improvement.writing import label_of, milestone_key, require_overview

Whole = HighlightReport | Month


@dataclass(frozen=True)
class Text:
    """A text that people write: the field of one row, and what a page calls it."""

    row: Any
    field: str
    title: str

    def in_row(self, row: Any) -> dict[str, Any]:
        """Give what a row says there: the row of today, or one of its history."""
        nil = ("nothing_to_report",) if isinstance(self.row, Passage) else ()
        return {name: getattr(row, name) for name in (self.field, *nil)}

    @property
    def seen(self) -> str:
        """The digest of what stands there today."""
        return digest(*self.in_row(self.row).values())


@dataclass(frozen=True)
class Earlier:
    """A text, and the row of its history that had it otherwise."""

    text: Text
    row: Any

    @property
    def now(self) -> str:
        return str(getattr(self.text.row, self.text.field))

    @property
    def then(self) -> str:
        return str(getattr(self.row, self.text.field))


Finder = Callable[[Any, str], Text | None]


def section_text(report: HighlightReport, kind: str) -> Text | None:
    """Find a section of a highlight report. One query."""
    section = Section.objects.filter(report=report, kind=kind).first()
    return Text(section, "text", str(section)) if section else None


def plan_text(report: HighlightReport, part: str) -> Text | None:
    """Find a box, a printed lead or the milestones of a quarter on a plan. Two queries at most."""
    plan = Plan.objects.filter(report=report).first()
    if plan and part in (*Plan.LEADS, *Plan.PARTS):
        return Text(plan, part, f"{plan}: {Plan.title_of(part)}")
    milestones = Milestone.objects.filter(plan=plan).select_related("plan")
    found = (one for one in milestones if milestone_key(one.quarter) == part)
    return next((Text(one, "text", f"{one.plan}: {one}") for one in found), None)


def overview_text(month: Month, part: str) -> Text | None:
    """Find the headline, the RAG assessment or a section of an overview. One query at most."""
    if part in Month.TEXTS:
        return Text(month, part, f"Overview: {label_of(month, part)}")
    section = OverviewSection.objects.filter(month=month, kind=part).first()
    return Text(section, "text", f"Overview: {section}") if section else None


def find_earlier(find: Finder, whole: Whole, name: str, row: int) -> Earlier:
    """Give a text and one row of its history. Raises ``NotThere``. One query beside the finder's.

    ``whole`` is the report or the month that ``find`` looks for ``name`` in.
    """
    text = find(whole, name)
    records = text.row.history.select_related("history_user") if text else None
    earlier = records.filter(history_id=row).first() if records is not None else None
    if text is None or earlier is None:
        raise NotThere("There is no such earlier text.")
    return Earlier(text, earlier)


@transaction.atomic
def restore_text(
    *, find: Finder, whole: Whole, name: str, row: int, seen: str, by: Person, at: datetime
) -> None:
    """Give a text what ``row`` of its history says; the text of today stays in the history.

    ``seen`` is the digest of what the writer saw standing. Raises ``Refused`` when ``by`` may not
    write there now or somebody saved another text meanwhile, ``NotThere`` without such a text.
    """
    earlier = find_earlier(find, _held(whole, by=by, on=at.date()), name, row)
    text = earlier.text
    if text.seen != seen:
        raise Refused(f"Somebody saved “{text.title}” meanwhile. Look at both texts once more.")
    then = f"{localtime(earlier.row.history_date):%-d %B %Y at %H:%M:%S}"
    why, said = f"Restored the text of {then}", text.in_row(earlier.row)
    for changed, facts in _touched(text.row, said):
        audit.change(changed, by=by, why=why, **facts)


def _held(whole: Whole, *, by: Person, on: date) -> Whole:
    """Lock what the text is part of, for whoever may write there."""
    if isinstance(whole, Month):
        return require_overview(whole, by=by, on=on)
    return require_pen(whole, by=by, on=on)


def _touched(row: Any, said: dict[str, Any]) -> list[tuple[Any, dict[str, Any]]]:
    """What was carried is confirmed by whoever brings a text back: of milestones their plan."""
    if isinstance(row, Milestone):
        return [(row, said), (row.plan, {"carried": False})]
    return [(row, said | {"carried": False} if hasattr(row, "carried") else said)]
