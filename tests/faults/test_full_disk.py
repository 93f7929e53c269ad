"""A full disk: one clear sentence, nothing half, and it goes on when there is room again."""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.fault_databases import Database, manage
from tests.support.fault_server import Browser, serving

DISK = 64 * 1024 * 1024
DOCUMENTS = 6  # formats that a pack is frozen in


class Disk:
    """A small disk of one's own; where none may be mounted, a limit to what may be written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        size = f"size={DISK}"
        mount = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)]
        self.is_mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
        self.limit: int | None = None
        self.fault = "No space left on device" if self.is_mounted else "File too large"

    def fill(self, *, but: int) -> None:
        """Leave ``but`` bytes free, for processes that are started from now on."""
        if self.is_mounted:
            free = shutil.disk_usage(self.folder).free
            (self.folder / "filler").write_bytes(b"x" * (free - but))
        else:
            self.limit = but

    def empty(self) -> None:
        self.limit = None
        (self.folder / "filler").unlink(missing_ok=True)

    @property
    def limiting(self) -> Callable[[], None] | None:
        """What a process does first, that is to feel the limit."""
        if self.limit is None:
            return None
        return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (self.limit, self.limit))

    def end(self) -> None:
        if self.is_mounted:
            subprocess.run(["umount", "--lazy", self.folder], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    disk = Disk(tmp_path / "disk")
    yield disk
    disk.end()


def export(database: Database, disk: Disk, file: Path) -> subprocess.CompletedProcess[str]:
    asked = ("scas", "2023-12", "--format", file.suffix[1:], "--output", str(file))
    return manage(database.url, "export_pack", *asked, preexec_fn=disk.limiting)


@pytest.mark.parametrize("format", ["pdf", "json"])
def test_an_export_to_a_full_disk_says_so_and_leaves_what_was_there(
    sqlite_files, disk, tmp_path, format
):
    demo = sqlite_files.database("approved", tmp_path)
    file = disk.folder / f"pack.{format}"
    file.write_text("last month's")
    disk.fill(but=16 * 1024)
    done = export(demo, disk, file)
    assert done.returncode == 1
    assert done.stderr == f"CommandError: {file} could not be written: {disk.fault}.\n"
    disk_has = {one.name for one in disk.folder.iterdir()} - {"filler"}
    assert (disk_has, file.read_text()) == ({file.name}, "last month's")
    disk.empty()
    done = export(demo, disk, file)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"Wrote {file}, {file.stat().st_size:,} bytes.\n"


def test_issuing_on_a_full_disk_issues_nothing_and_the_next_press_issues_it_whole(
    sqlite_files, disk, tmp_path
):
    """The database itself has no room: SQLite, whose file stands on the same disk."""
    database = sqlite_files.database("approved", disk.folder)
    session, before = database.sessions["programme-office"], counts(database)
    with serving(database, tmp_path) as server:
        asked = reasons(Browser(server, session))
    disk.fill(but=256 * 1024)
    with serving(database, tmp_path, preexec_fn=disk.limiting) as server:
        office = Browser(server, session)
        answer = office.post("/scas/2024-01/issue/", asked)
        assert answer.status == 503
        assert "The database does not answer just now." in answer.text
        assert all(reason in answer.text for reason in asked.values()), "what was typed is lost"
        assert counts(database) == before
        assert office.get("/scas/2024-01/").status == 200, "reading goes on"
    disk.empty()
    with serving(database, tmp_path) as server:
        answer = Browser(server, session).post("/scas/2024-01/issue/", asked)
        assert (answer.status, answer.location) == (302, "/scas/2024-01/")
    packs, files, months = before
    assert counts(database) == (packs + 1, files + DOCUMENTS, months + 1)
    verified = manage(database.url, "verify_history")
    assert verified.returncode == 0, verified.stderr


def reasons(office: Browser) -> dict[str, str]:
    """Return a reason for each thing that the page asks one for."""
    page = office.get("/scas/2024-01/issue/")
    assert page.status == 200
    names = re.findall(r'<textarea[^>]*name="([^"]+)"', page.text)
    return {"confirm": "on", **dict.fromkeys(names, "It is known, and comes next month.")}


def counts(database: Database) -> tuple[int, ...]:
    """How many packs, documents and months there are."""
    tables = ("reporting_pack", "reporting_packfile", "improvement_month")
    return tuple(database.column(f"SELECT count(*) FROM {table}")[0] for table in tables)
