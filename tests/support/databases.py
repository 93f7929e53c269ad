"""Databases beside the test's own: where it is for another process, and empty ones of each kind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import environ
import psycopg
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from django.db.utils import load_backend
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
NAMED = os.environ.get("DATABASE_URL", "")
SERVER = NAMED if NAMED.startswith("postgres") else os.environ.get("TEST_DATABASE_URL", "")
# PostgreSQL takes part wherever the environment names a server, and CI always does.
KINDS = ["sqlite", *(["postgresql"] if SERVER else [])]


def own_url() -> str:
    """Return the address of the database this test is on, for a process of its own."""
    name = connection.settings_dict["NAME"]
    return f"sqlite:///{name}" if connection.vendor == "sqlite" else url_on_server(str(name))


def url_on_server(name: str) -> str:
    return f"{SERVER.rsplit('/', 1)[0]}/{name}"


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[str]:
    """Make a database without tables, give its address, and remove it."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / f'test_empty_{uuid4().hex}'}.sqlite3"
        return
    with _database_on_server(f"test_empty_{uuid4().hex}", template="template1") as empty:
        yield empty


@contextmanager
def copied(url: str, folder: Path) -> Iterator[str]:
    """Make a database that holds what another one does, give its address, and remove it."""
    if url.startswith("sqlite"):
        shutil.copyfile(url.removeprefix("sqlite:///"), copy := folder / f"{uuid4().hex}.sqlite3")
        yield f"sqlite:///{copy}"
        return
    with _database_on_server(f"test_copy_{uuid4().hex}", template=url.rpartition("/")[2]) as copy:
        yield copy


@contextmanager
def _database_on_server(name: str, template: str) -> Iterator[str]:
    of = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    with psycopg.connect(url_on_server("postgres"), autocommit=True) as server:
        server.execute(of.format(sql.Identifier(name), sql.Identifier(template)))
        try:
            yield url_on_server(name)
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            server.execute(drop)


@contextmanager
def reading(url: str) -> Iterator[str]:
    """Return the alias under which the rows of a database can be asked for."""
    alias = f"beside_{uuid4().hex}"
    told = {**connection.settings_dict, "OPTIONS": {}, **environ.Env.db_url_config(url)}
    connections[alias] = load_backend(told["ENGINE"]).DatabaseWrapper(told, alias)
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]


@contextmanager
def standing_on(url: str) -> Iterator[None]:
    """Let the application itself work on another database, in this thread."""
    own = connections["default"]
    settings_dict = {**own.settings_dict, **environ.Env.db_url_config(url)}
    if settings_dict["ENGINE"] != own.settings_dict["ENGINE"]:
        settings_dict["OPTIONS"] = {}
    connections["default"] = load_backend(settings_dict["ENGINE"]).DatabaseWrapper(
        settings_dict, "default"
    )
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = own
        ContentType.objects.clear_cache()


def manage(
    *arguments: str | Path, url: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run manage.py on a database, as its operator does."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=ROOT,
        env={**inherited, "DATABASE_URL": url, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
