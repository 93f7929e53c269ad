"""A deadline day: many trusts on one installation, many people reading and saving at once.

    .venv/bin/python benchmarks/load.py [--trusts 200] [--people 300] [--minutes 2.5] [--pause 60]

Runs on SQLite, and then on PostgreSQL where DATABASE_URL names one, each with a database of its own
beside the installation's that is removed afterwards, and gunicorn on a port of the loopback. Each
trust has 4 workstreams, 40 metrics and 24 months, of which the last is open. Locust plays the
people: every one does something each --pause seconds, most often opening their report, keeping a
draft and saving. A third of them share a report with another. Prints requests a second,
percentiles in milliseconds (from when everybody has come) and errors of each page, memory a
process, whether any acknowledged line is lost, and the queries of the pages with one trust and
with all of them.

A machine that does other work makes everything slower, the empty view as well: compare the ratio
within one run, and the processor time of a request.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
SECRET = "a secret of one benchmark"  # noqa: S105 - of a database that is thrown away
MOST_RATIO = 10
SAVES = ("save the report", "save the scorecard")
LAST = "2024-12"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--trusts", type=int, default=200)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--minutes", type=float, default=2.5)
    parser.add_argument("--pause", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        raise SystemExit(not Day(options).play())
    plain = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    plain["SECRET_KEY"], plain["DEBUG"] = SECRET, "1"
    url = os.environ.get("DATABASE_URL", "")
    environments = [plain, *([plain | {"DATABASE_URL": url}] if "postgres" in url else [])]
    command = [sys.executable, *sys.argv, "--here"]
    # Every database has its turn. The exit status is 1 where one missed a goal or lost a save.
    ended = [subprocess.run(command, env=env, check=False).returncode for env in environments]
    raise SystemExit(any(ended))


class Day:
    """One deadline day on one database."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options

    def play(self) -> bool:
        """Play the day; return whether every goal was met and no save was lost."""
        from django.db import connection
        from own_database import database

        if connection.vendor == "sqlite":  # not the file of a test suite that may be running
            connection.settings_dict["TEST"]["NAME"] = str(ROOT / "var" / "load.sqlite3")
        with database(), tempfile.TemporaryDirectory() as folder:
            return self._play(Path(folder))

    def _play(self, folder: Path) -> bool:
        from django.db import connection, connections
        from large_programme import Size
        from many_trusts import copy_trusts, first_trust

        from improvement.models import Person

        options = self.options
        began = time.monotonic()
        by = Person.objects.create_user("office@trust.example", name="Somebody in the office")
        first_trust(Size(4, 16, 40, options.months), by)
        alone = queries()
        copy_trusts(options.trusts)
        among = queries()
        print(f"\n{connection.display_name}: built in {time.monotonic() - began:.0f} s: {sizes()}")
        people = sign_in(options.people, options.trusts)
        url = own_url(connection.settings_dict)
        connections.close_all()
        with serving(url, options.workers, folder) as (port, processes):
            before = sum(seconds_of(pid) for pid in processes())
            result = crowd(people, port, options, folder)
            memory = [memory_of(pid) for pid in processes()]
            result["cpu"] = sum(seconds_of(pid) for pid in processes()) - before
        met = print_report(result, memory, alone, among)
        missing = lost(result["acknowledged"])
        print(f"Lost updates: {missing} of {len(result['acknowledged'])} acknowledged saves")
        return met and not missing


def sizes() -> str:
    from improvement.models import Month, Programme, Workstream
    from scorecards.models import Metric

    counted = (Programme, Workstream, Metric, Month)
    return ", ".join(
        f"{model.objects.count():,} {model._meta.verbose_name_plural}" for model in counted
    )


def report_address(programme: str) -> str:
    return f"/{programme}/{LAST}/workstream-0/"


def queries() -> dict[str, int]:
    """Count the queries of reading and saving in the first trust, in what there is so far."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from improvement.models import Appointment

    client = Client()
    lead = Appointment.objects.select_related("person").get(
        programme__slug="trust-0", role="sro", workstream__slug="workstream-0"
    )
    client.force_login(lead.person)
    found = {}
    address = report_address("trust-0")
    pages = [address + page for page in ("", "highlight-report/", "scorecard/")]
    for path in ("/", "/trust-0/", *pages):
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        found[path] = len(captured)
    path = f"{address}highlight-report/"
    seen = re.search(r'name="seen" value="([^"]*)"', client.get(path).content.decode())
    typed = {"gone_well": f"Typed at {time.time()}", "seen": html.unescape(seen[1] if seen else "")}
    with CaptureQueriesContext(connection) as captured:
        if client.post(path, typed).status_code != 302:
            raise SystemExit("The save that was to be counted was not taken.")
    found["save"] = len(captured)
    return found


def sign_in(count: int, trusts: int) -> list[dict[str, str]]:
    """Sign in ``count`` leads: one of each trust, and then a second one of each."""
    from improvement.models import Appointment

    people = []
    appointments = Appointment.objects.filter(workstream__slug="workstream-0")
    appointments = appointments.select_related("person", "programme").order_by("programme_id")
    for role in ("sro", "programme_manager"):
        for appointment in appointments.filter(role=role):
            slug = appointment.programme.slug
            session = session_of(appointment.person)
            person = {"session": session, "programme": slug, "report": report_address(slug)}
            people.append({**person, "name": f"{slug} {role}"})
            if len(people) == count:
                return people
    raise SystemExit(f"{trusts} trusts have {len(people)} leads to sign in, not {count}.")


def session_of(person: Any) -> str:
    """Sign somebody in with a second step, as an installation asks of everybody."""
    from allauth.account.internal.flows.login import record_authentication
    from django.http import HttpRequest
    from django.test import Client

    client, request = Client(), HttpRequest()
    client.force_login(person)
    request.session = client.session
    record_authentication(request, person, "mfa", type="totp")
    request.session.save()
    return str(request.session.session_key)


def own_url(settings: dict[str, Any]) -> str:
    """Return the address of this run's own database, for another process."""
    if "sqlite3" in settings["ENGINE"]:
        return f"sqlite:///{settings['NAME']}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{settings['NAME']}"))


