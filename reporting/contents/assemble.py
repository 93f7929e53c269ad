"""Assembling a month: its rows resolved to Contents, for every screen and document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from improvement.models import (
    ActionRating,
    HighlightReport,
    Month,
    OverviewKind,
    Plan,
    Role,
    SectionKind,
)
from improvement.models.people import WORKSTREAM_ROLES
from improvement.models.programme import Passage, PassageState
from improvement.values.parts import ReportPart
from improvement.values.periods import Quarter
from improvement.values.ratings import Rating, counts_of, worst_of
from improvement.workflow.transitions import HOLDER_OF
from reporting.contents.assemble_items import (
    actions_of,
    criteria_of,
    ended_in,
    ended_workstreams,
    rated_actions,
    reworded_in,
)
from reporting.contents.assemble_metrics import metric_facts
from reporting.contents.facts import (
    FORMAT,
    FORMAT_VERSION,
    BulletFact,
    Contents,
    LeadFact,
    MeetingFact,
    MilestoneFact,
    MonthFact,
    OverviewFact,
    PlanFact,
    PlanPartFact,
    ProgrammeFact,
    QuarterFact,
    ReturnFact,
    SectionFact,
    UndertakingFact,
    WorkstreamFact,
)
from reporting.contents.metric_facts import RetiredFact
from reporting.contents.pack_facts import IssueFact
from reporting.contents.queries import Rows, gather
from reporting.contents.rating_facts import CountFact, JudgedFact, rating_fact


def assemble(
    month: Month,
    *,
    issue: IssueFact | None = None,
    brief: bool = False,
    earlier: Sequence[Month] | None = None,
    alone: bool = False,
) -> Contents:
    """Return a month's contents as they stand now; with ``issue``, as the pack being issued.

    Brief contents leave out meetings and texts, which no dashboard draws; a pack is never brief.
    ``earlier`` are the months before, newest first, from whoever has them at hand. ``alone``
    leaves out what the month before says, for whoever has its pack.
    """
    rows = gather(month, brief=brief, earlier=earlier, alone=alone)
    return contents_of_rows(rows, issue=issue)


def contents_of_rows(rows: Rows, *, issue: IssueFact | None = None) -> Contents:
    """Return the contents that gathered rows make, today's or those of a moment."""
    month = rows.month
    quarters = month.programme.quarters
    return Contents(
        format=FORMAT,
        format_version=FORMAT_VERSION,
        programme=_programme(rows),
        month=MonthFact(month.slug, month.period.words, month.due_on.isoformat()),
        issue=issue,
        quarters=quarter_facts(month),
        rating_key=tuple(rating_fact(rating) for rating in Rating),
        overview=_overview(rows),
        workstreams=tuple(_workstream(rows, report, quarters) for report in rows.reports),
        ended=ended_workstreams(rows),
    )


def workstream_fact(rows: Rows, report: HighlightReport) -> WorkstreamFact:
    """Return one report of gathered rows as facts."""
    return _workstream(rows, report, rows.month.programme.quarters)


def _programme(rows: Rows) -> ProgrammeFact:
    programme = rows.month.programme
    return ProgrammeFact(
        slug=programme.slug,
        name=programme.name,
        organisation=programme.organisation,
        exit_on=programme.exit_on.isoformat() if programme.exit_on else "",
        exit_first=programme.exit_first.isoformat() if programme.exit_first else "",
        exit_moved_because=programme.exit_moved_because,
        parts_off=tuple(programme.parts_off or ()),
        meetings=tuple(MeetingFact(one.name, one.tier, one.chair) for one in rows.meetings),
    )


def quarter_facts(month: Month) -> tuple[QuarterFact, ...]:
    """Return the quarters of a programme's scorecards as they are seen at the end of a month."""
    return tuple(_quarter(one, month.period.ends_on) for one in month.programme.quarters)


def _quarter(quarter: Quarter, until: date) -> QuarterFact:
    is_running = quarter.starts_on <= until < quarter.ends_on
    return QuarterFact(quarter.slug, quarter.financial_year, f"Q{quarter.number}", is_running)


def _overview(rows: Rows) -> OverviewFact:
    month = rows.month
    ratings = [rating for report in rows.reports for rating in rated_actions(rows, report)]
    both = (month, rows.before, ratings, _month_before(rows))
    return OverviewFact(
        headline=month.headline,
        sections=tuple(
            section_fact(kind, kind.label, rows.overview.get(kind)) for kind in OverviewKind
        ),
        rag_assessment=month.rag_assessment,
        delivery=_judged("delivery", *both),
        embedding=_judged("embedding", *both),
    )


def _month_before(rows: Rows) -> str:
    """The name of the month that things were carried from: December."""
    return f"{rows.before.starts_on:%B}" if rows.before else ""


