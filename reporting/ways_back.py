"""Ways back: from a change in the history to where the text it left can be brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from improvement.audit import FieldChange
from improvement.models import (
    HighlightReport,
    Milestone,
    Month,
    OverviewSection,
    Plan,
    Programme,
    Section,
)
from improvement.writing import milestone_key


@dataclass(frozen=True)
class WayBack:
    """A link to where a text can be brought back."""

    words: str
    url: str


def ways_back(
    programme: Programme, thing: Any, row: int, changes: Sequence[FieldChange]
) -> tuple[WayBack, ...]:
    """Give a link for each text that was changed to what does not stand there today.

    A text that was emptied is nothing to bring back. ``row`` is that of the history, ``thing``
    what it is of, or None where that is gone.
    """
    texts = [one for one in changes if one.is_text and one.new]
    earlier = [one for one in texts if one.new != getattr(thing, one.name, one.new)]
    found = ((one, _address(programme, thing, one.name, row)) for one in earlier)
    return tuple(WayBack(_words(one), address) for one, address in found if address)


def _words(change: FieldChange) -> str:
    """A thing of several texts says which of them."""
    return "Bring this text back" if change.name == "text" else f"Bring back “{change.field}”"


def _address(programme: Programme, thing: Any, name: str, row: int) -> str:
    """Give where a text is brought back; empty where it is none of those that people write."""
    match thing:
        case Section() if name == "text":
            return _of_report("restore", programme, thing.report, thing.kind, row)
        case Plan() if name in (*Plan.LEADS, *Plan.PARTS):
            return _of_report("restore_plan", programme, thing.report, name, row)
        case Milestone() if name == "text":
            part = milestone_key(thing.quarter)
            return _of_report("restore_plan", programme, thing.plan.report, part, row)
        case OverviewSection() if name == "text":
            return _of_month(programme, thing.month, thing.kind, row)
        case Month() if name in Month.TEXTS:
            return _of_month(programme, thing, name, row)
    return ""


def _of_report(way: str, programme: Programme, report: HighlightReport, part: str, row: int) -> str:
    slugs = (programme.slug, report.month.slug, report.workstream.slug)
    return reverse(way, args=[*slugs, part, row])


def _of_month(programme: Programme, month: Month, part: str, row: int) -> str:
    return reverse("restore_overview", args=[programme.slug, month.slug, part, row])
