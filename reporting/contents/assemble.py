"""Assembling a month: its rows resolved to Contents, for every screen and document."""

from __future__ import annotations

from datetime import datetime
from functools import cache, lru_cache

from improvement.cycle import PEN
from improvement.models import (
    HighlightReport,
    Month,
    OverviewKind,
    Plan,
    Role,
    SectionKind,
)
from improvement.models.commitments import Strength, wording_of
from improvement.models.passages import Passage, PassageState
from improvement.models.people import WORKSTREAM_ROLES, called
from improvement.periods import Quarter
from improvement.ratings import Rating, counts_of, movement, worst_of
from reporting.columns_read import RatedAction, RatedCriterion
from reporting.contents import (
    FORMAT,
    FORMAT_VERSION,
    ActionFact,
    BulletFact,
    Contents,
    CountFact,
    CriterionFact,
    JudgedFact,
    LeadFact,
    MeetingFact,
    MilestoneFact,
    MonthFact,
    OverviewFact,
    PlanFact,
    PlanPartFact,
    ProgrammeFact,
    QuarterFact,
    RatingFact,
    ReturnFact,
    SectionFact,
    UndertakingFact,
    WorkstreamFact,
)
from reporting.figure_facts import RetiredFact
from reporting.gathering import Rows, gather
from reporting.issue_facts import IssueFact
from reporting.measuring import metric_facts


def assemble(
    month: Month,
    *,
    issue: IssueFact | None = None,
    brief: bool = False,
    before: Month | None = None,
) -> Contents:
    """Give a month's contents as they stand now; with ``issue``, as the pack that is being issued.

    Brief contents leave out meetings and texts, which no dashboard draws; a pack is never brief.
    ``before`` is the month before, from whoever has it at hand.
    """
    return contents_of_rows(gather(month, brief=brief, before=before), issue=issue)


def contents_of_rows(rows: Rows, *, issue: IssueFact | None = None) -> Contents:
    """Give the contents that gathered rows make, today's or those of a moment."""
    month = rows.month
    quarters = month.programme.quarters
    return Contents(
        format=FORMAT,
        format_version=FORMAT_VERSION,
        programme=_programme(rows),
        month=MonthFact(month.slug, month.period.words, month.due_on.isoformat()),
        issue=issue,
        quarters=tuple(_quarter(quarter) for quarter in quarters),
        rating_key=tuple(rating_fact(rating) for rating in Rating),
        overview=_overview(rows),
        workstreams=tuple(_workstream(rows, report, quarters) for report in rows.reports),
    )


def workstream_fact(rows: Rows, report: HighlightReport) -> WorkstreamFact:
    """Give one report of gathered rows as facts."""
    return _workstream(rows, report, rows.month.programme.quarters)


@cache
def rating_fact(rating: Rating) -> RatingFact:
    """Give a rating in words and colour."""
    return RatingFact(rating.value or None, rating.words, rating.colour)


def _programme(rows: Rows) -> ProgrammeFact:
    programme = rows.month.programme
    return ProgrammeFact(
        slug=programme.slug,
        name=programme.name,
        organisation=programme.organisation,
        exit_on=programme.exit_on.isoformat() if programme.exit_on else "",
        meetings=tuple(MeetingFact(one.name, one.tier, one.chair) for one in rows.meetings),
    )


def _quarter(quarter: Quarter) -> QuarterFact:
    return QuarterFact(quarter.slug, quarter.financial_year, f"Q{quarter.number}")


def _overview(rows: Rows) -> OverviewFact:
    month = rows.month
    ratings = [rating for report in rows.reports for rating in rows.action_ratings[report.pk]]
    return OverviewFact(
        headline=month.headline,
        sections=tuple(
            section_fact(kind, kind.label, rows.overview.get(kind)) for kind in OverviewKind
        ),
        rag_assessment=month.rag_assessment,
        delivery=_judged("delivery", month, rows.before, ratings),
        embedding=_judged("embedding", month, rows.before, ratings),
    )


def _judged(
    dimension: str,
    judged: Month | HighlightReport,
    before: Month | HighlightReport | None,
    items: list[RatedAction],
) -> JudgedFact:
    below = [Rating(getattr(item, dimension)) for item in items]
    return JudgedFact(
        judged=rating_fact(Rating(getattr(judged, dimension))),
        before=rating_fact(Rating(getattr(before, dimension))) if before else None,
        worst=rating_fact(worst_of(below)),
        counts=tuple(CountFact(rating_fact(rating), count) for rating, count in counts_of(below)),
    )


def section_fact(kind: str, title: str, passage: Passage | None) -> SectionFact:
    """Give a section as it stands; one that has no row yet is missing."""
    if passage is None:
        return SectionFact(kind, title, PassageState.MISSING.value, ())
    bullets = tuple(BulletFact(bullet.text, bullet.level) for bullet in passage.bullets)
    carried = getattr(passage, "carried", False)
    return SectionFact(kind, title, passage.state.value, bullets, carried)


