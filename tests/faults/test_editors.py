"""Fifty editors at once on two app processes: every line that was acknowledged is there."""

from __future__ import annotations

import html
import re
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.support.fault_databases import manage
from tests.support.fault_server import Browser, Server, serving
from tests.support.fault_worlds import EDITORS, MONTH, SHARED, SLUG, editor, stream

ROUNDS = 3
AREA = r'<textarea[^>]*name="{}"[^>]*>([^<]*)</textarea>'
KIND = "progress"


class Editor:
    """Adds lines to a text that others add to at the same time, on whichever process answers."""

    def __init__(self, number: int, servers: list[Server], session: str) -> None:
        self.number = number
        self.browsers = [Browser(server, session) for server in servers]
        self.path = f"/{SLUG}/{MONTH}/{stream(number % SHARED)}/highlight-report/"
        self.added: list[str] = []
        self.refused = 0
        self.asked = number

    def write(self, start: threading.Barrier) -> None:
        start.wait()
        for count in range(ROUNDS):
            line = f"Editor {self.number} line {count}"
            while not self._add(line):
                self.refused += 1
            self.added.append(line)

    def _add(self, line: str) -> bool:
        """Read the text, add a line and save it. False if somebody else was quicker."""
        page = self._next().get(self.path)
        assert page.status == 200, page.text[:500]
        found = re.search(AREA.format(KIND), page.text)
        assert found
        there = html.unescape(found[1]).strip()
        text = "\n".join(filter(None, (there, line)))
        answer = self._next().post(self.path, {KIND: text, "seen": page.seen})
        assert answer.status in (200, 302), answer.text[:500]
        if answer.status == 200:
            assert "saved a different text while you were writing" in html.unescape(answer.text)
            self._next().post(self.path, {"discard": "1"})
        return answer.status == 302

    def _next(self) -> Browser:
        """One process shows the page, the other takes the save."""
        self.asked += 1
        return self.browsers[self.asked % len(self.browsers)]


def test_two_processes_and_fifty_editors_lose_no_update(made, tmp_path):
    database = made("editors")
    one_process = {"workers": 1, "threads": 8}
    with (
        serving(database, tmp_path, **one_process) as first,
        serving(database, tmp_path, **one_process) as second,
        ThreadPoolExecutor(EDITORS) as pool,
    ):
        editors = [
            Editor(number, [first, second], database.sessions[editor(number)])
            for number in range(EDITORS)
        ]
        start = threading.Barrier(EDITORS)
        for written in [pool.submit(one.write, start) for one in editors]:
            written.result()

    texts = database.column(f"SELECT text FROM improvement_section WHERE kind = '{KIND}'")
    there = Counter(line for text in texts for line in text.splitlines())
    added = [line for one in editors for line in one.added]
    assert len(added) == EDITORS * ROUNDS
    assert there == Counter(added), "a line is lost, or there twice"
    assert sum(one.refused for one in editors) > 0, "nobody met anybody"
    assert manage(database.url, "verify_history").returncode == 0
