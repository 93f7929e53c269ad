"""What was typed is kept when it cannot be saved."""

import json

import pytest
from django.test import Client

from improvement.editing.drafts import sign
from improvement.models import Draft, Person
from improvement.workflow import transitions

PAGE = "/scas/2024-01/culture-and-staff-wellbeing/highlight-report/"


def drafted(person: Person) -> dict[str, str]:
    """What is kept of each field, the newest text of it."""
    kept = Draft.objects.get(person=person).by_field
    return {name: versions[0].text for name, versions in kept.items()}


def test_autosave_keeps_a_draft_and_says_when(signed_in, nicola, culture):
    answer = signed_in(nicola).post(PAGE, {"summary": "Half", "autosave": "1"})
    assert set(json.loads(answer.content)) == {"saved", "kept", "elsewhere"}
    assert drafted(nicola) == {"summary": "Half"}
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
    transitions.submit(report=culture, by=someone("emma-manaton"), at=noon)
    answer = client.post(PAGE, {"summary": "Typed a moment too late"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "It is the accountable executive’s turn" in page
    assert "Typed a moment too late" in page
    assert drafted(nicola)["summary"] == "Typed a moment too late"


OURS = "http://testserver"


@pytest.fixture
def stale(nicola, culture) -> Client:
    """Nicola's browser with a page she opened before she last signed in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(nicola)
    return client


def test_a_page_with_a_stale_token_gives_the_text_back_with_a_button(stale):
    typed = {"summary": "Typed <before> the token changed"}
    answer = stale.post(PAGE, typed, headers={"origin": OURS})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'name="summary" value="Typed &lt;before&gt; the token changed"' in page
    assert "Go on with what I typed" in page


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", "http://testserver:81", ""])
def test_what_another_site_sends_is_given_no_button_that_would_send_it(stale, words, origin):
    headers = {"origin": origin} if origin else {}
    answer = stale.post(PAGE, {"summary": "Words of theirs"}, headers=headers)
    said = words(answer)
    assert answer.status_code == 403
    assert "This was not sent from a page of this site, so nothing was done." in said
    assert "Words of theirs" not in answer.content.decode()
    assert "Go on with what I typed" not in said


def test_another_name_of_this_site_is_this_site(stale, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://trust.example"]
    answer = stale.post(PAGE, {"summary": "Mine"}, headers={"origin": "https://trust.example"})
    assert "Go on with what I typed" in answer.content.decode()


@pytest.mark.parametrize(
    "page", ["/accounts/login/", "/accounts/password/change/", "/admin/login/"]
)
def test_a_password_is_given_back_to_nobody(stale, words, page):
    answer = stale.post(page, {"password": "secret words"}, headers={"origin": OURS})
    assert "Open it again and repeat it." in words(answer)
    assert "secret words" not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def written_by(person: Person, text: str) -> dict[str, str]:
    """What is posted from a page that ``person`` opened."""
    return {"summary": text, "writer": sign(person)}


def test_what_is_posted_signed_out_comes_back_to_its_writer_and_nobody_else(
    nicola, someone, culture
):
    emma, client = someone("emma-manaton"), Client()
    client.post(PAGE, written_by(nicola, "An hour’s work"))
    assert not Draft.objects.exists()
    client.force_login(emma)
    assert "An hour’s work" not in client.get(PAGE).content.decode()
    client = Client()
    client.post(PAGE, written_by(nicola, "An hour’s work"))
    client.force_login(nicola)
    assert "An hour’s work" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("writer", ["", "1", "1:invented"])
def test_nothing_is_kept_for_somebody_who_never_was_signed_in(client, db, writer):
    client.post(PAGE, {"summary": "To fill the table", "writer": writer})
    assert "typed" not in client.session


@pytest.mark.parametrize("path", ["/scas/2024-01/culture-and-staff-wellbeing/approve/", "/"])
def test_only_pages_one_writes_on_keep_what_is_posted_signed_out(client, nicola, path):
    client.post(path, written_by(nicola, "Anything"))
    assert "typed" not in client.session


def test_more_than_a_page_can_hold_is_not_kept(client, nicola):
    client.post(PAGE, written_by(nicola, "x" * 600_000))
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
    assert drafted(nicola)["summary"] == "Not lost"
    assert "Not lost" in client.get(PAGE).content.decode()
