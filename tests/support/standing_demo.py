"""The demo, loaded once for every run of the same code, and cloned for whoever needs it.

Each worker's tests roll back what they write to its clone. A test that commits is given a clone of
its own, and so is whoever comes after it: what was written is gone, and every lock with it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import psycopg
from django.conf import settings
from django.db import connection
from django.utils import timezone
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "test"
NOON = datetime(2024, 1, 10, 12, 0, tzinfo=UTC)  # when the demo was loaded
# What a loaded demo is made by. Its packs hold what templates and assets say.
MADE_BY = ["config", "improvement", "scorecards", "reporting", "templates", "static", "var/assets"]
LOCKS = ["requirements.txt", "requirements-assets.txt", "tests/support/standing_demo.py"]


def fingerprint() -> str:
    """Return what differs where the demo may come out differently: code, settings and the day."""
    files = [ROOT / one for one in LOCKS]
    for folder in MADE_BY:
        files += [one for one in (ROOT / folder).rglob("*") if one.suffix != ".pyc"]
    told = [
        (str(one), one.stat().st_size, one.stat().st_mtime_ns) for one in files if one.is_file()
    ]
    names = [name for name in dir(settings) if name.isupper() and name != "DATABASES"]
    given = {name: getattr(settings, name) for name in names}
    said = json.dumps([sorted(told), given], default=lambda thing: type(thing).__name__)
    today = timezone.localdate().isoformat()
    return hashlib.sha256((said + today).encode()).hexdigest()[:12]


class Engine(Protocol):
    """A kind of database: makes the template whole or not at all, clones it, removes a clone."""

    def template(self, build: Callable[[], None]) -> None: ...
    def clone(self, number: int) -> str: ...
    def remove(self, name: str) -> None: ...


@dataclass
class SqliteFiles:
    """Files in a folder of this worker's; their template stays in var for the next run."""

    folder: Path

    def template(self, build: Callable[[], None]) -> None:
        file = KEPT / f"demo-{fingerprint()}.sqlite3"
        if not file.exists():
            for old in KEPT.glob("*.sqlite3*"):
                old.unlink()
            use(str(half := KEPT / "test-half-made.sqlite3"))
            build()
            connection.close()
            # Whole again, without a log beside it: a copy of the one file is a copy of it all.
            with sqlite3.connect(half) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.close()
            half.rename(file)
        shutil.copyfile(file, self._own)

    @property
    def _own(self) -> Path:
        """A copy that stays when another run makes the template anew."""
        return self.folder / "demo.sqlite3"

    def clone(self, number: int) -> str:
        file = self.folder / f"test-{number}.sqlite3"
        shutil.copyfile(self._own, file)
        return str(file)

    def remove(self, name: str) -> None:
        for file in self.folder.glob(f"{Path(name).name}*"):
            file.unlink()


@dataclass
class PostgresDatabases:
    """Databases beside the one the settings name, each name beginning ``test_`` and then its."""

    server: str
    named: str
    worker: str

    def template(self, build: Callable[[], None]) -> None:
        self._template = f"test_{self.named}_demo_{fingerprint()}"
        for old in self._found(f"test_{self.named}_{self.worker}_%"):
            self.remove(old)
        if self._found(self._template):
            return
        for old in self._found(f"test_{self.named}_demo_%"):
            self.remove(old)
        half = f"test_{self.named}_half_made"
        self.remove(half)
        self._run("CREATE DATABASE {}", half)
        use(half)
        build()
        connection.close()
        self._run("ALTER DATABASE {} RENAME TO {}", half, self._template)

    def clone(self, number: int) -> str:
        name = f"test_{self.named}_{self.worker}_{number}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, self._template)
        return name

    def remove(self, name: str) -> None:
        """Drop a database, and end what kept-alive connections of a browser still hold of it."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _found(self, like: str) -> list[str]:
        like = like.replace("_", r"\_")
        with psycopg.connect(self.server, autocommit=True) as server:
            query = "SELECT datname FROM pg_database WHERE datname LIKE %s"
            return [name for (name,) in server.execute(query, [like])]

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as server:
            server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@dataclass
class Clones:
    """The databases of one worker, one after the other, each the demo as it was loaded."""

    engine: Engine
    count: int = 0

    def begin(self, build: Callable[[], None]) -> None:
        """Make the template where no run of the same code has; workers wait for one another."""
        KEPT.mkdir(parents=True, exist_ok=True)
        with (KEPT / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.engine.template(build)
        self._next()

    def renew(self) -> None:
        """Hand the next test a database that nobody has written to."""
        self.end()
        self._next()

    def end(self) -> None:
        connection.close()
        self.engine.remove(str(connection.settings_dict["NAME"]))

    def _next(self) -> None:
        self.count += 1
        use(self.engine.clone(self.count))


def use(name: str) -> None:
    """Open this database from now on, in every thread."""
    connection.close()
    connection.settings_dict["NAME"] = name


@contextmanager
def unguarded_for_a_while() -> Iterator[None]:
    """Do what nobody who has no more than the app can do: change what was written once."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = origin")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        standing = {name for (name,) in cursor.fetchall()}
        for name, sql in triggers:
            if name not in standing:
                cursor.execute(sql)
