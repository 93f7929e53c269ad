"""Locks with a name, for all processes together, and the one job that a person may have running.

A lock ends with whoever holds it.

A worker may be killed at any time; a row or a time limit would then keep everybody out. On
PostgreSQL a lock lasts as long as a transaction on a connection of its own, which a pool of
connections keeps together; beside a SQLite file, as long as a file is open.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

from django.db import connection

from improvement.models import Person
from improvement.values.refusals import Refused

ASKED_AGAIN = 0.2  # seconds


@contextmanager
def held(name: str, *, patience: float = 0) -> Iterator[bool]:
    """Hold the lock of that name until the block ends. Says whether it was free.

    It is waited for as many seconds as ``patience`` has.
    """
    holding = _held_in_postgresql if connection.vendor == "postgresql" else _held_in_a_file
    with holding(name) as taken:
        end = monotonic() + patience
        while not (is_ours := taken()) and monotonic() < end:
            sleep(ASKED_AGAIN)
        yield is_ours


@contextmanager
def _held_in_postgresql(name: str) -> Iterator[Callable[[], bool]]:
    own = connection.copy()
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)

    def take() -> bool:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [key])
            return bool(cursor.fetchone()[0])

    try:
        own.set_autocommit(False)
        yield take
    finally:
        own.close()


@contextmanager
def _held_in_a_file(name: str) -> Iterator[Callable[[], bool]]:
    # flock is of this opening of the file: other threads of this process are kept out, too.
    with _file_of(name).open("w") as file:

        def take() -> bool:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        yield take


def _file_of(name: str) -> Path:
    """The file of a lock: beside the database, or for one in memory among passing files."""
    database = Path(str(connection.settings_dict["NAME"]))
    folder = database.parent / "locks"
    if not database.is_file():
        folder = Path(tempfile.gettempdir()) / f"improvement-locks-{os.getpid()}"
    folder.mkdir(exist_ok=True)
    return folder / hashlib.sha256(f"{database} {name}".encode()).hexdigest()[:20]


PATIENCE = 10  # seconds: whoever loads a page again that draws a document waits for the first
BUSY = (
    "You have a document being made or a workbook being read already. "
    "Nothing is lost: try again when that is done."
)


class Busy(Refused):
    """The person has a job running."""

    status = 429
    title = "One at a time"

    def __init__(self) -> None:
        super().__init__(BUSY)


@contextmanager
def one_job_of(person: Person) -> Iterator[None]:
    """Let ``person`` have no other job until the block ends.

    One more may wait for its turn, and not for long, for it keeps a worker waiting, too. Raises
    ``Busy``.
    """
    job, waiting = f"job of {person.pk}", f"next job of {person.pk}"
    with ExitStack() as until_done:
        with held(waiting) as is_next:
            if not is_next or not until_done.enter_context(held(job, patience=PATIENCE)):
                raise Busy
        yield
