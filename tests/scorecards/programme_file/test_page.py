"""The page that takes a programme file: what it would change, ticked, and loaded in one go."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from improvement.audit import changes
from improvement.models import Action, Appointment, LogEntry, Person, Role, Section
from improvement.programme_file.uploaded import MOST_BYTES
from tests.support.hidden_inputs import hidden_inputs

PAGE = "/scas/set-up/file/"
CULTURE = "culture-and-staff-wellbeing"
NEW = {
    "ref": "CSW-90",
    "strength": "must",
    "text": "Every new starter meets the guardian",
    "regulation": "",
    "source": "",
}


@pytest.fixture
def client(signed_in, office, january) -> Client:
    return signed_in(office)


@pytest.fixture
def file(client) -> dict:
    """The programme as it is downloaded."""
    return json.loads(client.get(f"{PAGE}programme.json").content)


def upload(client: Client, file: object):
    content = file if isinstance(file, bytes) else json.dumps(file).encode()
    return client.post(PAGE, {"programme_file": SimpleUploadedFile("next.json", content)})


def ticks(answer) -> dict[str, bool]:
    """Return the places that may be ticked, and whether they are."""
    boxes = re.findall(r'<input type="checkbox"[^>]*>', answer.content.decode())
    values = (re.search(r'value="([^"]*)"', box) for box in boxes)
    named = [html.unescape(value[1]) for value in values if value]
    return {name: " checked" in box for name, box in zip(named, boxes, strict=True)}


def press(client: Client, answer, *take: str):
    return client.post(PAGE, {**hidden_inputs(answer), "take": take}, follow=True)


def test_a_download_uploaded_unchanged_would_change_nothing(client, file, words):
    assert "Nothing would change." in words(upload(client, file))
    entry = LogEntry.objects.filter(about="Programme file").latest("pk")
    assert (entry.detail, entry.person.slug, entry.place) == (
        "JSON",
        "programme-office",
        f"{PAGE}programme.json",
    )


def test_what_is_ticked_is_loaded_and_what_is_not_stays(client, file, culture, nicola, words):
    section = culture.sections.get(kind="progress")
    changes.change(section, by=nicola, text="Two wards are trained")
    file["workstreams"][1]["actions"].append(NEW)
    file["workstreams"][0]["name"] = "Governance"
    file["months"][0]["reports"][1]["progress"] = ["The file says this"]
    answer = upload(client, file)
    action = f"workstreams[{CULTURE}].actions[CSW-90]"
    typed = f"months[2024-01].reports[{CULTURE}].progress.text"
    name = "workstreams[governance-and-well-led].name"
    assert ticks(answer) == {action: True, name: True, typed: False}
    said = words(answer)
    assert "Culture & Staff Wellbeing, action CSW-90" in said
    assert "Two wards are trained In the file The file says this" in said
    assert f"Typed by {nicola} on " in said
    assert not Action.objects.filter(reference="CSW-90").exists()
    answer = press(client, answer, action)
    assert "1 place was written from next.json. Everything else stays as it was." in words(answer)
    added = Action.objects.get(reference="CSW-90")
    history = added.history.get()
    assert (history.history_user.slug, history.history_place) == (
        "programme-office",
        "import of next.json",
    )
    assert culture.action_ratings.get(action=added).delivery == ""
    assert Section.objects.get(pk=section.pk).text == "Two wards are trained"
    culture.workstream.programme.workstreams.get(name="Governance & Well Led")


def test_roles_on_the_whole_programme_are_ticked_one_by_one(client, file, words):
    file["people"].append({"slug": "jo-bloggs", "name": "Jo Bloggs", "job_title": ""})
    roles = ("programme_office", "ceo_office", "board_reader")
    file["programme"]["appointments"] += [{"person": "jo-bloggs", "role": role} for role in roles]
    answer = upload(client, file)
    places = [f"programme.appointments[jo-bloggs/{role}]" for role in roles]
    assert ticks(answer) == {"people[jo-bloggs]": True, **dict.fromkeys(places, False)}
    said = words(answer)
    assert "Roles on the whole programme: 3" in said
    assert "Jo Bloggs as CEO’s office" in said
    assert said.count("Cannot sign in until invited.") == 3
    press(client, answer, "people[jo-bloggs]", places[2])
    jo = Person.objects.get(slug="jo-bloggs")
    assert (jo.email, jo.has_usable_password()) == (None, False)
    assert [one.role for one in Appointment.objects.filter(person=jo)] == [Role.BOARD_READER]


def test_nothing_is_loaded_where_somebody_typed_after_it_was_shown(
    client, file, culture, nicola, words
):
    file["months"][0]["reports"][1]["progress"] = ["The file says this"]
    answer = upload(client, file)
    section = culture.sections.get(kind="progress")
    changes.change(section, by=nicola, text="Two wards are trained")
    answer = press(client, answer, *ticks(answer))
    assert answer.status_code == 409
    assert "Somebody changed the programme meanwhile. Nothing was loaded." in words(answer)
    assert list(ticks(answer).values()) == [False]
    section.refresh_from_db()
    assert section.text == "Two wards are trained"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            lambda file: file["workstreams"][1]["actions"][2].update(strength="may"),
            "Workstream Culture & Staff Wellbeing, action CSW-03, Must or Should: "
            "this should be 'must'",
        ),
        (
            lambda file: file["people"][0].update(email="a@b.example"),
            "email: a file gives nobody a sign-in: invite people in the app",
        ),
        (
            lambda file: file["programme"].update(slug="another"),
            "This is the file of another programme, “another”",
        ),
        (lambda file: file["months"][0].pop("reports"), "Month 2024-01, reports: this key is"),
    ],
)
def test_a_fault_is_named_in_words(client, file, words, change, fault):
    change(file)
    said = words(upload(client, file))
    assert fault in said
    assert "workstreams[" not in said


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04", "This file is not JSON that we can read"),
        (b'{"a": 1, "a": 2}', "the key “a” stands twice in one object"),
        (b"[" * 100_000, "This file is not JSON that we can read"),
        (b"[" + b"0," * 100_001 + b"0]", "This file holds far more than a programme does"),
        (b" " * (MOST_BYTES + 1), "This file is larger than 2 MB"),
        (b"", "This file is empty"),
    ],
)
def test_what_is_no_programme_file_is_refused_with_a_sentence(client, words, content, sentence):
    assert sentence in words(upload(client, content))


def test_an_administrator_without_an_appointment_loads_and_takes_away(signed_in, january, words):
    administrator = Person.objects.create_superuser("root@elsewhere.example", name="Administrator")
    client = signed_in(administrator)
    file = json.loads(client.get(f"{PAGE}programme.json").content)
    file["workstreams"][1]["actions"].append(NEW)
    answer = upload(client, file)
    press(client, answer, *ticks(answer))
    assert Action.objects.get(reference="CSW-90").history.get().history_user == administrator
