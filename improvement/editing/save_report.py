"""Saving a report: each function saves one part of it, for whoever may edit it now.

Each takes the whole part, changes only what differs, and leaves a history row for each row that
changed. ``seen_texts`` is what the writer saw, and ``confirm`` says that what was carried and not
changed is checked. ``Refused`` is raised when it is not ``by``'s turn, ``StaleSave`` where somebody
else saved meanwhile; then nothing is saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.text import capfirst

from improvement.access.permissions import Verb, require, standing_of
from improvement.editing.conflicts import PageSave, SeenTexts
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
from improvement.models.report import OVERALL, RATED
from improvement.values.clock import day_of
from improvement.values.ratings import Rating
from improvement.workflow.transitions import lock_for_edit, refuse


@dataclass(frozen=True)
class Words:
    """A section's text, or nothing to report; with neither it is missing."""

    text: str
    nothing_to_report: bool = False

    def as_passage(self) -> Section:
        """Return an unsaved section with this text."""
        text = "" if self.nothing_to_report else self.text
        return Section(text=text, nothing_to_report=self.nothing_to_report)


@dataclass(frozen=True)
class WrittenActionRating:
    delivery: Rating
    embedding: Rating
    explanation: str
    mitigation: str


@dataclass(frozen=True)
class WrittenReport:
    """A highlight report as it was typed: what is left out stays as it is recorded.

    ``outcomes`` is what became of last month's undertakings, by id.
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
    seen_texts: SeenTexts,
    confirm: bool,
    by: Person,
    at: datetime,
) -> None:
    """Write the highlight report: overall ratings, sections by kind, outcomes of undertakings."""
    locked = lock_for_edit(report, by=by, on=day_of(at))
    page_save = PageSave(seen_texts, by=by)
    _change_overall(page_save, locked, written.delivery, written.embedding)
    for section in Section.objects.filter(report=locked):
        _change_words(page_save, section, written.sections.get(section.kind))
        seen = page_save.showed(section.kind, section.text, section.nothing_to_report)
        if confirm and section.carried and seen:
            page_save.confirm([section])
    for undertaking in locked.undertakings.filter(pk__in=written.outcomes):
        outcome = written.outcomes[undertaking.pk]
        key = outcome_key(undertaking.pk)
        page_save.change(key, undertaking, place=str(undertaking), outcome=outcome)
    if confirm and locked.carried and _showed_overall(page_save, locked):
        page_save.confirm([locked])
    page_save.write()


@transaction.atomic
def rate_actions(
    *,
    report: HighlightReport,
    ratings: Mapping[int, WrittenActionRating],
    seen_texts: SeenTexts,
    confirm: bool,
    by: Person,
    at: datetime,
) -> None:
    """Rate the report's actions, by the id of their rating."""
    locked = lock_for_edit(report, by=by, on=day_of(at))
    page_save = PageSave(seen_texts, by=by)
    rows = ActionRating.objects.filter(report=locked, pk__in=ratings).select_related("action")
    for row in rows:
        for name in RATED:
            fact = getattr(ratings[row.pk], name)
            fact = fact.value if isinstance(fact, Rating) else fact
            place = f"{row.action}: {name}"
            page_save.change(action_key(row.pk, name), row, place=place, **{name: fact})
    if confirm:
        for row in rows:
            shown = [
                page_save.showed(action_key(row.pk, name), getattr(row, name)) for name in RATED
            ]
            if row.carried and all(shown):
                page_save.confirm([row])
    page_save.write()


@transaction.atomic
def rate_criteria(
    *,
    report: HighlightReport,
    ratings: Mapping[int, Rating],
    seen_texts: SeenTexts,
    confirm: bool,
    by: Person,
    at: datetime,
) -> None:
    """Rate the report's exit criteria, by the id of their rating."""
    locked = lock_for_edit(report, by=by, on=day_of(at))
    page_save = PageSave(seen_texts, by=by)
    rows = CriterionRating.objects.filter(report=locked, pk__in=ratings).select_related("criterion")
    for row in rows:
        place, rating = str(row.criterion), ratings[row.pk].value
        page_save.change(criterion_key(row.pk), row, place=place, rating=rating)
    if confirm:
        seen = (row for row in rows if page_save.showed(criterion_key(row.pk), row.rating))
        page_save.confirm(row for row in seen if row.carried)
    page_save.write()


