"""What a programme file says of a month, planned against what stands in it.

A programme's first month is made whole: a report of every workstream, with a place for everything
that is rated. In a month that is open, the file fills what nobody has written yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from improvement.models import (
    ActionRating,
    CriterionRating,
    HighlightReport,
    Milestone,
    Month,
    OverviewKind,
    OverviewSection,
    Plan,
    Programme,
    Section,
    SectionKind,
    Status,
)
from improvement.programme_file.action_rows import PlannedWorkstream
from improvement.programme_file.places import Place
from improvement.programme_file.plan import Planner
from improvement.programme_file.shapes import (
    MaybeRating,
    OverviewFacts,
    PlanFacts,
    ReportFacts,
)
from improvement.values.bullets import lines_of
from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Rating
from improvement.workflow.open_month import due_on


def plan_month(
    planner: Planner, programme: Programme, slug: str, facts: OverviewFacts
) -> Month | None:
    """Plan a month's overview and return the month; None where it is not there to be filled."""
    period = CalendarMonth.parse(slug)
    place = Place().item("months", slug, period.words)
    months = list(programme.months.all()) if programme.pk else []
    month = next((month for month in months if month.period == period), None)
    if month is None and months:
        planner.leave(place, f"{period.words} is not open. Open it in the app, then load the file.")
        return None
    says: dict[str, Any] = {
        "headline": facts.headline,
        "rag_assessment": facts.rag_assessment,
        "delivery": rating_of(facts.delivery),
        "embedding": rating_of(facts.embedding),
    }
    if month is None:
        keys = {"programme": programme, "starts_on": period.starts_on}
        month = Month(**keys, due_on=due_on(period), ratings_carried=facts.carried)
        month.opened_at, month.opened_by = planner.at, planner.by
        planner.add(month, keys, place, **says)
    with planner.leaving(why_closed(month)):
        if month.pk:
            planner.compare(month, place, **says)
        for kind in OverviewKind:
            keys = {"month": month, "kind": kind.value}
            _plan_passage(planner, OverviewSection, keys, place, getattr(facts, kind), kind)
    return month


def why_closed(month: Month) -> str:
    """Return why nothing of a month may be changed by a file; empty while it may."""
    return "" if month.is_open else f"{month} has been issued."


def plan_report(
    planner: Planner,
    month: Month,
    workstream: PlannedWorkstream,
    facts: ReportFacts | None,
) -> tuple[Place, HighlightReport | None]:
    """Plan a workstream's report of a month, and return it with its place.

    Without ``facts`` only a new month has one.
    """
    is_whole = month.pk is None
    place = Place().item("months", month.slug, str(month))
    if not (is_whole or facts or workstream.facts.plan):
        return place, None
    place = place.item("reports", workstream.facts.slug, workstream.facts.name)
    report = planner.put(
        HighlightReport,
        {"month": month, "workstream": workstream.row},
        place,
        fresh={"carried": bool(facts and "ratings" in facts.carried)},
        delivery=rating_of(facts.delivery if facts else None),
        embedding=rating_of(facts.embedding if facts else None),
    )
    with planner.leaving(why_not_filled(report)):
        for kind in SectionKind:
            keys = {"report": report, "kind": kind.value}
            bullets = getattr(facts, kind) if facts else None
            carried = bool(facts and kind.value in facts.carried)
            _plan_passage(planner, Section, keys, place, bullets, kind, carried=carried)
        _plan_action_ratings(planner, report, workstream, facts, place)
        _plan_criterion_ratings(planner, report, workstream, facts, place)
        if is_whole or workstream.facts.plan:
            _plan_plan(planner, report, workstream.facts.plan, place)
    return place, report


def why_not_filled(report: HighlightReport) -> str:
    """Return why nothing of a report may be changed by a file; empty while it may."""
    if closed := why_closed(report.month):
        return closed
    status = report.status
    return "" if status is Status.DRAFT else f"The report is {status.value}: its lead has let go."


