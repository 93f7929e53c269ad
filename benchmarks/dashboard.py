"""How long a large programme's dashboard takes beside an empty page of the same app.

    .venv/bin/python benchmarks/dashboard.py [--runs 9]

Makes a database of its own beside the installation's (SQLite unless DATABASE_URL names another
server) and in it two programmes: 8 workstreams, 120 actions, 200 metrics and 48 months, and one of
a tenth of that. Each month but the last is issued and has its pack; the last is open. Then it opens
an empty signed-in page and the dashboards, taking turns, and prints queries, milliseconds of the
processor, bytes and the ratio to the empty page, which has only the frame of every page. Each goal
is printed as met or MISSED; it ends with 1 where one of queries or bytes is missed, because times
depend on the machine.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
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
from reporting.demo.load import load_demo
from reporting.models import Pack
from scorecards.models import Actual, ActualLine, Aim, Metric

NOON = datetime(2024, 12, 20, 12, 0, tzinfo=UTC)
LAST = CalendarMonth(2024, 12)
SENTENCE = "The team agreed the plan with the directorate and held the first sessions. "
GOALS = {"demo": 3, "a tenth": 10, "whole": 10}  # times an empty page
PLOTLY = re.compile(r'<(?:script|link)\b[^>]*\b(?:src|href)="[^"]*plotly')
# Pages of the same use in other programs, measured once on a machine of this kind.
PEERS = {
    "update-supply-chain-information, a task list": (15, 21),
    "CISO Assistant, an action plan": (78, 189),
    "TolaData, a table of indicators": (151, None),
    "Akvo RSR, results by its API": (400, None),
}
MOST_QUERIES, MOST_KILOBYTES = {"demo": 12, "a tenth": 15, "whole": 15}, 60


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


# ---- Measuring ---------------------------------------------------------------


def empty(request: HttpRequest) -> HttpResponse:
    """Show the frame of every page without content."""
    return render(request, "base.html")


urlpatterns = [path("empty/", empty), path("", include("config.urls"))]


@dataclass(frozen=True)
class PageCost:
    """What a page costs: queries, milliseconds and kilobytes (compressed).

    ``plotly`` is whether its first paint waits for Plotly.
    """

    queries: int
    milliseconds: float
    kilobytes: float
    plotly: bool = False


def open_page(client: Client, address: str) -> PageCost:
    """Open a page and return its cost. Stops the benchmark where the page is not shown."""
    with CaptureQueriesContext(connection) as queries:
        began = time.process_time()
        response = client.get(address)
        milliseconds = (time.process_time() - began) * 1000
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}.")
    kilobytes = len(gzip.compress(response.content)) / 1000
    waits = bool(PLOTLY.search(response.content.decode()))
    return PageCost(len(queries), milliseconds, kilobytes, waits)


def measure(client: Client, addresses: dict[str, str], runs: int) -> dict[str, PageCost]:
    """Open the pages in turns, once to warm up and then ``runs`` times.

    Returns for each page the median of its times, and the most queries and kilobytes.
    """
    costs: dict[str, list[PageCost]] = {name: [] for name in addresses}
    for _ in range(runs + 1):
        for name, address in addresses.items():
            costs[name].append(open_page(client, address))
    return {
        name: PageCost(
            max(cost.queries for cost in opened[1:]),
            statistics.median(cost.milliseconds for cost in opened[1:]),
            max(cost.kilobytes for cost in opened[1:]),
            any(cost.plotly for cost in opened),
        )
        for name, opened in costs.items()
    }


# ---- Judging -----------------------------------------------------------------


def verdicts(name: str, page: PageCost, empty: PageCost) -> dict[str, bool]:
    """Return whether each goal of a page is met; empty for a page without goals."""
    if name not in GOALS:
        return {}
    return {
        "queries": page.queries <= MOST_QUERIES[name],
        "KB": page.kilobytes <= MOST_KILOBYTES,
        "ratio": page.milliseconds <= GOALS[name] * empty.milliseconds,
    }


def line_of(name: str, page: PageCost, empty: PageCost) -> str:
    """Return a line with a page's figures, and each of its goals as met or missed."""
    ratio = page.milliseconds / empty.milliseconds
    figures = f"{page.queries:9}{page.milliseconds:8.1f}{page.kilobytes:9.1f}{ratio:8.1f}"
    goals = verdicts(name, page, empty)
    words = ", ".join(f"{goal} {'met' if met else 'MISSED'}" for goal, met in goals.items())
    return f"{name:10}{figures}  {words}".rstrip()


def print_beside_peers(page: PageCost) -> None:
    """Print the demo's dashboard beside what was measured of other programs."""
    for name, (milliseconds, queries) in PEERS.items():
        counted = f", {queries} queries" if queries else ""
        share = page.milliseconds / milliseconds
        print(f"Demo beside {name} ({milliseconds} ms{counted}): {share:.2f} of its time")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    with database():
        settings.ROOT_URLCONF = __name__
        by = Person.objects.create_user("office@trust.example", name="Somebody in the office")
        load_demo(at=NOON, with_sign_ins=False)
        demo = Programme.objects.get(slug="scas")
        Appointment.objects.create(person=by, role="ceo_office", programme=demo)
        addresses = {"empty": "/empty/", "demo": "/scas/"}
        for name, size in SIZES.items():
            build(slug := name.replace(" ", "-"), size, by)
            addresses[name] = f"/{slug}/"
        client = Client()
        client.force_login(by)
        found = measure(client, addresses, runs)
    ratios = ", ".join(f"{most} ({name})" for name, most in GOALS.items())
    queries = ", ".join(f"{most} ({name})" for name, most in MOST_QUERIES.items())
    print(f"Goals: at most {queries} queries, {MOST_KILOBYTES} KB, and the ratios {ratios}.")
    print(f"{'':10}{'queries':>9}{'ms':>8}{'KB gzip':>9}{'ratio':>8}")
    missed = False
    for name, page in found.items():
        print(line_of(name, page, found["empty"]))
        goals = verdicts(name, page, found["empty"])
        missed = missed or not (goals.get("queries", True) and goals.get("KB", True))
    waits = [name for name, page in found.items() if page.plotly]
    print(f"First paint waits for Plotly: {', '.join(waits) or 'on no page'}")
    print_beside_peers(found["demo"])
    return int(missed or bool(waits))


if __name__ == "__main__":
    sys.exit(main())
