"""Links from a change in the history to the page that brings its text back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from improvement.audit.changes import FieldChange
from improvement.editing.save_report import milestone_key
from improvement.models import (
    HighlightReport,
    Milestone,
    Month,
    OverviewSection,
    Plan,
    Programme,
    Section,
)

TEXT_BACK = "Bring this text back"


@dataclass(frozen=True)
class RestoreLink:
    """A link to the page that brings a text back."""

    words: str
    url: str


def restore_links(
    programme: Programme, thing: Any, row: int, changes: Sequence[FieldChange]
) -> tuple[RestoreLink, ...]:
    """Return a link for each text that was changed and has changed again since.

    A text that was emptied cannot be brought back. ``row`` is the history row's id, ``thing`` the
    object it is of, or None where that was deleted.
    """
    links = []
    for change in changes:
        if not change.is_text or change.new in ("", getattr(thing, change.name, change.new)):
            continue
        if place := _place(thing, change.name):
            view, *slugs = place
            # An object with several texts names the field.
            words = f"Bring back “{change.field}”" if change.name != "text" else TEXT_BACK
            links.append(RestoreLink(words, reverse(view, args=[programme.slug, *slugs, row])))
    return tuple(links)


def _place(thing: Any, name: str) -> tuple[str, ...]:
    """Return the view that brings a text back and its slugs; empty if people do not write it."""
    match thing:
        case Section() if name == "text":
            return ("restore", *_slugs(thing.report), thing.kind)
        case Plan() if name in (*Plan.LEADS, *Plan.PARTS):
            return ("restore_plan", *_slugs(thing.report), name)
        case Milestone() if name == "text":
            return ("restore_plan", *_slugs(thing.plan.report), milestone_key(thing.quarter))
        case OverviewSection() if name == "text":
            return ("restore_overview", thing.month.slug, thing.kind)
        case Month() if name in Month.TEXTS:
            return ("restore_overview", thing.slug, name)
    return ()


def _slugs(report: HighlightReport) -> tuple[str, str]:
    return report.month.slug, report.workstream.slug
