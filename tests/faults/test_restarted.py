"""PostgreSQL stopped and started under load: the app goes on by itself, in the same processes."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.faults.serving import PATIENCE, Browser, NoAnswer, Server, serving
from tests.faults.worlds import MONTH, SLUG, editor, stream

PEOPLE = 8
AWAY = 2  # seconds without a database
SOON = 15  # seconds within which whoever asks meanwhile has an answer
ENOUGH = 30  # answers before the outage, and after it


@dataclass(frozen=True)
class Asked:
    """What was asked when, how long the answer took, its status, and the text if it was a save."""

    began: float
    seconds: float
    status: int
    text: str


class Load:
    """People who read and save in turns until they are told to stop."""

    def __init__(self, server: Server, sessions: dict[str, str]) -> None:
        self.server, self.sessions = server, sessions
        self.asked: list[Asked] = []
        self.over = threading.Event()

    def work(self, number: int) -> None:
        browser = Browser(self.server, self.sessions[editor(number)])
        path = f"/{SLUG}/{MONTH}/{stream(number)}/highlight-report/"
        count = 0
        while not self.over.is_set():
            page = self.ask(lambda: browser.get(path))
            if page is not None:
                count += 1
                given = {"progress": f"Editor {number}, save {count}", "seen": page}
                self.ask(lambda given=given: browser.post(path, given), given["progress"])

    def ask(self, send, text: str = "") -> str | None:
        """Ask once, note how it went, and give what the page says was seen."""
        began = time.monotonic()
        try:
            answer = send()
            status, seen = answer.status, answer.seen if answer.status == 200 else None
        except NoAnswer:
            status, seen = 0, None
        self.asked.append(Asked(began, time.monotonic() - began, status, text))
        return seen

    def wait_for(self, more: int) -> None:
        """Wait until as many more answers have come that are what they should be."""
        before, until = self.good(), time.monotonic() + PATIENCE
        while self.good() < before + more:
            assert time.monotonic() < until, self.asked[-5:]
            time.sleep(0.05)

    def good(self) -> int:
        return sum(one.status in (200, 302) for one in list(self.asked))


def test_the_app_recovers_by_itself_and_loses_no_acknowledged_save(cluster, tmp_path):
    database = cluster.database("editors", tmp_path)
    with serving(database, tmp_path) as server, ThreadPoolExecutor(PEOPLE) as pool:
        load = Load(server, database.sessions)
        working = [pool.submit(load.work, number) for number in range(PEOPLE)]
        try:
            load.wait_for(ENOUGH)
            workers = server.workers()
            stopped = time.monotonic()
            cluster.stop()
            time.sleep(AWAY)
            cluster.start()
            back = time.monotonic()
            load.wait_for(ENOUGH)
        finally:
            load.over.set()
        for one in working:
            one.result()
        assert server.workers() == workers != set(), "a process was started anew"

    told = [one for one in load.asked if one.status not in (200, 302)]
    assert told, "nobody noticed: there was no outage"
    assert {one.status for one in told} == {503}, "no answer, or none that says why"
    assert max(one.seconds for one in told) < SOON
    assert [one for one in told if one.began + one.seconds < stopped] == []
    assert [one for one in told if one.began > back] == []
    history = set(database.column("SELECT text FROM improvement_historicalsection"))
    saved = {one.text for one in load.asked if one.text and one.status == 302}
    assert len(saved) > PEOPLE
    assert saved <= history
