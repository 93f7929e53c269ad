"""What machines ask: whether it runs, whether it can work, what it measured."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import OperationalError, ProgrammingError, connection, connections
from django.db.utils import DatabaseError
from django.test import Client

from config.middleware.database_down import database_is_down
from reporting.operations import health
from tests.support.compose import free_port
from tests.support.databases import reading

KEY = "a key for Prometheus"
BEARER = {"Authorization": f"Bearer {KEY}"}


@pytest.fixture
def closed(settings) -> None:
    """As an installation is that says nothing of measurements."""
    settings.METRICS_TOKEN, settings.METRICS_FROM_LOOPBACK = "", False


@pytest.mark.parametrize("sent", [{}, BEARER, {"Authorization": "Bearer "}, {"Authorization": ""}])
def test_measurements_are_closed_unless_somebody_opens_them(closed, sent):
    answer = Client().get("/metrics", headers=sent)
    assert answer.status_code == 403
    assert answer.content.decode().startswith("Send METRICS_TOKEN in the header Authorization")


def test_the_key_opens_them_and_another_does_not(closed, settings):
    settings.METRICS_TOKEN = KEY
    there = {"REMOTE_ADDR": "203.0.113.7"}
    assert Client(**there).get("/metrics", headers=BEARER).status_code == 200
    for sent in ({}, {"Authorization": f"Bearer {KEY}x"}, {"Authorization": f"Bearer {KEY[:-1]}é"}):
        assert Client(**there).get("/metrics", headers=sent).status_code == 403


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("203.0.113.7", {}, 403),
        ("", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.7"}, 403),
        ("127.0.0.1", {"Forwarded": "for=203.0.113.7"}, 403),
    ],
)
def test_a_process_on_this_machine_reads_them_where_that_is_allowed(
    closed, settings, address, headers, status
):
    settings.METRICS_FROM_LOOPBACK = True
    answer = Client(REMOTE_ADDR=address).get("/metrics", headers=headers)
    assert answer.status_code == status


def counted(line: str) -> float:
    measurements = Client().get("/metrics").content.decode()
    return float(dict(sample.rsplit(" ", 1) for sample in measurements.splitlines()).get(line, 0))


def test_requests_are_counted_by_page_and_status_and_never_by_address(db):
    line = 'app_requests_total{method="GET",route="account_login",status="200"}'
    before = counted(line)
    for _ in range(3):
        Client().get("/accounts/login/?next=/secret/")
    assert counted(line) == before + 3
    Client().generic("BREW", "/no/such/page/at/all/")
    assert counted('app_requests_total{method="other",route="none",status="404"}') >= 1
    measurements = Client().get("/metrics").content.decode()
    assert 'app_request_seconds_count{route="account_login"}' in measurements
    assert "secret" not in measurements
    assert "BREW" not in measurements


def test_it_is_ready_once_the_database_has_every_table_it_expects(db, monkeypatch):
    assert Client().get("/healthz/ready").content == b"ok"
    later = health.expected_migrations() | {("improvement", "0999_later")}
    monkeypatch.setattr(health, "expected_migrations", lambda: later)
    answer = Client().get("/healthz/ready")
    assert answer.status_code == 503
    assert answer.content.decode() == (
        "The database lacks the migrations improvement.0999_later: run manage.py migrate."
    )
    assert Client().get("/healthz").status_code == 200


def test_nobody_keeps_what_a_probe_was_told(db):
    for path in ("/healthz", "/healthz/ready", "/metrics"):
        assert Client().get(path).headers["Cache-Control"] == "no-store"
        assert Client().post(path).status_code == 405


def failure_of(statement: str, alias: str = "default") -> DatabaseError:
    with pytest.raises(DatabaseError) as raised, connections[alias].cursor() as cursor:
        cursor.execute(statement)
    return raised.value


def test_a_fault_of_ours_is_not_told_as_a_database_that_is_down(transactional_db):
    assert not database_is_down(failure_of("SELECT * FROM no_such_table"))
    assert not database_is_down(failure_of("SELEKT"))
    assert not database_is_down(ProgrammingError("x"))
    assert not database_is_down(ValueError("x"))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_database_that_cannot_be_reached_is(db, tmp_path, kind):
    url = {
        "sqlite": f"sqlite:///{tmp_path / 'no' / 'such' / 'folder'}",
        "postgresql": f"postgres://nobody@127.0.0.1:{free_port()}/none",
    }[kind]
    with pytest.raises(OperationalError) as raised, reading(url) as alias:
        connections[alias].ensure_connection()
    assert database_is_down(raised.value)
    wrapped = RuntimeError("of a library")
    wrapped.__cause__ = raised.value
    assert database_is_down(wrapped)


if "postgresql" in settings.DATABASES["default"]["ENGINE"]:

    def test_a_connection_that_was_ended_is_and_an_answer_that_took_too_long_is_not(
        transactional_db,
    ):
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 50")
        too_long = failure_of("SELECT pg_sleep(10)")
        assert isinstance(too_long, OperationalError)
        assert not database_is_down(too_long)
        assert database_is_down(failure_of("SELECT pg_terminate_backend(pg_backend_pid())"))
        connection.close()
