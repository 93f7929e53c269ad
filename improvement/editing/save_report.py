"""Writing a report: each verb saves one part of it, by whoever holds the pen.

Every verb takes the whole part, changes only what differs, and leaves a history row for each row
that changed. ``claims`` says what the writer saw; where somebody else saved meanwhile the verb
raises ``Stale``. With ``confirm`` what was carried and not changed still stands. All raise
``Refused`` when it is not ``by``'s turn. Whatever is raised, nothing is saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import capfirst

from improvement.claims import Claims
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
from improvement.saving import Saving

OVERALL = ("delivery", "embedding")
RATED = ("delivery", "embedding", "explanation", "mitigation")


@dataclass(frozen=True)
class Words:
    """A section's text, or nothing to report; with neither it is missing."""

    text: str
    nothing_to_report: bool = False

    def as_passage(self) -> Section:
        """Give a section that says this and is not saved."""
        text = "" if self.nothing_to_report else self.text
        return Section(text=text, nothing_to_report=self.nothing_to_report)


@dataclass(frozen=True)
class RatedAction:
    delivery: Rating
    embedding: Rating
    explanation: str
    mitigation: str


@dataclass(frozen=True)
class WrittenReport:
    """A highlight report as a page gives it: what is left out keeps what stands there.

    ``outcomes`` says by id what became of last month's undertakings.
    """

    delivery: Rating | None = None
    embedding: Rating | None = None
    sections: Mapping[str, Words] = field(default_factory=dict)
    outcomes: Mapping[int, str] = field(default_factory=dict)


def action_key(pk: int, name: str) -> str:
    return f"action-{pk}-{name}"


def criterion_key(pk: int) -> str:
    return f"criterion-{pk}"


def outcome_key(pk: int) -> str:
    return f"outcome-{pk}"


def milestone_key(quarter: str) -> str:
    return "milestone-" + quarter.replace("/", "-").replace(" ", "-").lower()


@transaction.atomic
def write_sections(
    *,
    report: HighlightReport,
    written: WrittenReport,
    claims: Claims,
    confirm: bool,
    by: Person,
    at: datetime,
) -> None:
    """Write the highlight report: overall ratings, sections by kind, outcomes of undertakings."""
    held = require_pen(report, by=by, on=at.date())
    saving = Saving(claims, by=by)
    _put_overall(saving, held, written.delivery, written.embedding)
    for section in Section.objects.filter(report=held):
        _put_words(saving, section, written.sections.get(section.kind))
        seen = saving.saw(section.kind, section.text, section.nothing_to_report)
        if confirm and section.carried and seen:
            saving.confirm([section])
    for undertaking in held.undertakings.filter(pk__in=written.outcomes):
        outcome = written.outcomes[undertaking.pk]
        key = outcome_key(undertaking.pk)
        saving.put(key, undertaking, place=str(undertaking), outcome=outcome)
    if confirm and held.carried and all(saving.saw(one, getattr(held, one)) for one in OVERALL):
        saving.confirm([held])
    saving.finish()


@transaction.atomic
def rate_actions(
    *,
    report: HighlightReport,
    ratings: Mapping[int, RatedAction],
    claims: Claims,
    confirm: bool,
    by: Person,
    at: datetime,
) -> None:
    """Rate the report's actions, by the id of their rating."""
    held = require_pen(report, by=by, on=at.date())
    saving = Saving(claims, by=by)
    rows = ActionRating.objects.filter(report=held, pk__in=ratings).select_related("action")
    for row in rows:
        for name in RATED:
            given = _stored(getattr(ratings[row.pk], name))
            place = f"{row.action}: {name}"
            saving.put(action_key(row.pk, name), row, place=place, **{name: given})
    if confirm:
        saving.confirm(row for row in rows if row.carried and _saw_action(saving, row))
    saving.finish()


def _saw_action(saving: Saving, row: ActionRating) -> bool:
    return all(saving.saw(action_key(row.pk, name), getattr(row, name)) for name in RATED)