def _judged(
    dimension: str,
    judged: Month | HighlightReport,
    before: Month | HighlightReport | None,
    items: list[ActionRating],
    came_from: str,
) -> JudgedFact:
    below = [Rating(getattr(item, dimension)) for item in items]
    carried = [Rating(getattr(item, dimension)) for item in items if item.carried]
    confirmed = [Rating(getattr(item, dimension)) for item in items if not item.carried]
    is_carried = judged.ratings_carried if isinstance(judged, Month) else judged.carried
    month = came_from if is_carried else ""
    return JudgedFact(
        judged=rating_fact(Rating(getattr(judged, dimension)), month),
        before=rating_fact(Rating(getattr(before, dimension))) if before else None,
        worst=rating_fact(worst_of(confirmed)),
        counts=_counts(below),
        carried_counts=_counts(filter(None, carried), came_from),
    )


def _counts(ratings: Iterable[Rating], came_from: str = "") -> tuple[CountFact, ...]:
    counted = counts_of(ratings)
    return tuple(CountFact(rating_fact(rating, came_from), count) for rating, count in counted)


def section_fact(kind: str, title: str, passage: Passage | None) -> SectionFact:
    """Return a section as it stands; one that has no row yet is missing."""
    if passage is None:
        return SectionFact(kind, title, PassageState.MISSING.value, ())
    bullets = tuple(BulletFact(bullet.text, bullet.level) for bullet in passage.bullets)
    carried = getattr(passage, "carried", False)
    return SectionFact(kind, title, passage.state.value, bullets, carried)


def _workstream(rows: Rows, report: HighlightReport, quarters: list[Quarter]) -> WorkstreamFact:
    workstream = report.workstream
    before = rows.reports_before.get(workstream.pk)
    ratings = rated_actions(rows, report)
    sections = rows.sections[report.pk]
    came_from = _month_before(rows)
    both = (report, before, ratings, came_from)
    off = rows.month.programme.parts_off or ()
    return WorkstreamFact(
        slug=workstream.slug,
        name=workstream.name,
        exit_statement=workstream.exit_statement,
        leads=_leads(rows, workstream.pk),
        delivery=_judged("delivery", *both),
        embedding=_judged("embedding", *both),
        returned=return_fact(report),
        sections=tuple(
            section_fact(kind, kind.label, sections.get(kind))
            for kind in SectionKind
            if kind not in off
        ),
        actions=actions_of(rows, report, came_from),
        criteria=() if ReportPart.CRITERIA in off else criteria_of(rows, report, came_from),
        metrics=()
        if ReportPart.SCORECARD in off
        else metric_facts(rows, workstream.pk, quarters, rows.month.period.ends_on),
        plan=None if ReportPart.PLAN in off else _plan(rows, report),
        undertakings=tuple(
            UndertakingFact(one.text, one.outcome, one.get_outcome_display())
            for one in rows.undertakings[report.pk]
        ),
        carried=report.carried,
        retired=tuple(
            RetiredFact(one.pk, one.retired_because) for one in rows.retired.get(workstream.pk, ())
        ),
        carried_from=came_from,
        ended=ended_in(rows, report),
        reworded=reworded_in(rows, report),
    )


def _leads(rows: Rows, workstream_id: int) -> tuple[LeadFact, ...]:
    appointed = rows.appointments[workstream_id]
    return tuple(
        LeadFact(
            role.value,
            role.label,
            tuple(
                lead.person.name for lead in appointed if lead.role == role and not lead.is_deputy
            ),
        )
        for role in WORKSTREAM_ROLES
    )


def return_fact(report: HighlightReport) -> ReturnFact:
    """Return where a report stands, with the names as they are now."""
    return ReturnFact(
        status=report.status.value,
        words=report.status.words,
        pen=HOLDER_OF[report.status].value,
        submitted_at=_iso(report.submitted_at),
        submitted_by=str(report.submitted_by or ""),
        approved_at=_iso(report.approved_at),
        approved_by=str(report.approved_by or ""),
        submitted_for=str(report.submitted_for or ""),
    )


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _plan(rows: Rows, report: HighlightReport) -> PlanFact | None:
    plan = rows.plans.get(report.pk)
    if plan is None:
        return None
    return PlanFact(
        leads=tuple(
            LeadFact(role, Role(role).label, tuple(_lines(getattr(plan, f"printed_{role}"))))
            for role in ("executive_lead", "sro", "programme_manager")
        ),
        parts=tuple(_plan_part(plan, name) for name in Plan.PARTS),
        milestones=tuple(
            MilestoneFact(milestone.quarter, tuple(_lines(milestone.text)))
            for milestone in rows.milestones[plan.pk]
        ),
        carried=plan.carried,
    )


def _plan_part(plan: Plan, name: str) -> PlanPartFact:
    return PlanPartFact(name, Plan.title_of(name), tuple(_lines(getattr(plan, name))))


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]
