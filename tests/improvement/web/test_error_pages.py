"""What cannot be read is answered with a sentence, and what was typed is there to copy."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client

from config.wsgi import in_known_charset
from improvement.web.error_pages import FORM, UNREADABLE

PAGE = "/scas/2024-01/culture-and-staff-wellbeing/highlight-report/"
TOO_LONG = "What you sent is longer than the 2 million characters that a page takes"
FROM_HERE = {"origin": "http://testserver"}


def post(browser: Client, text: str, kind: str = FORM, **headers: str):
    body = urlencode({"summary": text, "seen": "{}"}).encode()
    return browser.generic("POST", PAGE, body, kind, headers=headers)


def test_a_page_that_is_far_too_long_is_not_saved_and_its_texts_are_there_to_copy(
    culture, nicola, signed_in, words
):
    before = culture.sections.get(kind="summary").text
    answer = post(signed_in(nicola), "The work moved on. " * 140_000, **FROM_HERE)
    assert answer.status_code == 400
    assert f"{TOO_LONG}, so nothing was saved. Shorten it and send it again." in words(answer)
    assert answer.content.decode().count("The work moved on. ") == 140_000
    assert culture.sections.get(kind="summary").text == before


def test_what_another_site_sent_or_a_stranger_is_not_shown(culture, nicola, signed_in, words):
    for browser, headers in ((signed_in(nicola), {}), (Client(), FROM_HERE)):
        answer = post(browser, "The work moved on. " * 140_000, **headers)
        assert answer.status_code == 400
        assert TOO_LONG in words(answer)
        assert "The work moved on." not in words(answer)


def test_as_many_fields_as_no_page_has_are_refused_in_a_sentence(nicola, signed_in, words):
    answer = signed_in(nicola).post(PAGE, "a=1&" * 20_000, content_type=FORM)
    assert answer.status_code == 400
    assert TOO_LONG in words(answer)


@pytest.mark.parametrize("charset", ["hex", "idna", "undefined", "utf-16", "no-such-one"])
@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=b"])
def test_another_charset_is_refused_in_a_sentence(nicola, signed_in, words, charset, kind):
    answer = post(signed_in(nicola), "The work moved on.", f"{kind}; charset={charset}")
    assert answer.status_code == 400
    assert UNREADABLE in words(answer)


def test_the_server_begins_a_request_in_a_charset_that_is_none():
    """Django reads an address while it makes a request, before anything can refuse it."""
    asked: dict[str, Any] = {"QUERY_STRING": "a=b", "CONTENT_TYPE": f"{FORM}; charset=hex"}
    setup_testing_defaults(asked)
    serve = in_known_charset(lambda environ, _: [WSGIRequest(environ).encoding.encode()])
    assert serve(asked, None) == [b"latin-1"]


def test_utf_8_is_taken_however_it_is_written(nicola, signed_in):
    for charset in ("utf-8", "UTF-8"):
        answer = post(signed_in(nicola), "The work moved on.", f"{FORM}; charset={charset}")
        assert answer.status_code == 200
