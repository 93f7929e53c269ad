"""The very commands of docker-compose.yml, run here: migrate, serve, probe, remind, proxy."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import shutil
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from tests.config.compose import Service, free_port, wait_until
from tests.databases import SERVER, empty_database, manage, url_on_server

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("running")]

KIND = "sqlite" if "sqlite" in settings.DATABASES["default"]["ENGINE"] else "postgresql"
SESSION = {"Cookie": "sessionid=abcdefghijklmnopqrstuvwxyz012345"}
DOWN = "The database does not answer just now. Wait a minute and try again."
EMAIL, PASSWORD = "jo.bloggs@trust.example", "a pass phrase that nobody has"
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
        """Give the lines that say so, once there are some: they come after the answer."""

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


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> Iterator[Installation]:
    """A database of its own, migrated; static files collected; the server started and ready."""
    folder = tmp_path_factory.mktemp("installation")
    with empty_database(KIND, folder) as url:
        told = {
            "DATABASE_URL": url,
            "PORT": free_port(),
            "PROMETHEUS_MULTIPROC_DIR": str(folder / "measured"),
            "HEARTBEAT": str(folder / "reminded"),
            "EMAIL_URL": f"filemail://{folder / 'mails'}",
            "METRICS_TOKEN": "a key for Prometheus",
        }
        migrate, app = Service("migrate", **told), Service("app", **told)
        waiting = app.run([*app.health_check])
        assert (waiting.returncode, "does not answer" in waiting.stderr) == (1, True)
        done = migrate.run(migrate.command)
        assert done.returncode == 0, done.stderr
        collected = app.run(["python", "manage.py", "collectstatic", "--no-input"])
        assert collected.returncode == 0, collected.stderr
        with app.running(folder / "app.log"):
            wait_until(app.is_healthy, (folder / "app.log").read_text)
            yield Installation(app, folder)


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


def test_a_database_that_is_down_is_said_on_every_page_and_forgotten_when_it_is_back(installation):
    url = installation.app.environment["DATABASE_URL"]
    assert installation.ask("/").status == 302
    with broken(url):
        for path in ("/", "/scas/2024-01/board/", "/accounts/login/", "/admin/"):
            answer = installation.ask(path)
            assert answer.status == 503, path
            assert DOWN in answer.text
            assert answer.headers["Retry-After"] == "30"
        data = installation.ask("/api/v1/programmes/scas/actions", Authorization="Bearer x")
        assert (data.status, json.loads(data.text)["detail"]) == (503, DOWN)
        assert installation.ask("/healthz").status == 200
        ready = installation.ask("/healthz/ready")
        assert (ready.status, ready.text) == (503, "The database does not answer.")
        probe = installation.app.run(installation.app.health_check)
        assert (probe.returncode, probe.stderr) == (1, "The database does not answer.\n")
    assert installation.ask("/").status == 302
    assert installation.ask("/healthz/ready").status == 200
    assert installation.app.is_healthy()


def test_what_was_typed_comes_back_on_the_page_and_a_password_does_not(installation):
    typed = urlencode({"text": f"{SECRET} <b>", "csrfmiddlewaretoken": "x" * 64}).encode()
    with broken(installation.app.environment["DATABASE_URL"]):
        answer = installation.ask("/scas/2024-01/culture/highlight-report/", typed)
        signing_in = installation.ask("/accounts/login/", typed)
    assert (answer.status, signing_in.status) == (503, 503)
    assert f'name="text" value="{SECRET} &lt;b&gt;"' in answer.text
    assert "Nothing is lost: this page holds what you typed." in answer.text
    assert SECRET not in signing_in.text


def test_a_probe_is_answered_whatever_host_it_asks_and_without_tls(installation):
    plain = {"Host": "10.0.0.7:8000", "X-Forwarded-Proto": "http"}
    assert installation.ask("/healthz", **plain).text == "ok"
    assert installation.ask("/healthz/ready", **plain).text == "ok"
    assert installation.ask("/", **plain).status == 400


def count_of(installation: Installation, route: str) -> int:
    key = {"Authorization": "Bearer a key for Prometheus"}
    told = installation.ask("/metrics", **key).text
    counts = re.findall(rf'^app_requests_total{{[^}}]*route="{route}"[^}}]*}} (\S+)$', told, re.M)
    return sum(int(float(count)) for count in counts)


def test_what_all_processes_measured_adds_up(installation):
    before = count_of(installation, "openapi")
    processes = set()
    for _ in range(200):
        assert installation.ask("/api/v1/openapi.json").status == 200
        counted = (installation.folder / "measured").glob("counter_*.db")
        processes = {one.name for one in counted if one.stat().st_size}
        if len(processes) > 1:
            break
    asked = installation.lines(route="openapi")
    assert len(processes) > 1
    assert count_of(installation, "openapi") == len(asked) > before
    assert installation.ask("/metrics").status == 403
    assert installation.ask("/metrics", Authorization="Bearer another key").status == 403


def test_the_reminder_job_runs_and_is_healthy_until_it_stops_running(installation):
    told = {
        name: installation.app.environment[name]
        for name in ("DATABASE_URL", "HEARTBEAT", "EMAIL_URL")
    }
    job, heartbeat = Service("reminders", **told), Path(told["HEARTBEAT"])
    assert not job.is_healthy()
    with job.running(installation.folder / "job.log"):
        wait_until(heartbeat.exists, (installation.folder / "job.log").read_text)
        assert job.is_healthy()
    assert "0 sent, 0 failed" in (installation.folder / "job.log").read_text()
    assert "Forgotten: sessions that were over, " in (installation.folder / "job.log").read_text()
    an_hour_ago = time.time() - 3600
    os.utime(heartbeat, (an_hour_ago, an_hour_ago))
    assert not job.is_healthy()


def test_the_backup_job_makes_one_a_day_and_is_healthy_while_there_is_a_new_one(
    installation, tmp_path
):
    told = {"DATABASE_URL": installation.app.environment["DATABASE_URL"], "BACKUPS": str(tmp_path)}
    job = Service("backup", **told)
    assert not job.is_healthy()
    log = installation.folder / "backup.log"
    with job.running(log):
        wait_until(lambda: "Wrote " in log.read_text(), log.read_text)
    [file] = tmp_path.iterdir()
    assert job.is_healthy()
    with job.running(log):  # started again on the same day
        time.sleep(5)
    assert [file] == list(tmp_path.iterdir())
    two_days_ago = time.time() - 48 * 3600
    os.utime(file, (two_days_ago, two_days_ago))
    assert not job.is_healthy()
    yesterday = file.rename(tmp_path / "2024-01-09-000500.backup.zip")
    with job.running(log):
        wait_until(lambda: log.read_text().count("Wrote ") == 2, log.read_text)
    assert len(list(tmp_path.iterdir())) == 2
    assert yesterday.exists()
    todays = next(one for one in tmp_path.iterdir() if one != yesterday)
    todays.unlink()
    job.environment["BACKUP_DAYS"] = "30"
    with job.running(log):
        wait_until(lambda: f"Removed {yesterday.name}" in log.read_text(), log.read_text)
    assert len(list(tmp_path.iterdir())) == 1


if SERVER:

    def test_the_database_s_health_check_knows_a_server_that_answers():
        told = psycopg.conninfo.conninfo_to_dict(SERVER)
        db = Service("db", PGHOST=told["host"], PGPORT=told.get("port", "5432"))
        assert db.is_healthy()
        db.environment["PGPORT"] = free_port()
        assert not db.is_healthy()


@pytest.fixture(scope="module")
def proxy(installation, tmp_path_factory) -> Iterator[Service]:
    """The proxy before it, with the very configuration file."""
    with proxy_before(installation.app.environment["PORT"], tmp_path_factory) as proxy:
        yield proxy


@contextmanager
def proxy_before(port: str, tmp_path_factory, **changed: str) -> Iterator[Service]:
    if not shutil.which("caddy"):
        pytest.fail("There is no caddy here: install the package caddy to test the proxy.")
    folder = tmp_path_factory.mktemp("proxy")
    ports = {name: free_port() for name in ("LISTEN_HTTP", "LISTEN_HTTPS", "HEALTH_PORT")}
    told = {"APP": "127.0.0.1", "APP_PORT": port, "XDG_DATA_HOME": str(folder), "HOME": str(folder)}
    proxy = Service("proxy", **ports, **told, **changed)
    proxy.environment["XDG_CONFIG_HOME"] = str(folder)
    with proxy.running(folder / "proxy.log"):
        wait_until(proxy.is_healthy, (folder / "proxy.log").read_text)
        yield proxy


def through(proxy: Service, path: str, data: bytes | None = None, *handlers, **headers) -> Answer:
    """Ask as a browser does, trusting the proxy's own certificate authority and no other."""
    folder = Path(proxy.environment["XDG_DATA_HOME"])
    root = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    secure = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=str(root)))
    address = f"https://localhost:{proxy.environment['LISTEN_HTTPS']}"
    return answer_to(f"{address}{path}", data, {"Referer": address, **headers}, secure, *handlers)


