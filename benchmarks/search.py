"""How long a search takes beside an empty page of the same app, and what it keeps in memory.

    .venv/bin/python benchmarks/search.py [--runs 9]

Makes a database of its own beside the installation's (SQLite unless DATABASE_URL names another
server) and in it the large programme of benchmarks/dashboard.py: 8 workstreams, 120 actions, 200
metrics and 48 months, of which 47 are issued. Sections and reasons are other ones each month, so
that every pack says something of its own. Then it searches for the first time in a process,
which takes the packs apart, and again, taking turns with an empty signed-in page and with other
words; it prints queries, milliseconds, the ratio to the empty page and the memory that a process
keeps of the packs. It ends with 1 where the goal of queries is missed, for times are those of one
machine.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
import tracemalloc
from dataclasses import dataclass

import dashboard
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from own_database import database

from improvement.models import Appointment, Person
from reporting.search import kept

GOAL = 20  # times the empty page, for a search that is not the first
MOST_QUERIES = 25
SEARCHES = {
    "the": "?q=the",
    "governance": "?q=governance",
    "two words": "?q=the+sessions",
    "95%": "?q=95%25",
    "nothing": "?q=nowhere",
    "one month": "?q=the&month=2023-03",
}


@dataclass(frozen=True)
class Measured:
    """A page: its queries and its milliseconds."""

    queries: int
    milliseconds: float


def opened(client: Client, address: str) -> Measured:
    with CaptureQueriesContext(connection) as asked:
        began = time.perf_counter()
        answer = client.get(address)
        took = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}.")
    return Measured(len(asked), took)


def in_turns(client: Client, addresses: dict[str, str], runs: int) -> dict[str, Measured]:
    """Open the pages in turns; give the median of their times, and the most queries."""
    found: dict[str, list[Measured]] = {name: [] for name in addresses}
    for _ in range(runs):
        for name, address in addresses.items():
            found[name].append(opened(client, address))
    return {
        name: Measured(
            max(one.queries for one in pages),
            statistics.median(one.milliseconds for one in pages),
        )
        for name, pages in found.items()
    }


def kept_megabytes(client: Client) -> float:
    """Give what a process keeps of the packs once it has searched them all."""
    kept.forget()
    gc.collect()
    tracemalloc.start()
    client.get("/search/?q=nowhere")
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / 1e6


def told(name: str, page: Measured, empty: Measured, goal: int = 0) -> str:
    ratio = page.milliseconds / empty.milliseconds
    met = "" if not goal else "met" if ratio <= goal else "MISSED"
    return f"{name:16}{page.queries:9}{page.milliseconds:10.1f}{ratio:8.1f}  {met}".rstrip()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    with database():
        settings.ROOT_URLCONF = dashboard.__name__
        by = Person.objects.create_user("office@trust.example", name="Somebody in the office")
        dashboard.build("whole", dashboard.SIZES["whole"], by)
        Appointment.objects.create(
            person=by, role="programme_office", programme=by.appointments.get().programme
        )
        client = Client()
        client.force_login(by)
        opened(client, "/empty/")
        first = opened(client, "/search/?q=the")
        pages = {name: f"/search/{asked}" for name, asked in SEARCHES.items()}
        found = in_turns(client, {"empty": "/empty/", **pages}, runs)
        megabytes = kept_megabytes(client)
    empty = found.pop("empty")
    print(
        f"Goals: at most {GOAL} times the empty page once packs are read, {MOST_QUERIES} queries."
    )
    print(f"{'':16}{'queries':>9}{'ms':>10}{'ratio':>8}")
    print(told("empty", empty, empty))
    print(told("the, first", first, empty))
    for name, page in found.items():
        print(told(name, page, empty, GOAL))
    print(f"Kept of 47 packs, in each process: {megabytes:.1f} MB.")
    return int(max(page.queries for page in found.values()) > MOST_QUERIES)


if __name__ == "__main__":
    sys.exit(main())
