"""docker-compose.yml read as an engine reads it, and its services run here without one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from dotenv import dotenv_values
from podman_compose import rec_subs

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docker-compose.yml"
APP_HOST = ROOT / "deploy" / "app-host.yml"
FILLED_IN = {
    "SITE": "localhost",
    "SECRET_KEY": "a key for the tests alone, and long enough to be one at that: 0123456789",
    "POSTGRES_PASSWORD": "abcdef0123456789",
    "EMAIL_URL": "smtp+tls://user:password@mail.trust.example:587",
    "DEFAULT_FROM_EMAIL": "improvement@trust.example",
}


def dot_env(**filled_in: str) -> dict[str, str]:
    """Return .env as somebody made it from the example."""
    return {**dotenv_values(ROOT / ".env.example"), **filled_in}


def services(**filled_in: str) -> dict[str, Any]:
    """Return every service with .env put in."""
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return rec_subs(told, dot_env(**filled_in))["services"]


class Service:
    """A service, to be run on this machine. ``changed`` are facts of its environment."""

    def __init__(self, name: str, **changed: str) -> None:
        self.facts = services(**FILLED_IN)[name]
        here = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        self.environment = {**self.facts["environment"], **changed, "PATH": here}
        self.confined: list[str] = []

    @property
    def command(self) -> list[str]:
        return [*self.confined, *map(self._as_mounted, self.facts["command"])]

    @property
    def health_check(self) -> list[str]:
        kind, *command = self.facts["healthcheck"]["test"]
        return ["sh", "-c", *command] if kind == "CMD-SHELL" else command

    def as_its_container(self) -> None:
        """Run it from now on as root of a container is: with the powers it is given and no others.

        Skips where nobody has powers to give away.
        """
        if os.geteuid():
            pytest.skip("NOT TESTED: what root of a container may do, which only root can show.")
        kept = [f"+{name.lower()}" for name in self.facts["cap_add"]]
        assert self.facts["cap_drop"] == ["ALL"]
        assert self.facts["security_opt"] == ["no-new-privileges:true"]
        powers = f"--bounding-set={','.join(['-all', *kept])}"
        self.confined = ["setpriv", "--no-new-privs", "--inh-caps=-all", powers]

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )

    def is_healthy(self) -> bool:
        return self.run(self.health_check).returncode == 0

    @contextmanager
    def running(self, log: Path) -> Iterator[subprocess.Popen[bytes]]:
        """Start it, what it prints going to ``log``, and end it with all that it started."""
        with log.open("ab") as to:
            process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdout=to,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            yield process
        finally:
            os.killpg(process.pid, 15)
            process.wait(timeout=60)

    def _as_mounted(self, part: str) -> str:
        """Return a file of the container as the file here that is mounted in its place."""
        for mount in self.facts.get("volumes", ()):
            source, target, *_ = mount.split(":")
            if source.startswith("./") and part == target:
                return str(ROOT / source)
        return part


def wait_until(holds: Callable[[], object], what: str, seconds: int = 240) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"After {seconds} seconds still not: {what}"
        time.sleep(0.3)


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
