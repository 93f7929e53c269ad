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
import re
import statistics
import sys
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from large_programme import NOON, SIZES, build
from own_database import database

from improvement.models import Appointment, Person, Programme
from reporting.demo.load import load_demo

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
