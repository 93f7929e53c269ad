"""Data out: who sees what. A token opens one programme, as its person may see it that day."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client

from improvement.accounts.tokens import make_token, revoke_token
from improvement.audit import changes
from improvement.models import ActionRating, Appointment, Programme, Role, Workstream
from improvement.values.clock import now, today
from reporting.api import authentication
from reporting.pack.issue import reopen
from scorecards.models import ActualLine, MonthlyReading

DOCS = Path(__file__).resolve().parents[3] / "docs"
TABLES = ("months", "workstreams", "actions", "criteria", "metrics", "aims", "actuals", "packs")


@pytest.fixture
def key_of(programme):
    def make(person, on=programme):
        return make_token(programme=on, name="T", expires_on=today(), by=person, at=now())[1]

    return make


def read(key: str, address: str, **query: str):
    return Client().get(f"/api/v1/{address}", query, headers={"Authorization": f"Bearer {key}"})


def rows(key: str, table: str, **query: str):
    return read(key, f"programmes/scas/{table}", page_size="5000", **query).json()["rows"]


@pytest.fixture
def hidden(culture) -> ActionRating:
    """Something a lead typed into the open month."""
    rating = ActionRating.objects.filter(report=culture).first()
    rating.explanation = "Not for the board yet"
    rating.save()
    return rating


@pytest.mark.parametrize("table", TABLES)
def test_a_board_reader_sees_issued_months_only(key_of, board_reader, hidden, table):
    found = rows(key_of(board_reader), table)
    assert found
    assert {row["month"] for row in found} == {"2023-12"}
    assert {row.get("state", "issued") for row in found} == {"issued"}
    assert hidden.explanation not in str(found)


def test_a_lead_sees_the_open_month(key_of, nicola, hidden):
    assert hidden.explanation in str(rows(key_of(nicola), "actions", month="2024-01"))


def test_a_board_reader_asking_for_the_open_month_is_told_there_is_none(key_of, board_reader):
    answer = read(key_of(board_reader), "programmes/scas/actions", month="2024-01")
    assert answer.status_code == 404
    assert "has no report for January 2024 that you may see" in answer.json()["detail"]


def test_of_a_reopened_month_a_board_reader_keeps_the_pack(
    key_of, board_reader, nicola, office, december, noon
):
    reopen(month=december, reason="A wrong rating", by=office, at=noon)
    rating = ActionRating.objects.filter(report__month=december).first()
    rating.explanation = "Being corrected"
    rating.save()
    board = rows(key_of(board_reader), "actions", month="2023-12")
    assert {row["state"] for row in board} == {"issued"}
    assert "Being corrected" not in str(board)
    inside = rows(key_of(nicola), "actions", month="2023-12")
    assert {row["state"] for row in inside} == {"open"}
    assert "Being corrected" in str(inside)


def test_readings_are_not_for_board_readers(key_of, board_reader, nicola, january):
    line = ActualLine.objects.select_related("metric__workstream").first()
    MonthlyReading(line=line, starts_on="2024-01-01", printed="3").save()
    answer = read(key_of(board_reader), "programmes/scas/readings")
    assert answer.status_code == 403
    assert "You are Board reader." in answer.json()["detail"]
    (row,) = [one for one in rows(key_of(nicola), "readings") if one["month"] == "2024-01"]
    assert (row["printed"], row["covers_to"]) == ("3", "2024-01-31")
    assert (row["metric_id"], row["workstream"]) == (line.metric_id, line.metric.workstream.slug)


@pytest.fixture
def elsewhere(stranger) -> Programme:
    elsewhere = Programme(slug="elsewhere", name="Elsewhere", organisation="Another trust")
    elsewhere.first_quarter, elsewhere.last_quarter = "2023/24 Q1", "2024/25 Q4"
    elsewhere.save()
    Workstream(programme=elsewhere, slug="theirs", name="Theirs", position=1).save()
    Appointment(person=stranger, role=Role.PROGRAMME_OFFICE, programme=elsewhere).save()
    return elsewhere


@pytest.mark.parametrize("table", [*TABLES, "readings"])
def test_a_token_opens_no_other_programme(key_of, elsewhere, stranger, office, table):
    theirs, ours = key_of(stranger, elsewhere), key_of(office)
    for key, slug in ((theirs, "scas"), (ours, "elsewhere"), (ours, "no-such")):
        answer = read(key, f"programmes/{slug}/{table}")
        assert answer.status_code == 404
        assert answer.json()["detail"] == f"This token opens no programme “{slug}”."
    assert read(theirs, f"programmes/elsewhere/{table}").json()["count"] == 0


def test_nobody_s_second_programme_comes_with_the_first(key_of, elsewhere, office):
    Appointment(person=office, role=Role.PROGRAMME_OFFICE, programme=elsewhere).save()
    found = read(key_of(office), "programmes").json()["rows"]
    assert [row["programme"] for row in found] == ["scas"]
    assert read(key_of(office), "programmes/elsewhere/months").status_code == 404


def test_another_programme_s_workstream_is_none(key_of, elsewhere, office):
    answer = read(key_of(office), "programmes/scas/actions", workstream="theirs")
    assert answer.status_code == 404


def test_a_session_opens_nothing(signed_in, office):
    answer = signed_in(office).get("/api/v1/programmes/scas/actions")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="data"'
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("Send a token: the header Authorization")


def test_a_revoked_token_and_a_leaver_s_stop_at_once(programme, office, nicola, key_of):
    token, key = make_token(programme=programme, name="T", expires_on=today(), by=office, at=now())
    revoke_token(token=token, by=office, at=now())
    answer = read(key, "programmes")
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
    assert answer.json()["detail"] == "This token was revoked. Make a new one."
    lead = key_of(nicola)
    assert read(lead, "programmes").status_code == 200
    for appointment in Appointment.objects.filter(person=nicola):
        appointment.ends_on = today() - timedelta(days=1)
        appointment.save()
    assert read(lead, "programmes").status_code == 401


@pytest.mark.parametrize("sent", ["Bearer", "Bearer ", "Basic abc", "Bearer é", "x" * 5000])
def test_what_is_no_token_is_refused(db, sent):
    answer = Client().get("/api/v1/programmes", headers={"Authorization": sent})
    assert answer.status_code == 401
    assert answer.json()["status"] == 401


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written(key_of, office, method):
    sent = {"Authorization": f"Bearer {key_of(office)}"}
    client = Client(enforce_csrf_checks=True)
    answer = getattr(client, method)("/api/v1/programmes/scas/actions", headers=sent)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
    assert answer.json()["detail"] == "Data is read here, by GET, and nothing else."


@pytest.mark.parametrize("address", ["", "v1/", "v1/programmes/", "v2/programmes", "v1/x/y"])
def test_an_address_that_is_none_is_no_page(db, address):
    answer = Client().get(f"/api/{address}")
    assert (answer.status_code, answer.json()["title"]) == (404, "Not Found")


def test_neither_cookie_nor_session_is_made(key_of, office):
    answer = read(key_of(office), "programmes/scas/months")
    assert not answer.cookies
    assert Session.objects.count() == 0


def test_a_token_that_asks_too_often_is_told_when_to_go_on(key_of, office, monkeypatch):
    caches["process"].clear()
    at = now().replace(second=40)
    monkeypatch.setattr(authentication, "now", lambda: at)
    monkeypatch.setattr(authentication, "A_MINUTE", 2)
    busy, other = key_of(office), key_of(office)
    assert [read(busy, "programmes").status_code for _ in range(3)] == [200, 200, 429]
    answer = read(busy, "programmes")
    assert answer.headers["Retry-After"] == "20"
    assert answer.json()["detail"] == "Too many requests with this token: go on in 20 seconds."
    assert read(other, "programmes").status_code == 200
    monkeypatch.setattr(authentication, "now", lambda: at + timedelta(seconds=20))
    assert read(busy, "programmes").status_code == 200


def test_the_document_is_open_and_names_every_table(db):
    document = Client().get("/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    below = {path.removeprefix("/api/v1/programmes/{programme}/") for path in document["paths"]}
    assert below == {*TABLES, "readings", "/api/v1/programmes"}


def test_the_dictionary_of_the_columns_is_printed_from_them(capsys):
    call_command("data_dictionary")
    dictionary = capsys.readouterr().out
    assert "| printed | The text exactly as printed. |" in dictionary
    assert (DOCS / "data-out.md").read_text(encoding="utf-8").endswith(f"\n{dictionary}")


def test_it_says_which_parts_its_packs_leave_out(key, programme, office):
    changes.change(programme, by=office, parts_off=["criteria", "plan"])
    page = Client().get("/api/v1/programmes", headers={"Authorization": f"Bearer {key}"}).json()
    assert [row["parts_left_out"] for row in page["rows"]] == ["Exit criteria; Plan on a page"]


def test_an_expired_token_is_told_its_last_day(programme, office):
    before = now() - timedelta(days=10)
    until = today() - timedelta(days=1)
    _, key = make_token(programme=programme, name="T", expires_on=until, by=office, at=before)
    answer = read(key, "programmes/scas/actions")
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
    day = f"{until.day} {until:%B %Y}"
    assert answer.json()["detail"] == f"This token worked until {day}. Make a new one."


def test_a_page_that_is_known_is_not_said_to_be_so_to_a_token_that_stopped(programme, office):
    token, key = make_token(programme=programme, name="T", expires_on=today(), by=office, at=now())
    tag = read(key, "programmes/scas/months").headers["ETag"]
    revoke_token(token=token, by=office, at=now())
    sent = {"Authorization": f"Bearer {key}", "If-None-Match": tag}
    assert Client().get("/api/v1/programmes/scas/months", headers=sent).status_code == 401