def _workstream(rows: Rows, report: HighlightReport, quarters: list[Quarter]) -> WorkstreamFact:
    workstream = report.workstream
    before = rows.reports_before.get(workstream.pk)
    ratings = rows.action_ratings[report.pk]
    sections = rows.sections[report.pk]
    return WorkstreamFact(
        slug=workstream.slug,
        name=workstream.name,
        exit_statement=workstream.exit_statement,
        leads=_leads(rows, workstream.pk),
        delivery=_judged("delivery", report, before, ratings),
        embedding=_judged("embedding", report, before, ratings),
        returned=return_fact(report),
        sections=tuple(section_fact(kind, kind.label, sections.get(kind)) for kind in SectionKind),
        actions=_actions(ratings, rows.action_ratings[before.pk] if before else []),
        criteria=_criteria(
            rows.criterion_ratings[report.pk], rows.criterion_ratings[before.pk] if before else []
        ),
        metrics=metric_facts(rows, workstream.pk, quarters, rows.month.period.ends_on),
        plan=_plan(rows, report),
        undertakings=tuple(
            UndertakingFact(one.text, one.outcome, one.get_outcome_display())
            for one in rows.undertakings[report.pk]
        ),
        carried=report.carried,
        retired=tuple(
            RetiredFact(one.pk, one.retired_because) for one in rows.retired.get(workstream.pk, ())
        ),
    )


def _leads(rows: Rows, workstream_id: int) -> tuple[LeadFact, ...]:
    appointed = rows.appointments[workstream_id]
    return tuple(
        LeadFact(role.value, role.label, tuple(one.name for one in appointed if one.role == role))
        for role in WORKSTREAM_ROLES
    )


def return_fact(report: HighlightReport) -> ReturnFact:
    """Give where a report stands, with the names as they are now."""
    return ReturnFact(
        status=report.status.value,
        words=report.status.words,
        pen=PEN[report.status].value,
        submitted_at=_iso(report.submitted_at),
        submitted_by=str(report.submitted_by or ""),
        approved_at=_iso(report.approved_at),
        approved_by=str(report.approved_by or ""),
        submitted_for=str(report.submitted_for or ""),
        extended_to=report.extended_to.isoformat() if report.extended_to else "",
        extension_reason=report.extension_reason,
    )


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _actions(now: list[RatedAction], before: list[RatedAction]) -> tuple[ActionFact, ...]:
    earlier = {rated.action_id: (rated.delivery, rated.embedding) for rated in before}
    return tuple(_action(rated, earlier.get(rated.action_id)) for rated in now)


_STRENGTHS = {one.value: str(one.label) for one in Strength}


@lru_cache(maxsize=2048)
def _action(rated: RatedAction, before: tuple[str, str] | None) -> ActionFact:
    """Make an action's fact. Every page of a month asks for all of them, and few have changed."""
    delivery, embedding = Rating(rated.delivery), Rating(rated.embedding)
    delivery_before, embedding_before = map(Rating, before) if before else (None, None)
    moves = (
        movement("Delivery", delivery_before, delivery),
        movement("Embedding", embedding_before, embedding),
    )
    return ActionFact(
        id=rated.action_id,
        ref=rated.reference,
        strength=_STRENGTHS.get(rated.strength, rated.strength),
        wording=wording_of(rated.text, rated.regulation),
        text=rated.text,
        regulation=rated.regulation,
        source=rated.source,
        delivery=rating_fact(delivery),
        embedding=rating_fact(embedding),
        delivery_before=rating_fact(delivery_before) if delivery_before is not None else None,
        embedding_before=rating_fact(embedding_before) if embedding_before is not None else None,
        red=delivery.is_red or embedding.is_red,
        moves=tuple(move for move in moves if move),
        explanation=rated.explanation,
        mitigation=rated.mitigation,
        carried=rated.carried,
    )


def _criteria(now: list[RatedCriterion], before: list[RatedCriterion]) -> tuple[CriterionFact, ...]:
    earlier = {rated.criterion_id: Rating(rated.rating) for rated in before}
    return tuple(_criterion(rated, earlier.get(rated.criterion_id)) for rated in now)


@lru_cache(maxsize=2048)
def _criterion(rated: RatedCriterion, before: Rating | None) -> CriterionFact:
    move = movement("Rating", before, Rating(rated.rating))
    return CriterionFact(
        id=rated.criterion_id,
        number=rated.number,
        text=rated.text,
        owner=called(rated.owner_name, rated.owner_email, rated.owner_slug),
        rating=rating_fact(Rating(rated.rating)),
        before=rating_fact(before) if before is not None else None,
        moves=(move,) if move else (),
        carried=rated.carried,
    )


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
