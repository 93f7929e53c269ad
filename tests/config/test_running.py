"""The very commands of docker-compose.yml, run here: migrate, serve, probe, remind, proxy."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import socket
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pyrage
import pytest

from tests.support.compose import Service, free_port, wait_until
from tests.support.databases import SERVER, manage
from tests.support.installation import SECRET, Installation, broken
from tests.support.proxy import answer_to, proxy_before, through

pytestmark = pytest.mark.slow
DOWN = "The database does not answer just now. Wait a minute and try again."
EMAIL, PASSWORD = "jo.bloggs@trust.example", "a pass phrase that nobody has"


@pytest.mark.postgresql
def test_a_database_that_is_down_is_said_on_every_page_and_forgotten_when_it_is_back(installation):
    url = installation.app.environment["DATABASE_URL"]
    assert installation.ask("/").status == 302
    with broken(url):
        for path in ("/", "/scas/2024-01/returns/", "/accounts/login/", "/admin/"):
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


@pytest.mark.postgresql
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
    assert installation.ask("/healthz", **plain).text.startswith("ok, version ")
    assert installation.ask("/healthz/ready", **plain).text == "ok"
    assert installation.ask("/", **plain).status == 400


def count_of(installation: Installation, route: str) -> int:
    key = {"Authorization": "Bearer a key for Prometheus"}
    measurements = installation.ask("/metrics", **key).text
    counts = re.findall(
        rf'^app_requests_total{{[^}}]*route="{route}"[^}}]*}} (\S+)$', measurements, re.M
    )
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
    logged = installation.lines(route="openapi")
    assert len(processes) > 1
    assert count_of(installation, "openapi") == len(logged) > before
    assert installation.ask("/metrics").status == 403
    assert installation.ask("/metrics", Authorization="Bearer another key").status == 403


def test_the_reminder_job_runs_and_is_healthy_until_it_stops_running(installation):
    environment = {
        name: installation.app.environment[name]
        for name in ("DATABASE_URL", "HEARTBEAT", "EMAIL_URL")
    }
    job, heartbeat = Service("reminders", **environment), Path(environment["HEARTBEAT"])
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
    facts = {"DATABASE_URL": installation.app.environment["DATABASE_URL"], "BACKUPS": str(tmp_path)}
    key = str(pyrage.x25519.Identity.generate().to_public())
    job = Service("backup", **facts, BACKUP_RECIPIENTS=key)
    assert not job.is_healthy()
    log = installation.folder / "backup.log"
    with job.running(log):
        wait_until(lambda: "which BACKUP_RECIPIENTS can open" in log.read_text(), log.read_text)
    [file] = tmp_path.glob("*.zip")
    [copy] = (tmp_path / "encrypted").iterdir()
    assert job.is_healthy()
    copy.unlink()
    assert not job.is_healthy()  # nothing leaves the machine
    del job.environment["BACKUP_RECIPIENTS"]
    assert job.is_healthy()
    with job.running(log):  # started again on the same day
        time.sleep(5)
    assert [file] == list(tmp_path.glob("*.zip"))
    two_days_ago = time.time() - 48 * 3600
    os.utime(file, (two_days_ago, two_days_ago))
    assert not job.is_healthy()
    yesterday = file.rename(tmp_path / "2024-01-09-000500.backup.zip")
    with job.running(log):
        wait_until(lambda: log.read_text().count(" rows of ") == 2, log.read_text)
    assert len(list(tmp_path.glob("*.zip"))) == 2
    assert yesterday.exists()
    todays = next(one for one in tmp_path.glob("*.zip") if one != yesterday)
    todays.unlink()
    job.environment["BACKUP_DAYS"] = "30"
    with job.running(log):
        wait_until(lambda: f"Removed {yesterday.name}" in log.read_text(), log.read_text)
    assert len(list(tmp_path.glob("*.zip"))) == 1


def test_the_verifying_job_runs_once_a_day_and_is_unhealthy_from_the_moment_that_it_fails(
    installation, tmp_path
):
    """Away from its database it fails as it does over a row that is not as it was written."""
    environment = {**installation.app.environment, "VERIFIED": str(tmp_path / "verified")}
    job = Service("verify", **environment)
    log = tmp_path / "verify.log"
    assert not job.is_healthy()
    with job.running(log):
        wait_until(job.is_healthy, log.read_text)
    assert '"event": "history verified"' in log.read_text()
    with job.running(log):  # started again on the same day
        time.sleep(3)
    assert log.read_text().count("history verified") == 1
    (tmp_path / "verified").write_text("2024-01-09\n")
    with broken(job.environment["DATABASE_URL"]), job.running(log):
        wait_until(lambda: not job.is_healthy(), log.read_text)
    assert "so nothing was verified" in log.read_text()


if SERVER:

    def test_the_database_s_health_check_knows_a_server_that_answers():
        environment = psycopg.conninfo.conninfo_to_dict(SERVER)
        db = Service("db", PGHOST=environment["host"], PGPORT=environment.get("port", "5432"))
        assert db.is_healthy()
        db.environment["PGPORT"] = free_port()
        assert not db.is_healthy()


def test_the_proxy_serves_the_pages_over_tls_and_keeps_what_is_inside_to_itself(
    installation, proxy
):
    page = through(proxy, "/accounts/login/?next=/scas/", **{"X-Request-ID": "forged-by-a-visitor"})
    assert page.status == 200
    assert "Sign in" in page.text
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    request_id = page.headers["X-Request-Id"]
    assert re.fullmatch(r"[0-9a-f-]{36}", request_id)
    [line] = installation.lines(request_id=request_id)
    assert (line["route"], line["status"]) == ("account_login", 200)
    style = re.search(r'href="(/static/css/app\.[^"]+)"', page.text)
    assert "immutable" in through(proxy, style[1]).headers["Cache-Control"]
    assert through(proxy, "/healthz").text.startswith("ok, version ")
    key = {"Authorization": "Bearer a key for Prometheus"}
    assert through(proxy, "/metrics", **key).status == 404
    assert through(proxy, "/healthz/ready").status == 404
    plain = answer_to(f"http://localhost:{proxy.environment['LISTEN_HTTP']}/", None, {})
    assert plain.status == 308
    assert plain.headers["Location"] == f"https://localhost:{proxy.environment['HTTPS_PORT']}/"
    assert "Alt-Svc" not in page.headers  # of HTTP/3, which no port is opened for


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
    script = f"from improvement.models import Person; print(Person.objects.get(email={EMAIL!r}).pk)"
    found = manage(
        "shell", "-v", "0", "-c", script, url=installation.app.environment["DATABASE_URL"]
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
