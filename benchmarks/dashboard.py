"""How long a large programme's dashboard takes beside an empty page of the same app.

    .venv/bin/python benchmarks/dashboard.py [--runs 9]

Makes a database of its own beside the installation's (SQLite unless DATABASE_URL names another
server) and in it two programmes: 8 workstreams, 120 actions, 200 metrics and 48 months, and one of
a tenth of that. Each month but the last is issued and has its pack; the last is open. Then it opens
an empty signed-in page and both dashboards, taking turns, and prints queries, milliseconds, bytes
and the ratio to the empty page. The empty page is the frame of every page around nothing. Each goal
is said to be met or MISSED; it ends with 1 where one of queries or bytes is missed, for times are
those of one machine.
"""

from __future__ import annotations

import argparse
import gzip
import random
import statistics
import sys
import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from own_database import database

from improvement.models import (
    ActionRating,
    Appointment,
    CqcAction,
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
from improvement.periods import CalendarMonth, Quarter
from reporting.assembly import assemble
from reporting.contents import Contents, to_json
from reporting.issue_facts import IssueFact
from reporting.models import Pack
from reporting.what_changed import changes_since
from scorecards.models import Actual, ActualLine, Aim, Metric

NOON = datetime(2024, 12, 20, 12, 0, tzinfo=UTC)
LAST = CalendarMonth(2024, 12)
SENTENCE = "The team agreed the plan with the directorate and held the first sessions. "
GOALS = {"a tenth": 10, "whole": 20}
MOST_QUERIES, MOST_KILOBYTES = 15, 120


@dataclass(frozen=True)
class Size:
    workstreams: int
    actions: int
    metrics: int
    months: int


SIZES = {"a tenth": Size(1, 12, 20, 5), "whole": Size(8, 120, 200, 48)}


# ---- Building: rows in bulk, without their history, which no dashboard reads ---


def build(slug: str, size: Size, by: Person) -> Programme:
    """Make a programme of ``size`` whose months up to ``LAST`` are issued, but for the last."""
    chance = random.Random(slug)  # noqa: S311 - for looks only
    periods = _periods(size.months)
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


def _periods(count: int) -> list[CalendarMonth]:
    periods = [LAST]
    while len(periods) < count:
        periods.insert(0, periods[0].before())
    return periods


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
    CqcAction.objects.create(
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
        CriterionRating(report=report, criterion=one, rating=_rating(chance, one.pk, month))
        for one in workstream.criteria.all()
    )
    plan = Plan.objects.create(report=report, background=SENTENCE * 4, aims=SENTENCE * 4)
    Milestone.objects.create(plan=plan, quarter="2025/26 Q1", text=SENTENCE)


def _rating(chance: random.Random, item: int, month: Month) -> str:
    """A rating that mostly stands for half a year, and now and then does not."""
    given = ("on_track", "off_track", "overdue", "complete")
    stretch = _half_year(month, item)
    return chance.choice(given) if chance.random() < 0.05 else given[(stretch + item) % 4]


def _half_year(month: Month, item: int = 0) -> int:
    return (month.starts_on.year * 12 + month.starts_on.month + item) // 6


def _section(report: HighlightReport, kind: str) -> str:
    """Eight sentences in four lines: half of them are carried, the others are of their month."""
    carried = f"Carried in {kind} of {report.workstream}: {SENTENCE * 2}"
    fresh = f"In {report.month} governance in {kind} of {report.workstream}: {SENTENCE * 2}"
    return "\n".join((carried, fresh) * 2)


def _issue(month: Month, before: Contents | None, by: Person) -> Contents:
    """Freeze a month as the app does, but for its documents."""
    facts = IssueFact(1, NOON.isoformat(), str(by), "")
    contents = assemble(month, issue=facts)
    contents = replace(contents, changes=changes_since(before, contents))
    Pack.objects.create(
        month=month, version=1, contents_json=to_json(contents), issued_at=NOON, issued_by=by
    )
    return contents


# ---- Measuring ---------------------------------------------------------------


def empty(request: HttpRequest) -> HttpResponse:
    """Answer with the frame of every page around nothing."""
    return render(request, "base.html")


urlpatterns = [path("empty/", empty), path("", include("config.urls"))]


@dataclass(frozen=True)
class Measured:
    """A page: its queries, the median of its milliseconds, and its compressed kilobytes."""

    queries: int
    milliseconds: float
    kilobytes: float


def measure(client: Client, addresses: dict[str, str], runs: int) -> dict[str, Measured]:
    """Open the pages in turns, once to warm up and then ``runs`` times."""
    times: dict[str, list[float]] = {name: [] for name in addresses}
    queries, sizes = {}, {}
    for _ in range(runs + 1):
        for name, address in addresses.items():
            with CaptureQueriesContext(connection) as asked:
                began = time.perf_counter()
                answer = client.get(address)
                times[name].append((time.perf_counter() - began) * 1000)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answered {answer.status_code}.")
            queries[name], sizes[name] = len(asked), len(gzip.compress(answer.content)) / 1000
    return {
        name: Measured(queries[name], statistics.median(found[1:]), sizes[name])
        for name, found in times.items()
    }


# ---- Judging -----------------------------------------------------------------


def verdicts(name: str, page: Measured, empty: Measured) -> dict[str, bool]:
    """Say of each goal of a page whether it is met; none of a page that has no goals."""
    if name not in GOALS:
        return {}
    return {
        "queries": page.queries <= MOST_QUERIES,
        "KB": page.kilobytes <= MOST_KILOBYTES,
        "ratio": page.milliseconds <= GOALS[name] * empty.milliseconds,
    }


def falls_short(found: dict[str, Measured]) -> bool:
    """Say whether a page misses a goal that is the same on every machine: not that of its time."""
    judged = (verdicts(name, page, found["empty"]) for name, page in found.items())
    return not all(one["queries"] and one["KB"] for one in judged if one)


def told(name: str, page: Measured, empty: Measured) -> str:
    """Give the line of a page: its figures, and each of its goals as met or missed."""
    ratio = page.milliseconds / empty.milliseconds
    figures = f"{page.queries:9}{page.milliseconds:8.1f}{page.kilobytes:9.1f}{ratio:8.1f}"
    judged = verdicts(name, page, empty)
    said = ", ".join(f"{goal} {'met' if met else 'MISSED'}" for goal, met in judged.items())
    return f"{name:10}{figures}  {said}".rstrip()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    with database():
        settings.ROOT_URLCONF = __name__
        by = Person.objects.create_user("office@trust.example", name="Somebody in the office")
        addresses = {"empty": "/empty/"}
        for name, size in SIZES.items():
            build(slug := name.replace(" ", "-"), size, by)
            addresses[name] = f"/{slug}/"
        client = Client()
        client.force_login(by)
        found = measure(client, addresses, runs)
    ratios = ", ".join(f"{most} ({name})" for name, most in GOALS.items())
    print(f"Goals: at most {MOST_QUERIES} queries, {MOST_KILOBYTES} KB, and the ratios {ratios}.")
    print(f"{'':10}{'queries':>9}{'ms':>8}{'KB gzip':>9}{'ratio':>8}")
    for name, page in found.items():
        print(told(name, page, found["empty"]))
    return int(falls_short(found))


if __name__ == "__main__":
    sys.exit(main())