def _plan_passage(
    planner: Planner,
    model: type[OverviewSection] | type[Section],
    keys: Mapping[str, Any],
    place: Place,
    bullets: list[str] | str | None,
    kind: Any,
    **fresh: bool,
) -> None:
    """Plan a section. A list that is empty is an explicit nil return; None says nothing."""
    text = as_text(bullets)
    facts: dict[str, Any] = {"text": text, "nothing_to_report": bullets == []}
    here = place.part(kind.value, kind.label)
    row = planner.standing.find(model, keys)
    if row is None:
        planner.add(model(**keys, **fresh), keys, here, **facts)
    elif bullets == [] or not same_lines(row.text, text):
        planner.compare(row, here, together=(("text", "nothing_to_report"),), **facts)


def _plan_action_ratings(
    planner: Planner,
    report: HighlightReport,
    workstream: PlannedWorkstream,
    facts: ReportFacts | None,
    place: Place,
) -> None:
    rated = {rating.ref: rating for rating in facts.action_ratings} if facts else {}
    for reference, action in workstream.actions.items():
        rating = rated.get(reference)
        if not action.is_rated:
            continue
        says: dict[str, Any] = {
            "delivery": rating_of(rating.delivery if rating else None),
            "embedding": rating_of(rating.embedding if rating else None),
            "explanation": rating.explanation if rating else "",
            "mitigation": rating.mitigation if rating else "",
        }
        if report.month.pk is None or any(says.values()):
            here = place.item("action_ratings", reference, f"action {reference}")
            keys = {"report": report, "action": action}
            fresh = {"carried": bool(rating and rating.carried)}
            planner.put(ActionRating, keys, here, fresh=fresh, **says)


def _plan_criterion_ratings(
    planner: Planner,
    report: HighlightReport,
    workstream: PlannedWorkstream,
    facts: ReportFacts | None,
    place: Place,
) -> None:
    rated = {rating.number: rating for rating in facts.criterion_ratings} if facts else {}
    for number, criterion in workstream.criteria.items():
        rating = rated.get(number)
        value = rating_of(rating.rating if rating else None)
        if report.month.pk is None or value:
            here = place.item("criterion_ratings", number, f"criterion {number}")
            keys = {"report": report, "criterion": criterion}
            fresh = {"carried": bool(rating and rating.carried)}
            planner.put(CriterionRating, keys, here, fresh=fresh, rating=value)


def _plan_plan(
    planner: Planner, report: HighlightReport, facts: PlanFacts | None, place: Place
) -> None:
    leads = {f"printed_{role}": names for role, names in facts.leads} if facts else {}
    parts = {name: getattr(facts, name) for name in Plan.PARTS} if facts else {}
    texts: dict[str, Any] = {name: as_text(lines) for name, lines in {**leads, **parts}.items()}
    here = place.part("plan", "plan on a page")
    fresh = {"carried": bool(facts and facts.carried)}
    keys: dict[str, Any] = {"report": report}
    if standing := planner.standing.find(Plan, keys):
        texts = _that_differ(standing, texts)
    plan = planner.put(Plan, keys, here, fresh=fresh, **texts)
    for milestone in facts.milestones if facts else ():
        keys = {"plan": plan, "quarter": milestone.quarter}
        words = f"milestones of {milestone.quarter}"
        of_quarter = here.item("milestones", milestone.quarter, words)
        text = as_text(milestone.items)
        row = planner.standing.find(Milestone, keys)
        if row is None or not same_lines(row.text, text):
            planner.put(Milestone, keys, of_quarter, text=text)


def _that_differ(row: Plan, texts: dict[str, Any]) -> dict[str, Any]:
    return {name: text for name, text in texts.items() if not same_lines(getattr(row, name), text)}


def as_text(bullets: list[str] | str | None) -> str:
    """Return a file's bullets as a text, one a line."""
    return "\n".join(bullets) if isinstance(bullets, list) else bullets or ""


def same_lines(standing: str, text: str) -> bool:
    """Return whether two texts have the same bullets: an empty line is none."""
    return lines_of(standing) == lines_of(text)


def rating_of(rating: MaybeRating) -> str:
    """Return a rating as it is stored."""
    return (rating or Rating.NOT_YET_RATED).value
