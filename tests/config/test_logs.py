"""What a log line says of a request, and that nothing anybody wrote is in any."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import Client

from config.logs import formatter, logging_for, set_up_structlog
from improvement.accounts.tokens import make_token
from improvement.values.clock import now, today
from scorecards.entry import views

SECRET = "Sensitive words about a colleague"
REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"
Lines = Callable[[], list[dict]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Log as an installation does, and give the lines."""
    to = io.StringIO()
    told = logging_for(debug=False)
    told["handlers"]["lines"]["stream"] = to
    logging.config.dictConfig(told)
    set_up_structlog(debug=False)
    yield lambda: [json.loads(line) for line in to.getvalue().splitlines()]
    logging.config.dictConfig(settings.LOGGING)
    set_up_structlog(debug=True)


@pytest.fixture
def client(nicola) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(nicola)
    return client


def test_a_request_is_one_line_with_who_which_page_how_it_went_and_how_long(lines, client, nicola):
    answer = client.get(REPORT, {"q": SECRET})
    [line] = lines()
    assert line.pop("ms") >= 0
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "request",
        "level": "info",
        "logger": "config.requests",
        "method": "GET",
        "request_id": answer.headers["X-Request-ID"],
        "route": "report",
        "status": 200,
        "user_id": nicola.pk,
    }


def test_a_secret_that_is_posted_is_in_no_line(lines, client, send, culture):
    send(client, f"{REPORT}highlight-report/?q={SECRET}", {"progress": SECRET, "save": "1"})
    client.post("/accounts/login/", {"login": "jo@trust.example", "password": SECRET})
    client.get(f"/accounts/password/reset/key/1-{SECRET.replace(' ', '')}/")
    client.get(f"/{SECRET}/", headers={"X-Request-ID": SECRET, "User-Agent": SECRET})
    assert len(lines()) >= 5
    assert_nothing_of_it_in(lines())


@pytest.mark.parametrize("raised", [ValueError, IntegrityError])
def test_nor_is_it_when_the_view_raises_it(lines, client, monkeypatch, raised, nicola):
    def fail(*_, **__):
        try:
            int(SECRET)
        except ValueError as error:
            raise raised(f"Key (text)=({SECRET}) exists") from error

    monkeypatch.setattr(views, "ScorecardForm", fail)
    answer = client.post(f"{REPORT}scorecard/?q={SECRET}", {"1": SECRET})
    assert answer.status_code == 500
    [line] = lines()
    assert (line["level"], line["status"], line["user_id"]) == ("error", 500, nicola.pk)
    assert line["error"] == [raised.__name__, "ValueError"]
    assert any(" fail" in place for place in line["trace"])
    assert_nothing_of_it_in([line])


def test_what_libraries_log_loses_its_texts_and_keeps_its_numbers(lines):
    library = logging.getLogger("some.library")
    library.warning("Refused %s after %d tries", SECRET, 3)
    library.warning(SECRET)
    library.error("Failed", exc_info=ValueError(SECRET), extra={"text": SECRET})
    library.info("Chatter")
    told = [(line["event"], line["level"]) for line in lines()]
    assert told == [
        ("Refused … after 3 tries", "warning"),
        ("…", "warning"),
        ("…", "error"),
    ]
    assert lines()[-1]["error"] == ["ValueError"]
    assert_nothing_of_it_in(lines())


def test_a_text_where_a_number_belongs_is_left_out():
    facts = {"msg": "%d tries", "args": (SECRET,), "name": "some.library"}
    line = formatter(debug=False).format(logging.makeLogRecord(facts))
    assert json.loads(line)["event"] == "…"


def assert_nothing_of_it_in(told: list[dict]) -> None:
    text = json.dumps(told, ensure_ascii=False)
    for part in ("Sensitive", "colleague", "trust.example", "?"):
        assert part not in text


def test_a_token_s_person_is_who_asked(lines, programme, nicola, noon):
    facts = {"name": "Mine", "expires_on": today(), "by": nicola, "at": now()}
    key = make_token(programme=programme, **facts)[1]
    address = "/api/v1/programmes/scas/actions"
    Client().get(address, headers={"Authorization": f"Bearer {key}"})
    Client().get(address)
    asked, refused = lines()
    assert (asked["user_id"], asked["status"]) == (nicola.pk, 200)
    assert asked["route"].endswith("api_actions")
    assert (refused["user_id"], refused["status"]) == (None, 401)


@pytest.mark.parametrize(
    ("trusted", "given", "kept"),
    [
        (True, "7f0c2a1e-proxy-made", True),
        (False, "7f0c2a1e-proxy-made", False),
        (True, "short", False),
        (True, "x" * 65, False),
        (True, "jo@trust.example", False),
    ],
)
def test_the_id_a_proxy_gives_is_kept_where_the_proxy_is_trusted(
    db, lines, settings, trusted, given, kept
):
    settings.TRUST_REQUEST_ID = trusted
    answer = Client().get("/accounts/login/", headers={"X-Request-ID": given})
    assert (answer.headers["X-Request-ID"] == given) is kept
    assert lines()[-1]["request_id"] == answer.headers["X-Request-ID"]


def test_a_page_that_needs_nobody_asks_nobody_who_it_is(db, lines, django_assert_num_queries):
    with django_assert_num_queries(0):
        Client(headers={"Cookie": "sessionid=abcdefghijklmnop"}).get("/healthz")
    assert lines()[-1]["user_id"] is None
