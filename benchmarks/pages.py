"""What a page costs: its processor time as a multiple of an empty signed-in page, and its queries.

    .venv/bin/python benchmarks/pages.py [--runs 15]

Makes a database of its own beside the installation's and loads the demo. Every page is opened in
turn, again and again, beside an empty page of the same frame and person; printed is the median of
each page's ratio to the empty page of the same round. Ends with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from io import StringIO

from dashboard import open_page
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from own_database import database

from improvement.access.lookup import find_programme
from improvement.models import Person
from improvement.values.clock import today
from improvement.web.pages import page, person_of

REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"
PAGES = {
    "dashboard": ("/scas/?month=2024-01", 5.0),
    "task list": (REPORT, 3.4),
    "highlight report": (f"{REPORT}highlight-report/", 4.7),
    "scorecard": (f"{REPORT}scorecard/", 4.8),
}
EMPTY = "/empty/"


def empty(request: HttpRequest) -> HttpResponse:
    """Show the frame of a programme's pages without content, to somebody who may see them."""
    standing = find_programme(person_of(request), "scas", on=today())
    return page(request, "base.html", standing, "programme")


urlpatterns = [path("empty/", empty), path("", include("config.urls"))]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    with database(), override_settings(ROOT_URLCONF=__name__):
        call_command("load_demo", verbosity=0, stdout=StringIO())
        client = Client()
        client.force_login(Person.objects.get(slug="nicola-howells"))
        addresses = [EMPTY, *(address for address, _ in PAGES.values())]
        rounds = [[seconds(client, address) for address in addresses] for _ in range(options.runs)]
        missed = 0
        for place, (name, (address, goal)) in enumerate(PAGES.items(), start=1):
            ratio = statistics.median(times[place] / times[0] for times in rounds[1:])
            word = "met" if ratio <= goal else "MISSED"
            missed += ratio > goal
            number = open_page(client, address).queries
            print(f"{name:18} {ratio:5.2f} times   goal {goal}: {word:7} {number:3} queries")
    sys.exit(1 if missed else 0)


def seconds(client: Client, address: str) -> float:
    """Return the processor time of a page, in seconds."""
    began = time.process_time()
    client.get(address)
    return time.process_time() - began


if __name__ == "__main__":
    main()
