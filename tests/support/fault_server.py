"""The app as an installation runs it, in processes that can be killed, and browsers that ask it."""

from __future__ import annotations

import html
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.support.fault_databases import ROOT, Database, environment, free_port

CSRF = "c" * 32
PATIENCE = 60  # seconds


class NoAnswer(Exception):
    """The connection broke before an answer came: whoever asked knows nothing."""


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    location: str

    @property
    def seen(self) -> str:
        """What the page says its reader saw, which its form carries back."""
        found = re.search(r'name="seen" value="([^"]*)"', self.text)
        assert found, self.text[:2000]
        return html.unescape(found[1])


class Server:
    """gunicorn with its workers: one process group."""

    def __init__(
        self, url: str, log: Path, *, workers: int = 2, threads: int = 4, **process: Any
    ) -> None:
        self.port = free_port()
        self.log = log
        bind = ["--bind", f"127.0.0.1:{self.port}", "--workers", str(workers)]
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", *bind]
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                [*command, "--threads", str(threads)],
                cwd=ROOT,
                env=environment(url),
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **process,
            )

    def wait_until_up(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                if Browser(self, "").get("/healthz").status == 200:
                    return
            except NoAnswer:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def workers(self) -> set[int]:
        """The processes that answer."""
        pid = self.process.pid
        return {int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}

    def kill(self) -> None:
        """Kill every process at once: none has time for another line of code."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()


@contextmanager
def serving(database: Database, folder: Path, **how: Any) -> Iterator[Server]:
    """Serve a database until the end of the block."""
    server = Server(database.url, folder / "gunicorn.log", **how)
    try:
        server.wait_until_up()
        yield server
    finally:
        server.stop()


class Browser:
    """Somebody who is signed in. Each request is a connection of its own."""

    def __init__(self, server: Server, session: str) -> None:
        self.server = server
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}"}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        body = urlencode({**fields, "csrfmiddlewaretoken": CSRF})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, body, kind)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, {**self.headers, **headers})
            answer = connection.getresponse()
            text = answer.read().decode()
            return Answer(answer.status, text, answer.headers.get("Location", ""))
        except (OSError, HTTPException) as error:
            raise NoAnswer(str(error)) from error
        finally:
            connection.close()
