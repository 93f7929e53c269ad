"""People who read and save at a server while something happens to it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from tests.support.fault_server import PATIENCE, Browser, NoAnswer, Server
from tests.support.fault_worlds import MONTH, SLUG, editor, stream

PEOPLE = 8
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