def test_the_proxy_serves_the_pages_over_tls_and_keeps_what_is_inside_to_itself(
    installation, proxy
):
    page = through(proxy, "/accounts/login/?next=/scas/", **{"X-Request-ID": "forged-by-a-visitor"})
    assert page.status == 200
    assert "Sign in" in page.text
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    given = page.headers["X-Request-Id"]
    assert re.fullmatch(r"[0-9a-f-]{36}", given)
    [line] = installation.lines(request_id=given)
    assert (line["route"], line["status"]) == ("account_login", 200)
    style = re.search(r'href="(/static/css/app\.[^"]+)"', page.text)
    assert "immutable" in through(proxy, style[1]).headers["Cache-Control"]
    assert through(proxy, "/healthz").text == "ok"
    key = {"Authorization": "Bearer a key for Prometheus"}
    assert through(proxy, "/metrics", **key).status == 404
    assert through(proxy, "/healthz/ready").status == 404
    plain = answer_to(f"http://localhost:{proxy.environment['LISTEN_HTTP']}/", None, {})
    assert plain.status == 308
    assert plain.headers["Location"].startswith("https://localhost")


class Mirror(BaseHTTPRequestHandler):
    """Says which addresses it was told of."""

    def do_GET(self) -> None:
        told = self.headers.get("X-Forwarded-For", "").encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_) -> None:
        pass


