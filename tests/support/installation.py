"""An installation that runs: where it answers and what it logs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from django.conf import settings
from psycopg import sql

from tests.support.compose import Service, wait_until
from tests.support.databases import url_on_server
from tests.support.proxy import Answer, answer_to

KIND = "sqlite" if "sqlite" in settings.DATABASES["default"]["ENGINE"] else "postgresql"
SESSION = {"Cookie": "sessionid=abcdefghijklmnopqrstuvwxyz012345"}
SECRET = "Sensitive words about a colleague"


@dataclass
class Installation:
    """One that runs: where it answers, what it logs, what its services are told."""

    app: Service
    folder: Path
    proxy: Service | None = None
    sent: list[str] = field(default_factory=list)

    @property
    def log(self) -> list[dict]:
        text = (self.folder / "app.log").read_text(encoding="utf-8")
        whole, _, _ = text.rpartition("\n")  # the last line may be half written
        return [json.loads(line) for line in whole.splitlines()]

    def lines(self, **facts: object) -> list[dict]:
        """Return the lines that say so, once there are some: they come after the answer."""

        def found() -> list[dict]:
            return [
                one
                for one in self.log
                if all(one.get(name) == fact for name, fact in facts.items())
            ]

        wait_until(found, f"a line in the log with {facts}", seconds=60)
        return found()

    def ask(self, path: str, data: bytes | None = None, **headers: str) -> Answer:
        """Ask the app as its proxy does."""
        told = {"Host": "localhost", "X-Forwarded-Proto": "https", **SESSION, **headers}
        port = self.app.environment["PORT"]
        return answer_to(f"http://127.0.0.1:{port}{path}", data, told)


@contextmanager
def broken(url: str) -> Iterator[None]:
    """Take the database away from a server that runs, and bring it back."""
    if url.startswith("sqlite"):
        file = Path(url.removeprefix("sqlite:///"))
        file.rename(away := file.with_suffix(".away"))
        file.mkdir()
        yield
        file.rmdir()
        away.rename(file)
        return
    name = url.rsplit("/", 1)[1]
    allow = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}")
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(url_on_server("postgres"), autocommit=True) as server:
        server.execute(allow.format(sql.Identifier(name), sql.SQL("false")))
        server.execute(end, [name])
        yield
        server.execute(allow.format(sql.Identifier(name), sql.SQL("true")))