@contextmanager
def serving(url: str, workers: int, folder: Path) -> Iterator[tuple[int, Any]]:
    """Serve the database as an installation does, without TLS and on the loopback alone."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "DATABASE_URL": url, "DEBUG": "0", "ALLOWED_HOSTS": "127.0.0.1"}
    environment |= {"SECURE_SSL_REDIRECT": "0", "PYTHONPATH": f"{FOLDER}:{ROOT}"}
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True)
    command = [sys.executable, "-m", "gunicorn", "load_site:application", "--threads", "4"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    log = folder / "gunicorn.log"
    with log.open("wb") as file:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=file)
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
    try:
        wait_for(port, log)
        yield port, lambda: [server.pid, *map(int, children.read_text().split())]
    finally:
        server.terminate()
        server.wait(60)


def wait_for(port: int, log: Path) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10):
                return
        except urllib.error.HTTPError as error:
            raise SystemExit(log.read_text()) from error
        except OSError:
            time.sleep(0.2)
    raise SystemExit(log.read_text())


def crowd(
    people: list[dict[str, str]], port: int, options: argparse.Namespace, folder: Path
) -> dict[str, Any]:
    """Play the people with locust, and return its result."""
    (folder / "people.json").write_text(json.dumps(people))
    result = folder / "result.json"
    environment = {**os.environ, "LOAD_PEOPLE": str(folder / "people.json")}
    environment |= {"LOAD_RESULT": str(result), "LOAD_PAUSE": str(options.pause)}
    command = [sys.executable, "-m", "locust", "-f", str(FOLDER / "load_people.py"), "--headless"]
    command += ["--users", str(options.people), "--spawn-rate", "15"]
    arriving = options.people / 15 + options.pause
    command += ["--run-time", f"{options.minutes * 60 + arriving:.0f}s", "--stop-timeout", "30"]
    command += ["--host", f"http://127.0.0.1:{port}", "--only-summary", "--loglevel", "ERROR"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if not result.exists():
        raise SystemExit(done.stdout + done.stderr)
    figures: dict[str, Any] = json.loads(result.read_text())
    return figures


def memory_of(pid: int) -> str:
    """Return the highest memory use of a process, from the kernel."""
    status = Path(f"/proc/{pid}/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return f"{int(peak.split()[1]) / 1024:.0f} MB"


def seconds_of(pid: int) -> float:
    """Return the processor time of a process in seconds."""
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def print_report(
    result: dict[str, Any], memory: list[str], alone: dict[str, int], among: dict[str, int]
) -> bool:
    """Print the figures; return whether every goal was met."""
    rows = {row["name"]: row for row in result["rows"]}
    if missing := {"empty view", *SAVES} - set(rows):
        raise SystemExit(f"Nobody came to: {', '.join(sorted(missing))}. Give it more --minutes.")
    empty = rows["empty view"]
    print(f"{'':22}{'requests':>9}{'/s':>7}{'p50':>8}{'p95':>8}{'p99':>8}{'errors':>8}{'ratio':>7}")
    for name, row in rows.items():
        figures = f"{row['count']:9}{row['per_second']:7.1f}{row['p50']:8.0f}{row['p95']:8.0f}"
        ratio = row["p95"] / empty["p95"]
        print(f"{name:22}{figures}{row['p99']:8.0f}{row['errors']:8}{ratio:7.1f}")
    for fault in result["faults"]:
        print(fault)
    worst = max(rows[name]["p95"] for name in SAVES) / empty["p95"]
    arriving = result["arriving"]
    errors = rows["Aggregated"]["errors"] + arriving["errors"]
    met = {True: "met", False: "MISSED"}
    each = result["cpu"] * 1000 / (rows["Aggregated"]["count"] + arriving["requests"])
    print(f"The app took {each:.0f} ms of a core for a request, PostgreSQL’s own not counted")
    print(f"Memory at its peak: master {memory[0]}, workers {', '.join(memory[1:])}")
    print(f"Saves refused because somebody was quicker, both texts shown: {result['refused']}")
    print(f"Goal, no errors: {errors} ({met[errors == 0]})")
    goal = f"Goal, p95 of a save under {MOST_RATIO} times the empty view's"
    print(f"{goal}: {worst:.1f} ({met[worst < MOST_RATIO]})")
    print(f"Goal, queries as with one trust: {among} ({met[alone == among]})")
    if alone != among:
        print(f"With one trust: {alone}")
    return errors == 0 and worst < MOST_RATIO and alone == among


def lost(acknowledged: list[list[str]]) -> int:
    """Return how many acknowledged lines are missing from the texts they were added to."""
    from improvement.models import Section

    texts = Section.objects.filter(kind="progress", report__month__issued_at=None).values_list(
        "report__month__programme__slug", "report__workstream__slug", "text"
    )
    there = Counter(
        (report_address(slug), line)
        for slug, stream, text in texts
        if stream == "workstream-0"
        for line in text.splitlines()
    )
    return (Counter(map(tuple, acknowledged)) - there).total()


if __name__ == "__main__":
    main()
