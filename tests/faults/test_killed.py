"""A server killed in the middle of saving: what it acknowledged is there, and nothing is half."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tests.support.fault_databases import Database, manage
from tests.support.fault_server import PATIENCE, Browser, NoAnswer, Server, serving
from tests.support.fault_worlds import EDITORS, MONTH, SLUG, editor, stream

ENOUGH = 50  # saves acknowledged when the server is killed
# What each save fills: no two saves of a page have a text in common, and each has several.
PARTS = {
    "highlight-report": (
        ("summary", "progress"),
        ("month_ahead", "gone_well"),
        ("not_gone_well", "risks", "issues"),
    ),
    "plan": (("background", "aims", "benefits", "cost"),),
}
TEXTS = (
    "SELECT text FROM improvement_{}section",
    *(f"SELECT {name} FROM improvement_{{}}plan" for name in PARTS["plan"][0]),
)


@dataclass
class Save:
    """One press of Save: several texts on one page, each of which nobody else writes."""

    number: int
    page: str
    names: tuple[str, ...]
    seen: str = ""
    acknowledged: bool = field(default=False)

    @property
    def path(self) -> str:
        return f"/{SLUG}/{MONTH}/{stream(self.number)}/{self.page}/"

    @property
    def texts(self) -> dict[str, str]:
        return {name: f"Editor {self.number} wrote {name}" for name in self.names}

    @property
    def written(self) -> set[str]:
        return set(self.texts.values())

    def send(self, browser: Browser) -> None:
        answer = browser.post(self.path, {**self.texts, "seen": self.seen})
        self.acknowledged = (
            answer.status == 302 and answer.location == self.path[: -len(self.page) - 1]
        )


def all_saves() -> list[Save]:
    return [
        Save(number, page, names)
        for number in range(EDITORS)
        for page, groups in PARTS.items()
        for names in groups
    ]


def test_a_server_killed_in_the_middle_of_200_saves_loses_none_and_leaves_no_half(made, tmp_path):
    database, saves = made("editors"), all_saves()
    assert len(saves) == 200
    with serving(database, tmp_path) as server:
        see_all(saves, server, database)
        press_all_at_once(saves, server, database)
    kept = [save for save in saves if save.acknowledged]
    assert ENOUGH <= len(kept) < len(saves)
    assert_whole(saves, kept, database)
    verified = manage(database.url, "verify_history")
    assert verified.returncode == 0, verified.stderr
    with serving(database, tmp_path) as server:
        assert_found_again(kept[:5], server, database)
        press_again(saves, server, database)
    assert_whole(saves, saves, database)


def assert_whole(saves: list[Save], kept: list[Save], database: Database) -> None:
    """What was acknowledged is there and in its history; of the rest all is there or nothing."""
    now, history = texts_of(database)
    for save in kept:
        assert save.written <= now, "lost"
        assert save.written <= history, "not in the history"
    for save in saves:
        assert save.written & now in (set(), save.written), "half written"
        assert save.written & now == save.written & history


def assert_found_again(kept: list[Save], server: Server, database: Database) -> None:
    for save in kept:
        page = browser_of(save, server, database).get(save.path).text
        assert all(text in page for text in save.written)


def press_again(saves: list[Save], server: Server, database: Database) -> None:
    """Nobody is told of a conflict with themselves, whether their save had arrived or not."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: one.send(browser_of(one, server, database)), saves))
    assert [save for save in saves if not save.acknowledged] == []


def browser_of(save: Save, server: Server, database: Database) -> Browser:
    return Browser(server, database.sessions[editor(save.number)])


def see_all(saves: list[Save], server: Server, database: Database) -> None:
    """Open every page, as whoever is about to write on it."""

    def see(save: Save) -> None:
        save.seen = browser_of(save, server, database).get(save.path).seen

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(see, saves))


def press_all_at_once(saves: list[Save], server: Server, database: Database) -> None:
    """Press every Save at the same moment; kill the server once enough are acknowledged."""
    start = threading.Barrier(len(saves) + 1)

    def press(save: Save) -> None:
        browser = browser_of(save, server, database)
        start.wait()
        try:
            save.send(browser)
        except NoAnswer:
            save.acknowledged = False

    with ThreadPoolExecutor(len(saves)) as pool:
        pressed = [pool.submit(press, save) for save in saves]
        start.wait()
        until = time.monotonic() + PATIENCE
        while sum(save.acknowledged for save in saves) < ENOUGH and time.monotonic() < until:
            time.sleep(0.002)
        server.kill()
        for one in pressed:
            one.result()


def texts_of(database: Database) -> tuple[set[str], set[str]]:
    """Return every text that stands in a row, and every text that stands in its history."""
    now, history = (
        {text for query in TEXTS for text in database.column(query.format(kind))}
        for kind in ("", "historical")
    )
    return now, history
