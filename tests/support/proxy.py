"""The proxy of docker-compose.yml, run here, and asking through it as a browser does."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from tests.support.compose import Service, free_port, wait_until
from tests.support.programs import program


@dataclass
class Answer:
    status: int
    text: str
    headers: dict[str, str]


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def answer_to(address: str, data: bytes | None, headers: dict[str, str], *handlers) -> Answer:
    opener = urllib.request.build_opener(NoRedirects, *handlers)
    request = urllib.request.Request(address, data, headers)  # noqa: S310
    try:
        answer = opener.open(request, timeout=60)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return Answer(answer.status, answer.read().decode(), dict(answer.headers))


@contextmanager
def proxy_before(
    port: str | int, tmp_path_factory, *, as_its_container: bool = False, **changed: str
) -> Iterator[Service]:
    proxy = proxy_for(tmp_path_factory.mktemp("proxy"), APP_PORT=str(port), **changed)
    if as_its_container:
        proxy.as_its_container()
    log = Path(proxy.environment["HOME"]) / "proxy.log"
    with proxy.running(log):
        wait_until(proxy.is_healthy, log.read_text)
        yield proxy


def proxy_for(folder: Path, **changed: str) -> Service:
    """Return a proxy, not yet started, on ports that are free; its own files in ``folder``."""
    program("caddy")
    told = {name: free_port() for name in ("LISTEN_HTTP", "HTTPS_PORT", "HEALTH_PORT")}
    told |= {"APP": "127.0.0.1", "XDG_DATA_HOME": str(folder), "HOME": str(folder)}
    return Service("proxy", **{**told, "XDG_CONFIG_HOME": str(folder), **changed})


def through(
    proxy: Service,
    path: str,
    data: bytes | None = None,
    *handlers,
    trusting: Path | None = None,
    **headers,
) -> Answer:
    """Ask as a browser does, trusting one authority alone: by default the proxy's own."""
    folder = Path(proxy.environment["XDG_DATA_HOME"])
    root = trusting or folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    secure = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=str(root)))
    address = f"https://localhost:{proxy.environment['HTTPS_PORT']}"
    return answer_to(f"{address}{path}", data, {"Referer": address, **headers}, secure, *handlers)


class Mirror(BaseHTTPRequestHandler):
    """Says which addresses it was told of, and who it is."""

    server: Host

    def do_GET(self) -> None:
        told = self.headers.get("X-Forwarded-For", "").encode()
        away = self.path == "/healthz/ready" and not self.server.is_ready
        self.send_response(503 if away else 200)
        self.send_header("Content-Length", str(len(told)))
        self.send_header("X-Answered-By", self.server.name)
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_) -> None:
        pass


class Host(ThreadingHTTPServer):
    """A host that stands in the application's place."""

    is_ready = True

    @property
    def name(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


@contextmanager
def mirror() -> Iterator[Host]:
    """Start one."""
    host = Host(("127.0.0.1", 0), Mirror)
    Thread(target=host.serve_forever, daemon=True).start()
    try:
        yield host
    finally:
        host.stop()
