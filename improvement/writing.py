"""Writing a report: each verb saves one part of it, by whoever holds the pen.

Every verb takes the whole part, changes only what differs, and leaves a history row for each row
that changed. All raise ``Refused`` when it is not ``by``'s turn, and then nothing is saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from improvement import audit
from improvement.cycle import refuse, require_pen
from improvement.models import (
    ActionRating,
    CriterionRating,
    HighlightReport,
    Milestone,
    Month,
    OverviewSection,
    Person,
    Plan,
    Section,
)
from improvement.permissions import Verb, require, standing_of
from improvement.ratings import Rating


@dataclass(frozen=True)
class Words:
    """A section's text, or nothing to report; with neither it is missing."""

    text: str
    nothing_to_report: bool = False


@dataclass(frozen=True)
class RatedAction:
    delivery: Rating
    embedding: Rating
    explanation: str
    mitigation: str


@transaction.atomic
def write_sections(
    *,
    report: HighlightReport,
    delivery: Rating,
    embedding: Rating,
    sections: Mapping[str, Words],
    by: Person,
    at: datetime,
) -> None:
    """Write the highlight report: its two overall ratings and its sections by kind."""
    held = require_pen(report, by=by, on=at.date())
    audit.change(held, by=by, delivery=delivery.value, embedding=embedding.value)
    for section in Section.objects.filter(report=held, kind__in=sections):
        _write_words(section, sections[section.kind], by)


@transaction.atomic
def rate_actions(
    *, report: HighlightReport, ratings: Mapping[int, RatedAction], by: Person, at: datetime
) -> None:
    """Rate the report's actions, by the id of their rating."""
    held = require_pen(report, by=by, on=at.date())
    for rating in ActionRating.objects.filter(report=held, pk__in=ratings):
        given = ratings[rating.pk]
        audit.change(
            rating,
            by=by,
            delivery=given.delivery.value,
            embedding=given.embedding.value,
            explanation=given.explanation,
            mitigation=given.mitigation,
        )


@transaction.atomic
def rate_criteria(
    *, report: HighlightReport, ratings: Mapping[int, Rating], by: Person, at: datetime
) -> None:
    """Rate the report's exit criteria, by the id of their rating."""
    held = require_pen(report, by=by, on=at.date())
    for rating in CriterionRating.objects.filter(report=held, pk__in=ratings):
        audit.change(rating, by=by, rating=ratings[rating.pk].value)


@transaction.atomic
def write_plan(
    *,
    report: HighlightReport,
    parts: Mapping[str, str],
    milestones: Mapping[str, str],
    by: Person,
    at: datetime,
) -> None:
    """Write the plan on a page: its boxes by name, its milestones by quarter."""
    held = require_pen(report, by=by, on=at.date())
    plan = Plan.objects.filter(report=held).first() or Plan(report=held)
    audit.change(plan, by=by, **parts)
    standing = {milestone.quarter: milestone for milestone in plan.milestones.all()}
    for quarter, text in milestones.items():
        milestone = standing.get(quarter) or Milestone(plan=plan, quarter=quarter)
        if milestone.pk or text:
            audit.change(milestone, by=by, text=text)


def overview_refusal(month: Month) -> str:
    """Give the sentence that says the overview is closed, or nothing while it is open."""
    return "" if month.is_open else f"{month} was issued. An issued month does not change."


@transaction.atomic
def write_overview(
    *,
    month: Month,
    headline: str,
    rag_assessment: str,
    delivery: Rating,
    embedding: Rating,
    sections: Mapping[str, Words],
    by: Person,
    at: datetime,
) -> None:
    """Write the month's overview. Raises ``Refused`` unless ``by`` is the programme office."""
    held = Month.objects.select_for_update().get(pk=month.pk)
    require(standing_of(by, month.programme, on=at.date()), Verb.RUN_MONTH)
    refuse(overview_refusal(held))
    audit.change(
        held,
        by=by,
        headline=headline,
        rag_assessment=rag_assessment,
        delivery=delivery.value,
        embedding=embedding.value,
    )
    for section in OverviewSection.objects.filter(month=held, kind__in=sections):
        _write_words(section, sections[section.kind], by)


def _write_words(section: Section | OverviewSection, words: Words, by: Person) -> None:
    text = "" if words.nothing_to_report else words.text
    audit.change(section, by=by, text=text, nothing_to_report=words.nothing_to_report)