@transaction.atomic
def write_plan(
    *,
    report: HighlightReport,
    parts: Mapping[str, str],
    milestones: Mapping[str, str],
    seen_texts: SeenTexts,
    confirm: bool,
    by: Person,
    at: datetime,
) -> None:
    """Write the plan on a page: its boxes by name, its milestones by quarter."""
    locked = lock_for_edit(report, by=by, on=day_of(at))
    page_save = PageSave(seen_texts, by=by)
    plan = Plan.objects.get(report=locked)
    for name, text in parts.items():
        page_save.change(name, plan, place=Plan.title_of(name), **{name: text})
    recorded = {milestone.quarter: milestone for milestone in plan.milestones.all()}
    for quarter, text in milestones.items():
        milestone = recorded.get(quarter) or Milestone(plan=plan, quarter=quarter)
        key, place = milestone_key(quarter), str(milestone)
        if page_save.change(key, milestone, place=place, text=text) and plan.carried:
            page_save.confirm([plan])
    seen = [page_save.showed(name, getattr(plan, name)) for name in parts]
    seen += [
        page_save.showed(milestone_key(milestone.quarter), milestone.text)
        for milestone in recorded.values()
    ]
    if confirm and plan.carried and all(seen):
        page_save.confirm([plan])
    page_save.write()


def overview_refusal(month: Month) -> str:
    """Return the sentence that says the overview is closed; empty while it is open."""
    return "" if month.is_open else f"{month} was issued. An issued month does not change."


def require_overview(month: Month, *, by: Person, on: date) -> Month:
    """Lock an open month to write its overview. Raises ``Refused`` unless ``by`` may."""
    locked = Month.objects.select_for_update().get(pk=month.pk)
    require(standing_of(by, month.programme, on=on), Verb.RUN_MONTH)
    refuse(overview_refusal(locked))
    return locked


@dataclass(frozen=True)
class WrittenOverview:
    """A month's overview as it was typed."""

    headline: str
    rag_assessment: str
    delivery: Rating
    embedding: Rating
    sections: Mapping[str, Words]


@transaction.atomic
def write_overview(
    *,
    month: Month,
    written: WrittenOverview,
    seen_texts: SeenTexts,
    confirm: bool,
    by: Person,
    at: datetime,
) -> None:
    """Write the month's overview. Raises ``Refused`` unless ``by`` is the programme office."""
    locked = require_overview(month, by=by, on=day_of(at))
    page_save = PageSave(seen_texts, by=by)
    for name in Month.TEXTS:
        page_save.change(
            name, locked, place=label_of(locked, name), **{name: getattr(written, name)}
        )
    rated = _change_overall(page_save, locked, written.delivery, written.embedding)
    if rated or (confirm and _showed_overall(page_save, locked)):
        page_save.set(locked, ratings_carried=False)
    for section in OverviewSection.objects.filter(month=locked):
        _change_words(page_save, section, written.sections.get(section.kind))
    page_save.write()


def _change_overall(
    page_save: PageSave,
    row: HighlightReport | Month,
    delivery: Rating | None,
    embedding: Rating | None,
) -> bool:
    """Change the overall ratings. Returns whether the writer changed one."""
    changed = [
        page_save.change(name, row, place=f"Overall {name}", **{name: rating.value})
        for name, rating in zip(OVERALL, (delivery, embedding), strict=True)
        if rating is not None
    ]
    return any(changed)


def _showed_overall(page_save: PageSave, row: HighlightReport | Month) -> bool:
    return all(page_save.showed(name, getattr(row, name)) for name in OVERALL)


def _change_words(
    page_save: PageSave, section: Section | OverviewSection, words: Words | None
) -> None:
    if words is None:
        return
    text = "" if words.nothing_to_report else words.text
    nil = words.nothing_to_report
    page_save.change(section.kind, section, place=str(section), text=text, nothing_to_report=nil)


def label_of(row: Month, name: str) -> str:
    """Return the label of one of the month's own texts."""
    return capfirst(str(row._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
