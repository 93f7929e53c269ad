"""Restoring an earlier text, as a new change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from improvement.audit import changes
from improvement.editing.save_report import label_of, milestone_key, require_overview
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
from improvement.values.browser_windows import digest
from improvement.values.clock import day_of
from improvement.values.refusals import NotThere, Refused
from improvement.workflow.transitions import lock_for_edit

Whole = HighlightReport | Month


@dataclass(frozen=True)
class WrittenText:
    """A text that people write: the field of one row, and its title on a page."""

    row: Any
    field: str
    title: str

    def in_row(self, row: Any) -> dict[str, Any]:
        """Return the text in a row, which is today's or one of its history, with its nil return."""
        nil = ("nothing_to_report",) if isinstance(self.row, Passage) else ()
        return {name: getattr(row, name) for name in (self.field, *nil)}

    @property
    def seen(self) -> str:
        """The digest of today's text."""
        return digest(*self.in_row(self.row).values())


@dataclass(frozen=True)
class Earlier:
    """A text, and an earlier row of its history."""

    text: WrittenText
    row: Any

    @property
    def now(self) -> str:
        return str(getattr(self.text.row, self.text.field))

    @property
    def then(self) -> str:
        return str(getattr(self.row, self.text.field))


Finder = Callable[[Any, str], WrittenText | None]


def section_text(report: HighlightReport, kind: str) -> WrittenText | None:
    """Find a section of a highlight report. One query."""
    section = Section.objects.filter(report=report, kind=kind).first()
    return WrittenText(section, "text", str(section)) if section else None


def plan_text(report: HighlightReport, part: str) -> WrittenText | None:
    """Find a box, a printed lead or the milestones of a quarter on a plan. Two queries at most."""
    plan = Plan.objects.filter(report=report).first()
    if plan and part in (*Plan.LEADS, *Plan.PARTS):
        return WrittenText(plan, part, f"{plan}: {Plan.title_of(part)}")
    milestones = Milestone.objects.filter(plan=plan).select_related("plan")
    for milestone in milestones:
        if milestone_key(milestone.quarter) == part:
            return WrittenText(milestone, "text", f"{milestone.plan}: {milestone}")
    return None


def overview_text(month: Month, part: str) -> WrittenText | None:
    """Find the headline, the RAG assessment or a section of an overview. One query at most."""
    if part in Month.TEXTS:
        return WrittenText(month, part, f"Overview: {label_of(month, part)}")
    section = OverviewSection.objects.filter(month=month, kind=part).first()
    return WrittenText(section, "text", f"Overview: {section}") if section else None


def find_earlier(find: Finder, whole: Whole, name: str, row: int) -> Earlier:
    """Return a text and one row of its history. Raises ``NotThere``. One query beside the finder's.

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
    """Restore the text in ``row`` of the history; today's text stays in the history.

    ``seen`` is the digest of the text that the writer saw. Raises ``Refused`` when ``by`` may not
    write there now or somebody saved another text meanwhile, ``NotThere`` without such a text.
    """
    locked: Whole
    if isinstance(whole, Month):
        locked = require_overview(whole, by=by, on=day_of(at))
    else:
        locked = lock_for_edit(whole, by=by, on=day_of(at))
    earlier = find_earlier(find, locked, name, row)
    text = earlier.text
    if text.seen != seen:
        raise Refused(f"Somebody saved “{text.title}” meanwhile. Look at both texts once more.")
    then = f"{localtime(earlier.row.history_date):%-d %B %Y at %H:%M:%S}"
    why, facts = f"Restored the text of {then}", text.in_row(earlier.row)
    # Restoring confirms what was carried; milestones have no mark of their own but their plan's.
    if hasattr(text.row, "carried"):
        facts["carried"] = False
    changes.change(text.row, by=by, why=why, **facts)
    if isinstance(text.row, Milestone):
        changes.change(text.row.plan, by=by, why=why, carried=False)
