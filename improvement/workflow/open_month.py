"""Opening a month: a draft report for every workstream, carried forward from the month before.

Ratings, explanations, risks, issues and the plan are carried, and marked as carried until somebody
changes or confirms them. The sections on what happened in the month start empty. The bullets of the
earlier month's “month ahead” become undertakings, to be answered one by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction

from improvement.access.permissions import Verb, require, standing_of
from improvement.audit import changes
from improvement.models import (
    ActionRating,
    CriterionRating,
    Endable,
    HighlightReport,
    Milestone,
    Month,
    OverviewKind,
    OverviewSection,
    Person,
    Plan,
    Programme,
    Section,
    SectionKind,
    Undertaking,
    Workstream,
)
from improvement.models.programme import PassageState
from improvement.values.clock import day_of
from improvement.values.periods import CalendarMonth
from improvement.values.working_days import working_day_before
from improvement.workflow.transitions import refuse

RETURNS_DUE_ON_DAY = 5  # of the month after
Reported = TypeVar("Reported", bound=Endable)
Carried = ActionRating | CriterionRating | Plan
CARRIED_SECTIONS = (SectionKind.RISKS, SectionKind.ISSUES)


def due_on(period: CalendarMonth) -> date:
    """Return the day returns are due: the 5th of the next month, or the working day before it."""
    return working_day_before(period.next().starts_on.replace(day=RETURNS_DUE_ON_DAY))


def opening_refusal(programme: Programme, period: CalendarMonth) -> str:
    """Return the sentence that says a month cannot be opened; empty when it can."""
    months = list(programme.months.all())
    if any(month.period == period for month in months):
        return f"{period.words} is open already or has been issued."
    if still_open := [month for month in months if month.is_open]:
        return f"{still_open[0]} is still open. Issue its pack first."
    if any(month.period > period for month in months):
        return f"A month after {period.words} has been issued, so it can no longer be opened."
    if not workstreams_in(programme, period):
        return f"No workstream would report in {period.words}: add one first."
    return ""


def workstreams_in(programme: Programme, period: CalendarMonth) -> list[Workstream]:
    """Return the workstreams that report in a month: those that have not ended by then."""
    workstreams = programme.workstreams.select_related("programme")
    return [each for each in workstreams if each.is_reported_on(period.starts_on)]


@transaction.atomic
def open_month(*, programme: Programme, period: CalendarMonth, by: Person, at: datetime) -> Month:
    """Open a month with a draft report for every workstream.

    Raises ``Refused`` unless ``by`` may, if the month exists, or if another is still open.
    """
    require(standing_of(by, programme, on=day_of(at)), Verb.RUN_MONTH)
    Programme.objects.select_for_update().get(pk=programme.pk)  # two offices open one month once
    refuse(opening_refusal(programme, period))
    before = programme.months.first()
    month = Month(
        programme=programme,
        starts_on=period.starts_on,
        due_on=due_on(period),
        delivery=before.delivery if before else "",
        embedding=before.embedding if before else "",
        ratings_carried=bool(before and (before.delivery or before.embedding)),
        opened_at=at,
        opened_by=by,
    )
    changes.record(month, by=by)
    for kind in OverviewKind.values:
        changes.record(OverviewSection(month=month, kind=kind), by=by)
    for workstream in workstreams_in(programme, period):
        open_report(month, workstream, before, by=by)
    return month


def open_report(month: Month, workstream: Workstream, before: Month | None, *, by: Person) -> None:
    """Make a workstream's draft report, carried forward from ``before`` if it reported then."""
    earlier = before.reports.filter(workstream=workstream).first() if before else None
    report = HighlightReport(
        month=month,
        workstream=workstream,
        delivery=earlier.delivery if earlier else "",
        embedding=earlier.embedding if earlier else "",
        carried=bool(earlier and (earlier.delivery or earlier.embedding)),
    )
    changes.record(report, by=by)
    _carry_sections(report, earlier, by)
    _carry_action_ratings(report, earlier, by)
    _carry_criterion_ratings(report, earlier, by)
    _carry_plan(report, earlier, by)
    ahead = earlier.sections.filter(kind=SectionKind.MONTH_AHEAD).first() if earlier else None
    for place, bullet in enumerate(ahead.bullets if ahead else ()):
        changes.record(Undertaking(report=report, position=place, text=bullet.text), by=by)


def _carry_sections(report: HighlightReport, earlier: HighlightReport | None, by: Person) -> None:
    before = {section.kind: section for section in earlier.sections.all()} if earlier else {}
    for kind in SectionKind:
        section = Section(report=report, kind=kind)
        if kind in CARRIED_SECTIONS and kind in before:
            section.text = before[kind].text
            section.nothing_to_report = before[kind].nothing_to_report
            section.carried = section.state is not PassageState.MISSING
        changes.record(section, by=by)


def reported(report: HighlightReport, things: Iterable[Reported]) -> list[Reported]:
    """Return the actions or criteria that a report's month reports: those that have not ended."""
    return [thing for thing in things if thing.is_reported_on(report.month.starts_on)]


def _carry_action_ratings(
    report: HighlightReport, earlier: HighlightReport | None, by: Person
) -> None:
    rated = {rating.action_id: rating for rating in earlier.action_ratings.all()} if earlier else {}
    for action in reported(report, report.workstream.actions.select_related("parent")):
        if not action.is_rated:
            continue
        rating = ActionRating(report=report, action=action)
        _copy(rated.get(action.pk), rating, "delivery", "embedding", "explanation", "mitigation")
        changes.record(rating, by=by)


def _carry_criterion_ratings(
    report: HighlightReport, earlier: HighlightReport | None, by: Person
) -> None:
    ratings = earlier.criterion_ratings.all() if earlier else ()
    rated = {rating.criterion_id: rating for rating in ratings}
    for criterion in reported(report, report.workstream.criteria.all()):
        rating = CriterionRating(report=report, criterion=criterion)
        _copy(rated.get(criterion.pk), rating, "rating")
        changes.record(rating, by=by)


def _carry_plan(report: HighlightReport, earlier: HighlightReport | None, by: Person) -> None:
    planned = Plan.objects.filter(report=earlier).first() if earlier else None
    plan = Plan(report=report)
    _copy(planned, plan, *Plan.LEADS, *Plan.PARTS)
    changes.record(plan, by=by)
    for milestone in planned.milestones.all() if planned else ():
        copy = Milestone(plan=plan, quarter=milestone.quarter, text=milestone.text)
        changes.record(copy, by=by)


def _copy(source: object | None, target: Carried, *names: str) -> None:
    """Copy facts; ``target`` is marked as carried where there was anything to copy."""
    for name in names if source else ():
        setattr(target, name, getattr(source, name))
    target.carried = bool(source) and any(getattr(target, name) for name in names)
