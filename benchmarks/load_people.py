"""What people do on a deadline day, for locust: they read dashboards, write and save.

``load.py`` starts it. LOAD_PEOPLE is a file with who is signed in and where they write, LOAD_RESULT
the file for the result.
"""

from __future__ import annotations

import html
import json
import os
import random
import re
from pathlib import Path
from typing import Any

from gevent import sleep, spawn_later
from locust import FastHttpUser, between, events, task

PEOPLE: list[dict[str, str]] = json.loads(Path(os.environ["LOAD_PEOPLE"]).read_text())
RESULT = Path(os.environ["LOAD_RESULT"])
PAUSE = float(os.environ["LOAD_PAUSE"])
CSRF = "c" * 32
AREA = re.compile(r'<textarea[^>]*name="progress"[^>]*>([^<]*)</textarea>')
SEEN = re.compile(r'name="seen" value="([^"]*)"')
CELL = re.compile(r'name="(actual-[^"]+)"')
STALE = "saved a different text while you were writing"

RUNNING: list[Any] = []
waiting = list(PEOPLE)
acknowledged: list[list[str]] = []
refused = [0]
arriving = {"requests": 0, "errors": 0}


class Somebody(FastHttpUser):
    """One person at a browser."""

    wait_time = between(PAUSE / 2, PAUSE * 1.5)
    network_timeout = connection_timeout = 60

    def on_start(self) -> None:
        self.me = waiting.pop()
        self.saves = 0
        sleep(random.uniform(0, PAUSE))  # noqa: S311 - nobody comes at the same moment
        self.cookie = {"Cookie": f"sessionid={self.me['session']}; csrftoken={CSRF}"}

    def open(self, name: str, path: str) -> str:
        how = {"headers": self.cookie, "allow_redirects": False, "catch_response": True}
        with self.client.get(path, name=name, **how) as answer:
            if answer.status_code != 200:
                answer.failure(f"{answer.status_code} instead of 200")
            return answer.text or ""

    def post(self, name: str, path: str, fields: dict[str, str], good: int) -> Any:
        how = {"headers": self.cookie, "allow_redirects": False, "catch_response": True}
        sent = {**fields, "csrfmiddlewaretoken": CSRF}
        with self.client.post(path, data=sent, name=name, **how) as answer:
            stale = answer.status_code == 200 and STALE in html.unescape(answer.text or "")
            if answer.status_code == good or stale:
                answer.success()
            else:
                answer.failure(f"{answer.status_code} instead of {good}")
            refused[0] += stale
            return answer

    @task(3)
    def look_at_nothing(self) -> None:
        self.open("empty view", "/empty/")

    @task(2)
    def see_my_work(self) -> None:
        self.open("my work", "/")

    @task(4)
    def read_the_dashboard(self) -> None:
        self.open("dashboard", f"/{self.me['programme']}/")

    @task(2)
    def see_the_tasks(self) -> None:
        self.open("report", self.me["report"])

    @task(6)
    def write_a_line_and_save(self) -> None:
        """Open the highlight report, add a line, keep a draft once, and save."""
        path = f"{self.me['report']}highlight-report/"
        page = self.open("highlight report", path)
        area, seen = AREA.search(page), SEEN.search(page)
        if not (area and seen):
            return
        line = f"{self.me['name']} line {self.saves}"
        text = html.unescape(area[1]).strip()
        fields = {"progress": f"{text}\n{line}".strip(), "seen": html.unescape(seen[1])}
        self.post("keep a draft", path, {**fields, "autosave": "1"}, 200)
        self.wait()
        answer = self.post("save the report", path, fields, 302)
        if answer.status_code == 302:
            self.saves += 1
            acknowledged.append([self.me["report"], line])
        elif answer.status_code == 200:
            self.post("throw a draft away", path, {"discard": "1"}, 302)

    @task(2)
    def enter_figures(self) -> None:
        path = f"{self.me['report']}scorecard/"
        page = self.open("scorecard", path)
        cells, seen = CELL.findall(page), SEEN.search(page)
        if cells and seen:
            figure = {random.choice(cells): f"{random.randint(10, 99)}%"}  # noqa: S311 - no secret
            fields = {**figure, "seen": html.unescape(seen[1])}
            self.post("save the scorecard", path, fields, 302)


@events.spawning_complete.add_listener
def begin_to_measure(**_: Any) -> None:
    """Count only the errors, and no times, of the requests made while people arrive."""

    def forget_arriving() -> None:
        total = RUNNING[0].stats.total
        arriving.update(requests=total.num_requests, errors=total.num_failures)
        RUNNING[0].stats.reset_all()

    spawn_later(PAUSE, forget_arriving)


@events.init.add_listener
def keep_environment(environment: Any, **_: Any) -> None:
    RUNNING.append(environment)


@events.quitting.add_listener
def write_result(environment: Any, **_: Any) -> None:
    """Write the figures, the errors and the acknowledged saves to LOAD_RESULT."""
    rows = [
        {
            "name": entry.name,
            "count": entry.num_requests,
            "errors": entry.num_failures,
            "per_second": entry.total_rps,
            **{f"p{at}": entry.get_response_time_percentile(at / 100) for at in (50, 95, 99)},
        }
        for entry in [*environment.stats.entries.values(), environment.stats.total]
    ]
    faults = [str(error.to_dict()) for error in environment.stats.errors.values()]
    result = {"rows": rows, "faults": faults, "acknowledged": acknowledged, "refused": refused[0]}
    RESULT.write_text(json.dumps({**result, "arriving": arriving}))