@pytest.mark.parametrize(
    ("outer", "told"),
    [({}, "127.0.0.1"), ({"OUTER_PROXIES": "127.0.0.1/32"}, "203.0.113.9, 127.0.0.1")],
)
def test_a_visitor_s_address_is_taken_from_proxies_that_are_named_alone(
    tmp_path_factory, outer, told
):
    mirror = ThreadingHTTPServer(("127.0.0.1", 0), Mirror)
    Thread(target=mirror.serve_forever, daemon=True).start()
    try:
        with proxy_before(str(mirror.server_port), tmp_path_factory, **outer) as proxy:
            assert through(proxy, "/", **{"X-Forwarded-For": "203.0.113.9"}).text == told
    finally:
        mirror.shutdown()
        mirror.server_close()


def test_somebody_signs_in_through_the_proxy_and_no_line_says_what_they_typed(installation, proxy):
    made = manage(
        *("createsuperuser", "--no-input", "--email", EMAIL, "--name", "Jo Bloggs"),
        url=installation.app.environment["DATABASE_URL"],
        DJANGO_SUPERUSER_PASSWORD=PASSWORD,
    )
    assert made.returncode == 0, made.stderr
    cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    page = through(proxy, "/accounts/login/", None, cookies)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    typed = {"csrfmiddlewaretoken": token, "login": EMAIL, "password": PASSWORD}
    query = f"/accounts/login/?{urlencode({'why': SECRET})}"
    wrong = through(proxy, query, urlencode({**typed, "password": SECRET}).encode(), cookies)
    assert wrong.status == 200
    right = through(proxy, query, urlencode(typed).encode(), cookies)
    assert right.status == 302, right.text
    assert all(cookie.secure for cookie in cookies.cookiejar)
    assert through(proxy, "/", None, cookies).status in (200, 302)
    asked = f"from improvement.models import Person; print(Person.objects.get(email={EMAIL!r}).pk)"
    found = manage(
        "shell", "-v", "0", "-c", asked, url=installation.app.environment["DATABASE_URL"]
    )
    assert installation.lines(event="request", user_id=int(found.stdout), route="home")
    text = (installation.folder / "app.log").read_text()
    proxy_text = (Path(proxy.environment["HOME"]) / "proxy.log").read_text()
    for secret in (EMAIL, PASSWORD, SECRET, "Sensitive", token, "bloggs", "?"):
        assert secret not in text
        assert secret not in proxy_text


def test_an_app_that_is_away_is_said_by_the_proxy(installation, tmp_path_factory):
    with proxy_before(free_port(), tmp_path_factory) as proxy:
        answer = through(proxy, f"/?{urlencode({'q': SECRET})}")
        log = (Path(proxy.environment["HOME"]) / "proxy.log").read_text()
    assert answer.status == 503
    assert answer.text.startswith("The application does not answer just now.")
    assert answer.headers["Retry-After"] == "30"
    assert "Sensitive" not in log


def test_a_request_that_is_no_request_leaves_nothing_of_itself_in_the_log(installation):
    address = ("127.0.0.1", int(installation.app.environment["PORT"]))
    with socket.create_connection(address, timeout=10) as line, suppress(ConnectionError):
        line.sendall(f"{SECRET} /?{SECRET} HTTP/7\r\n\r\n".encode())
        assert b"400" in line.recv(1000)
    assert "Sensitive" not in (installation.folder / "app.log").read_text()
