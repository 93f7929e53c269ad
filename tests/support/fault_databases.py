"""Databases of one's own to break: a SQLite file, or a PostgreSQL on a free port."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import psycopg

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a secret of servers that live for one test"
PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def environment(url: str) -> dict[str, str]:
    """Return what a process of an installation is started with: nothing of this machine's own."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return kept | {
        "DATABASE_URL": url,
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE_SSL_REDIRECT": "0",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def manage(url: str, *command: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run ``manage.py`` on a database, as its operator would."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment(url) | more.pop("env", {}),
        capture_output=True,
        text=True,
        check=False,
        **more,
    )


def make_world(url: str, name: str) -> dict[str, str]:
    """Make a world in an empty database; give everybody's session by their slug."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.support.fault_worlds", name],
        cwd=ROOT,
        env=environment(url),
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    sessions: dict[str, str] = json.loads(made.stdout)
    return sessions


@dataclass
class Database:
    """A database with a world in it: its address, and everybody's session."""

    url: str
    sessions: dict[str, str]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the database itself, past the app."""
        if self.url.startswith("sqlite"):
            with sqlite3.connect(self.url.removeprefix("sqlite:///")) as connection:
                return connection.execute(query).fetchall()
        with psycopg.connect(self.url) as found:
            return found.execute(query).fetchall()  # type: ignore[arg-type]

    def column(self, query: str) -> list[Any]:
        return [row[0] for row in self.rows(query)]


class Engine(Protocol):
    """A kind of database: gives a fresh one with a world in it."""

    def database(self, world: str, folder: Path) -> Database: ...


@dataclass
class SqliteFiles:
    """Each world is made once, and copied for whoever wants it."""

    folder: Path
    made: dict[str, dict[str, str]] = field(default_factory=dict)

    def database(self, world: str, folder: Path) -> Database:
        template = self.folder / f"{world}.sqlite3"
        if world not in self.made:
            self.made[world] = make_world(f"sqlite:///{template}", world)
        file = folder / "improvement.sqlite3"
        with sqlite3.connect(template) as source, sqlite3.connect(file) as copy:
            source.backup(copy)
        return Database(f"sqlite:///{file}", self.made[world])


@dataclass
class Cluster:
    """A PostgreSQL of the tests' own, that may be stopped; each world is a template there."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="cluster-")))
    port: int = field(default_factory=free_port)
    made: dict[str, dict[str, str]] = field(default_factory=dict)
    count: int = 0

    def begin(self) -> None:
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8")
        settings = f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nmax_connections = 200\n"
        settings += "fsync = off\n"  # the machine stays up here
        settings += f"unix_socket_directories = '{self.folder}'\n"
        with (Path(self.data) / "postgresql.conf").open("a") as file:
            file.write(settings)
        self.start()

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def start(self) -> None:
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", self.data, "-l", log, "-w", "start")

    def stop(self) -> None:
        """Stop as an operator does who does not wait for the app."""
        self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")

    def end(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def database(self, world: str, folder: Path) -> Database:
        if world not in self.made:
            self._create(world, "template0")
            self.made[world] = make_world(self._url(world), world)
        self.count += 1
        name = f"{world}_{self.count}"
        self._create(name, world)
        return Database(self._url(name), self.made[world])

    def _url(self, name: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def _create(self, name: str, template: str) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")

    def _run(self, program: str, *arguments: str) -> None:
        command: Sequence[str] = [str(PLACES[0] / program), *arguments]
        if os.getuid() == 0:  # which PostgreSQL refuses to run as
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(
            command, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        assert done.returncode == 0, done.stdout.decode()
