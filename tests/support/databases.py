"""Databases beside the test's own: where it is for another process, and empty ones of each kind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import environ
import psycopg
from django.db import connection, connections
from django.db.utils import load_backend
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
NAMED = os.environ.get("DATABASE_URL", "")
SERVER = NAMED if NAMED.startswith("postgres") else os.environ.get("TEST_DATABASE_URL", "")
# PostgreSQL takes part wherever the environment names a server, and CI always does.
KINDS = ["sqlite", *(["postgresql"] if SERVER else [])]


def own_url() -> str:
    """Give the address of the database this test is on, for a process of its own."""
    name = connection.settings_dict["NAME"]
    return f"sqlite:///{name}" if connection.vendor == "sqlite" else url_on_server(str(name))


def url_on_server(name: str) -> str:
    return f"{SERVER.rsplit('/', 1)[0]}/{name}"


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[str]:
    """Make a database without tables, give its address, and remove it."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / uuid4().hex}.sqlite3"
        return
    name = f"empty_{uuid4().hex}"
    with psycopg.connect(url_on_server("postgres"), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield url_on_server(name)
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            server.execute(drop)


@contextmanager
def reading(url: str) -> Iterator[str]:
    """Give the alias under which the rows of a database can be asked for."""
    alias = f"beside_{uuid4().hex}"
    told = {**connection.settings_dict, "OPTIONS": {}, **environ.Env.db_url_config(url)}
    connections[alias] = load_backend(told["ENGINE"]).DatabaseWrapper(told, alias)
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]


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