@transaction.atomic
def rate_criteria(
    *,
    report: HighlightReport,
    ratings: Mapping[int, Rating],
    claims: Claims,
    confirm: bool,
    by: Person,
    at: datetime,
) -> None:
    """Rate the report's exit criteria, by the id of their rating."""
    held = require_pen(report, by=by, on=at.date())
    saving = Saving(claims, by=by)
    rows = CriterionRating.objects.filter(report=held, pk__in=ratings).select_related("criterion")
    for row in rows:
        place, given = str(row.criterion), ratings[row.pk].value
        saving.put(criterion_key(row.pk), row, place=place, rating=given)
    if confirm:
        seen = (row for row in rows if saving.saw(criterion_key(row.pk), row.rating))
        saving.confirm(row for row in seen if row.carried)
    saving.finish()


@transaction.atomic
def write_plan(
    *,
    report: HighlightReport,
    parts: Mapping[str, str],
    milestones: Mapping[str, str],
    claims: Claims,
    confirm: bool,
    by: Person,
    at: datetime,
) -> None:
    """Write the plan on a page: its boxes by name, its milestones by quarter."""
    held = require_pen(report, by=by, on=at.date())
    saving = Saving(claims, by=by)
    plan = Plan.objects.get(report=held)
    for name, text in parts.items():
        saving.put(name, plan, place=Plan.title_of(name), **{name: text})
    standing = {milestone.quarter: milestone for milestone in plan.milestones.all()}
    for quarter, text in milestones.items():
        milestone = standing.get(quarter) or Milestone(plan=plan, quarter=quarter)
        changed = saving.put(milestone_key(quarter), milestone, place=str(milestone), text=text)
        if changed and plan.carried:
            saving.confirm([plan])
    if confirm and plan.carried and all(saving.saw(name, getattr(plan, name)) for name in parts):
        saving.confirm([plan])
    saving.finish()


def overview_refusal(month: Month) -> str:
    """Give the sentence that says the overview is closed, or nothing while it is open."""
    return "" if month.is_open else f"{month} was issued. An issued month does not change."


def require_overview(month: Month, *, by: Person, on: date) -> Month:
    """Lock an open month to write its overview. Raises ``Refused`` unless ``by`` may."""
    held = Month.objects.select_for_update().get(pk=month.pk)
    require(standing_of(by, month.programme, on=on), Verb.RUN_MONTH)
    refuse(overview_refusal(held))
    return held


@dataclass(frozen=True)
class WrittenOverview:
    """A month's overview as a page gives it."""

    headline: str
    rag_assessment: str
    delivery: Rating
    embedding: Rating
    sections: Mapping[str, Words]


@transaction.atomic
def write_overview(
    *, month: Month, written: WrittenOverview, claims: Claims, by: Person, at: datetime
) -> None:
    """Write the month's overview. Raises ``Refused`` unless ``by`` is the programme office."""
    held = require_overview(month, by=by, on=at.date())
    saving = Saving(claims, by=by)
    for name in Month.TEXTS:
        saving.put(name, held, place=label_of(held, name), **{name: getattr(written, name)})
    _put_overall(saving, held, written.delivery, written.embedding)
    for section in OverviewSection.objects.filter(month=held):
        _put_words(saving, section, written.sections.get(section.kind))
    saving.finish()


def _put_overall(
    saving: Saving,
    row: HighlightReport | Month,
    delivery: Rating | None,
    embedding: Rating | None,
) -> None:
    for name, given in zip(OVERALL, (delivery, embedding), strict=True):
        if given is not None:
            saving.put(name, row, place=f"Overall {name}", **{name: given.value})


def _put_words(saving: Saving, section: Section | OverviewSection, words: Words | None) -> None:
    if words is None:
        return
    text = "" if words.nothing_to_report else words.text
    nil = words.nothing_to_report
    saving.put(section.kind, section, place=str(section), text=text, nothing_to_report=nil)


def _stored(given: Any) -> Any:
    return given.value if isinstance(given, Rating) else given


def label_of(row: Month, name: str) -> str:
    """Give what a page calls a text of the month's own."""
    return capfirst(str(row._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
