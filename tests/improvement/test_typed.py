"""What was typed is kept when it cannot be saved."""

import json

import pytest
from django.test import Client

from improvement import cycle
from improvement.models import Draft

PAGE = "/scas/2024-01/culture-and-staff-wellbeing/highlight-report/"


def test_autosave_keeps_a_draft_and_says_when(signed_in, nicola, culture):
    answer = signed_in(nicola).post(PAGE, {"summary": "Half", "autosave": "1"})
    assert set(json.loads(answer.content)) == {"saved", "draft"}
    assert Draft.objects.get(person=nicola).fields == {"summary": ["Half"]}
    assert culture.sections.get(kind="summary").text == ""


def test_a_draft_is_its_writer_s_alone_and_others_learn_that_it_is_there(
    signed_in, nicola, someone, culture
):
    signed_in(nicola).post(PAGE, {"summary": "Only mine", "autosave": "1"})
    page = signed_in(someone("emma-manaton")).get(PAGE).content.decode()
    assert "Only mine" not in page
    assert "Nicola Howells has typed on this page too and has not saved" in page


def test_text_typed_after_the_pen_passed_on_is_kept_and_shown(
    signed_in, nicola, someone, culture, noon
):
    client = signed_in(nicola)
    cycle.submit(report=culture, by=someone("emma-manaton"), at=noon)
    answer = client.post(PAGE, {"summary": "Typed a moment too late"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "It is the accountable executive’s turn" in page
    assert "Typed a moment too late" in page
    assert Draft.objects.get(person=nicola).fields["summary"] == ["Typed a moment too late"]


def test_a_page_with_a_stale_token_gives_the_text_back_with_a_button(nicola, culture):
    client = Client(enforce_csrf_checks=True)
    client.force_login(nicola)
    answer = client.post(PAGE, {"summary": "Typed <before> the token changed"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'name="summary" value="Typed &lt;before&gt; the token changed"' in page
    assert "Go on with what I typed" in page


def test_what_is_posted_signed_out_comes_back_to_its_writer_and_nobody_else(
    nicola, someone, culture
):
    client = Client()
    client.post(PAGE, {"summary": "An hour’s work", "writer": str(nicola.pk)})
    assert not Draft.objects.exists()
    client.force_login(nicola)
    assert "An hour’s work" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("path", ["/scas/2024-01/culture-and-staff-wellbeing/approve/", "/"])
def test_only_pages_one_writes_on_keep_what_a_stranger_posts(client, db, path):
    client.post(path, {"summary": "Anything"})
    assert "typed" not in client.session


def test_more_than_a_page_can_hold_is_not_kept_for_a_stranger(client, db):
    client.post(PAGE, {"summary": "x" * 600_000})
    assert "typed" not in client.session


def test_a_save_ends_the_draft(signed_in, send, nicola, culture):
    client = signed_in(nicola)
    client.post(PAGE, {"summary": "Half", "autosave": "1"})
    send(client, PAGE, {"summary": "Whole"})
    assert culture.sections.get(kind="summary").text == "Whole"
    assert not Draft.objects.exists()


def test_a_save_with_a_fault_keeps_the_draft(signed_in, send, nicola, culture):
    client = signed_in(nicola)
    send(client, PAGE, {"issues": "One", "issues_nil": "on", "summary": "Not lost"})
    assert Draft.objects.get(person=nicola).fields["summary"] == ["Not lost"]
    assert "Not lost" in client.get(PAGE).content.decode()
