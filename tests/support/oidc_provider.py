"""A directory: an OpenID provider in a process of its own, on this machine."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import Request, urlopen


@dataclass(frozen=True)
class Directory:
    """A provider that knows its clients by secret and address, and its people by their claims."""

    issuer: str

    def register(self, redirect: str) -> tuple[str, str]:
        """Register the application, give its client id and secret."""
        asked = {
            "redirect_uris": [redirect],
            "token_endpoint_auth_method": "client_secret_post",
        }
        told = json.loads(self._send("POST", "/oauth2/clients", asked))
        return told["client_id"], told["client_secret"]

    def knows(self, subject: str, **claims: object) -> None:
        """Put somebody into the directory."""
        self._send("PUT", f"/users/{subject}", claims)

    def _send(self, method: str, path: str, body: dict[str, object]) -> bytes:
        headers = {"Content-Type": "application/json"}
        data = json.dumps(body).encode()
        request = Request(self.issuer + path, data, headers, method=method)  # noqa: S310
        with urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.read()


@contextmanager
def running() -> Iterator[Directory]:
    """Run a provider for as long as it is needed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    command += ["--require-registration", "true"]
    environment = {**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            issuer = f"http://localhost:{port}"
            _wait_for(f"{issuer}/.well-known/openid-configuration")
            yield Directory(issuer)
        finally:
            process.terminate()


def _wait_for(address: str) -> None:
    for _ in range(150):
        try:
            with urlopen(address, timeout=5):  # noqa: S310
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(f"Nothing answers at {address}")
