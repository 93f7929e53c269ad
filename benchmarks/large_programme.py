"""Makes a made-up programme of any size: workstreams, actions, metrics and issued months.

Each month but the last is issued and has its pack, without documents; the last is open.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import own_database  # noqa: F401  sets Django up before the models are read

from improvement.models import (
    Action,
    ActionRating,
    Appointment,
    CriterionRating,
    ExitCriterion,
    HighlightReport,
    Milestone,
    Month,
    Person,
    Plan,
    Programme,
    Section,
    SectionKind,
    Workstream,
)
from improvement.values.periods import CalendarMonth, Quarter
from reporting.changes.compare import changes_since
from reporting.contents.assemble import assemble
from reporting.contents.facts import Contents, to_json
from reporting.contents.pack_facts import IssueFact
from reporting.models import Pack
from scorecards.models import Actual, ActualLine, Aim, Metric

NOON = datetime(2024, 12, 20, 12, 0, tzinfo=UTC)
LAST = CalendarMonth(2024, 12)
SENTENCE = "The team agreed the plan with the directorate and held the first sessions. "


@dataclass(frozen=True)
class Size:
    workstreams: int
    actions: int
    metrics: int
    months: int


SIZES = {"a tenth": Size(1, 12, 20, 5), "whole": Size(8, 120, 200, 48)}


# ---- Building: rows in bulk, without their history, which no dashboard reads ---


def build(slug: str, size: Size, by: Person) -> Programme:
    """Make a programme of ``size``. All its months but the last, ``LAST``, are issued."""
    chance = random.Random(slug)  # noqa: S311 - no secret
    periods = [LAST]
    while len(periods) < size.months:
        periods.insert(0, periods[0].before())
    programme = Programme.objects.create(
        slug=slug,
        name=f"Programme {slug}",
        organisation="A trust",
        exit_on=date(2025, 9, 30),
        first_quarter=Quarter.of(periods[0].starts_on).slug,
        last_quarter="2025/26 Q2",
    )
    Appointment.objects.create(person=by, role="ceo_office", programme=programme)
    streams = [_workstream(programme, place) for place in range(size.workstreams)]
    for place in range(size.actions):
        _action(streams[place % len(streams)], place)
    for place in range(size.metrics):
        _metric(streams[place % len(streams)], place, chance)
    before = None
    for period in periods:
        month = _month(programme, period, by, issued=period != LAST)
        for stream in streams:
            _report(month, stream, by, chance)
        if month.issued_at:
            before = _issue(month, before, by)
    return programme


def _workstream(programme: Programme, place: int) -> Workstream:
    workstream = Workstream.objects.create(
        programme=programme,
        slug=f"workstream-{place}",
        name=f"Workstream {place}",
        position=place,
        exit_statement="What has to be true for the trust to leave the segment",
    )
    for number in range(1, 6):
        ExitCriterion.objects.create(
            workstream=workstream, number=str(number), position=number, text=SENTENCE
        )
    for role in ("executive_lead", "sro", "programme_manager"):
        person = Person.objects.create(
            programme=programme, slug=f"{workstream.slug}-{role}", name=f"{role} {place}"
        )
        Appointment.objects.create(
            person=person, role=role, programme=programme, workstream=workstream
        )
    return workstream


def _action(workstream: Workstream, place: int) -> None:
    Action.objects.create(
        workstream=workstream,
        reference=f"W{workstream.position}-{place:03}",
        position=place,
        strength=("must", "should")[place % 2],
        text=f"Action {place}. {SENTENCE}",
        regulation="Regulation 17 (1)",
    )


def _metric(workstream: Workstream, place: int, chance: random.Random) -> None:
    metric = Metric.objects.create(
        workstream=workstream,
        number=str(place),
        position=place,
        name=f"Share of what is measured by metric {place}",
        kind="percent",
        direction="up",
        target="95%",
        target_when="2025/26 Q1",
    )
    line = ActualLine.objects.create(metric=metric, name="Actual")
    quarters = [quarter.slug for quarter in workstream.programme.quarters]
    Aim.objects.bulk_create(
        Aim(metric=metric, quarter=quarter, printed=f"{60 + count}%")
        for count, quarter in enumerate(quarters)
    )
    Actual.objects.bulk_create(
        Actual(line=line, quarter=quarter, printed=f"{chance.randint(40, 99)}%")
        for quarter in quarters
        if Quarter.parse(quarter) <= Quarter.of(LAST.starts_on)
    )


def _month(programme: Programme, period: CalendarMonth, by: Person, *, issued: bool) -> Month:
    facts = {"issued_at": NOON, "issued_by": by} if issued else {}
    return Month.objects.create(
        programme=programme,
        starts_on=period.starts_on,
        due_on=period.next().starts_on.replace(day=5),
        delivery="off_track",
        embedding="on_track",
        **facts,
    )


def _report(month: Month, workstream: Workstream, by: Person, chance: random.Random) -> None:
    done = {"submitted_at": NOON, "submitted_by": by}
    facts = done | {"issued_at": NOON, "issued_by": by} if month.issued_at else done
    report = HighlightReport.objects.create(
        month=month, workstream=workstream, delivery="off_track", embedding="on_track", **facts
    )
    Section.objects.bulk_create(
        Section(report=report, kind=kind, text=_section(report, kind))
        for kind in SectionKind.values
    )
    ActionRating.objects.bulk_create(
        ActionRating(
            report=report,
            action=action,
            delivery=_rating(chance, action.pk, month),
            embedding=_rating(chance, action.pk + 1, month),
            explanation=f"Half-year {_half_year(month)}, action {action.position}: {SENTENCE}",
        )
        for action in workstream.actions.all()
    )
    CriterionRating.objects.bulk_create(
        CriterionRating(
            report=report, criterion=criterion, rating=_rating(chance, criterion.pk, month)
        )
        for criterion in workstream.criteria.all()
    )
    plan = Plan.objects.create(report=report, background=SENTENCE * 4, aims=SENTENCE * 4)
    Milestone.objects.create(plan=plan, quarter="2025/26 Q1", text=SENTENCE)


def _rating(chance: random.Random, item: int, month: Month) -> str:
    """Return a rating that mostly stays the same for half a year."""
    ratings = ("on_track", "off_track", "overdue", "complete")
    stretch = _half_year(month, item)
    return chance.choice(ratings) if chance.random() < 0.05 else ratings[(stretch + item) % 4]


def _half_year(month: Month, item: int = 0) -> int:
    return (month.starts_on.year * 12 + month.starts_on.month + item) // 6


def _section(report: HighlightReport, kind: str) -> str:
    """Return eight sentences in four lines, of which half are the same every month."""
    carried = f"Carried in {kind} of {report.workstream}: {SENTENCE * 2}"
    fresh = f"In {report.month} governance in {kind} of {report.workstream}: {SENTENCE * 2}"
    return "\n".join((carried, fresh) * 2)


def _issue(month: Month, before: Contents | None, by: Person) -> Contents:
    """Freeze a month's contents as the app does, without documents."""
    facts = IssueFact(1, NOON.isoformat(), str(by), "")
    contents = assemble(month, issue=facts)
    contents = replace(contents, changes=changes_since(before, contents))
    Pack.objects.create(
        month=month, version=1, contents_json=to_json(contents), issued_at=NOON, issued_by=by
    )
    return contents
