"""How fast a large scorecard is saved, as a ratio to as many bare Django saves in the same run.

    .venv/bin/python benchmarks/scorecard.py [--metrics 50] [--quarters 8] [--runs 5]

Makes a database of its own beside the installation's (SQLite unless DATABASE_URL names another
server), loads the demo and a workstream with as many metrics, and saves every open cell through
the page a lead uses. The bare saves write the same rows and rows of history, without a page.
"""

from __future__ import annotations

import argparse
import html
import re
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from django.db import connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from own_database import database

from improvement.models import HighlightReport, Person, Programme
from reporting.demo import load
from scorecards.models import Actual, ActualLine, Aim, Metric

NOON = datetime(2024, 1, 10, 12, 0, tzinfo=UTC)
PAGE = "/scas/2024-01/culture-and-staff-wellbeing/scorecard/"
GOAL = 3


def build(metrics: int, quarters: int) -> HighlightReport:
    """Load the demo, and make Culture & Staff Wellbeing a report of ``metrics`` open metrics."""
    load.load_demo(at=NOON, with_sign_ins=False)
    programme = Programme.objects.get(slug="scas")
    report = HighlightReport.objects.select_related("month", "workstream").get(
        month__starts_on="2024-01-01", workstream__slug="culture-and-staff-wellbeing"
    )
    # Figures can be entered up to the month's quarter, so the first quarter is that long ago.
    slugs = [quarter.slug for quarter in programme.quarters]
    first = max(0, slugs.index(report.month.quarter.slug) + 1 - quarters)
    Metric.objects.filter(workstream=report.workstream).exclude(number="1").update(
        retired_from="2023-01-01"
    )
    for number in range(metrics - 1):
        metric = Metric.objects.create(
            workstream=report.workstream,
            number=f"b{number}",
            position=100 + number,
            name=f"Benchmark {number}",
            kind="number",
            direction="up",
        )
        ActualLine.objects.create(metric=metric, name="Actual")
        for quarter in slugs[first:]:
            Aim.objects.create(metric=metric, quarter=quarter, printed="10")
    return report


def page_of(client: Client, salt: int) -> dict[str, str]:
    """Return what a browser would send: every open cell with a new figure."""
    page = client.get(f"{PAGE}?restate=1").content.decode()
    sent = {
        name: html.unescape(value)
        for name, value in re.findall(r'name="(seen|writer)" value="([^"]*)"', page)
    }
    cells = re.findall(r'name="(actual-[^"]+)"', page)
    figures = {name: f"{salt}.{place}" for place, name in enumerate(cells)}
    return sent | figures | {"restate": "1", "restating": "For the benchmark"}


def timed(work: Callable[[], object]) -> tuple[float, int]:
    """Return the milliseconds and the number of queries of ``work``."""
    reset_queries()
    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        work()
        took = time.perf_counter() - began
    return took * 1000, len(queries)


def bare_saves(actuals: list[Actual], by: Person, salt: int) -> None:
    """Save as many rows as the page changes, each with its row of history."""
    with transaction.atomic():
        for place, actual in enumerate(actuals):
            actual.printed = f"{salt}.{place}"
            actual._history_user = by  # type: ignore[attr-defined]
            actual.save()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--metrics", type=int, default=50)
    parser.add_argument("--quarters", type=int, default=8)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with database():
        report = build(options.metrics, options.quarters)
        client, lead = Client(), Person.objects.get(slug="nicola-howells")
        client.force_login(lead)
        page, bare = [], []
        for run in range(options.runs + 1):
            once = one_run(client, lead, report, salt=1000 + 2 * run)
            page.append(once[0])
            bare.append(once[1])
        print_ratio(options.metrics, once[2], page[1:], bare[1:])


def one_run(
    client: Client, lead: Person, report: HighlightReport, salt: int
) -> tuple[tuple[float, int], tuple[float, int], int]:
    """Save every open cell through the page, then with bare saves. Stops if a figure is missing."""
    sent = page_of(client, salt)
    page = timed(lambda: client.post(PAGE, sent))
    cells = sum(name.startswith("actual-") for name in sent)
    rows = Actual.objects.filter(line__metric__workstream=report.workstream)
    saved = list(rows.filter(printed__startswith=f"{salt}."))
    if len(saved) != cells:
        sys.exit(f"Only {len(saved)} of {cells} figures were saved: nothing measured.")
    return page, timed(lambda: bare_saves(saved, lead, salt + 1)), cells


def print_ratio(
    metrics: int, cells: int, page: list[tuple[float, int]], bare: list[tuple[float, int]]
) -> None:
    """Print the times and queries of both, and their ratio."""
    took, base = (statistics.median(ms for ms, _ in runs) for runs in (page, bare))
    print(f"{metrics} metrics, {cells} changed figures, {connection.vendor}, {len(page)} runs")
    print(f"  the page        {took:8.0f} ms  {page[0][1]:5} queries")
    print(f"  bare saves      {base:8.0f} ms  {bare[0][1]:5} queries")
    print(f"  ratio           {took / base:8.2f}     goal: at most {GOAL}")


if __name__ == "__main__":
    main()
