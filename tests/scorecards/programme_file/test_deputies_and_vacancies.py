"""Deputies and vacant roles by a file, in a programme that runs."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from improvement.audit import changes
from improvement.models import Appointment, Programme, Workstream
from improvement.programme_file.faults import UnreadableFile
from scorecards.programme_file.load import load_file, plan_file
from scorecards.programme_file.preview import Preview
from scorecards.programme_file.read import read
from scorecards.programme_file.write import programme_file

CULTURE = "culture-and-staff-wellbeing"
DEPUTY = {"person": "amy-carden", "role": "sro", "starts_on": "2024-01-08", "deputy": True}


@pytest.fixture
def file(programme: Programme, december_text: str) -> dict[str, Any]:
    return json.loads(december_text)


@pytest.fixture
def culture_of_file(file: dict[str, Any]) -> dict[str, Any]:
    return file["workstreams"][1]


@pytest.fixture
def shown(file, programme, office, january, noon):
    """Return what the preview says of the file as it is by then: heading, place and both values."""

    def _shown() -> list[tuple[str, ...]]:
        facts = read(json.dumps(file))
        plan = plan_file(file=facts, programme=programme, name="x.json", by=office, at=noon)
        return [
            (part.heading, line.words, line.before, line.after)
            for part in Preview(plan, "", "").parts
            for line in part.lines
        ]

    return _shown


@pytest.fixture
def load(file, office, january, noon):
    return lambda: load_file(text=json.dumps(file), name="next.json", by=office, at=noon)


def appointed(role: str) -> list[tuple[str, bool]]:
    held = Appointment.objects.filter(workstream__slug=CULTURE, role=role)
    return [(row.person.slug, row.is_deputy) for row in held.order_by("pk")]


def test_a_new_deputy_and_a_vacancy_are_shown_in_words_and_loaded(
    culture_of_file, shown, load, programme
):
    culture_of_file["appointments"].append(dict(DEPUTY))
    culture_of_file["vacant"] = {"programme_manager": "2024-01-08"}
    name = culture_of_file["name"]
    assert shown() == [
        (
            "New",
            f"{name}, Amy Carden as Deputy Senior Responsible Officer",
            "",
            "8 January 2024, Deputy",
        ),
        ("Changed", f"{name}, Programme Manager vacant from", "", "8 January 2024"),
    ]
    load()
    assert appointed("sro") == [("nicola-howells", False), ("amy-carden", True)]
    workstream = Workstream.objects.get(slug=CULTURE)
    assert workstream.programme_manager_vacant_from == date(2024, 1, 8)
    assert (workstream.sro_vacant_from, workstream.executive_lead_vacant_from) == (None, None)
    assert shown() == []


def test_a_file_that_leaves_both_out_leaves_what_stands(culture_of_file, shown, load):
    culture_of_file["appointments"].append(dict(DEPUTY))
    culture_of_file["vacant"] = {"programme_manager": "2024-01-08"}
    load()
    del culture_of_file["vacant"], culture_of_file["appointments"][-1]["deputy"]
    assert shown() == []
    culture_of_file["vacant"] = {"programme_manager": None}
    assert shown() == []


def test_a_holder_by_a_file_fills_the_vacancy_and_a_deputy_does_not(
    culture_of_file, shown, load, office
):
    workstream = Workstream.objects.get(slug=CULTURE)
    changes.change(workstream, by=office, sro_vacant_from=date(2024, 1, 8))
    culture_of_file["appointments"].append(dict(DEPUTY))
    load()
    workstream.refresh_from_db()
    assert workstream.sro_vacant_from == date(2024, 1, 8)
    culture_of_file["appointments"].append(
        {"person": "helen-young", "role": "sro", "starts_on": "2024-02-01"}
    )
    [(heading, words, *_)] = shown()
    assert (heading, words) == (
        "New",
        f"{workstream.name}, Helen Young as Senior Responsible Officer",
    )
    load()
    workstream.refresh_from_db()
    assert workstream.sro_vacant_from is None
    assert shown() == []


def test_who_holds_a_role_becomes_a_deputy_and_holds_it_again(culture_of_file, shown, load):
    holder = next(one for one in culture_of_file["appointments"] if one["role"] == "sro")
    name = culture_of_file["name"]
    holder["deputy"] = True
    words = f"{name}, Nicola Howells as Deputy Senior Responsible Officer, Deputy"
    assert shown() == [("Changed", words, "No", "Deputy")]
    load()
    assert appointed("sro") == [("nicola-howells", True)]
    holder["deputy"] = False
    words = f"{name}, Nicola Howells as Senior Responsible Officer, Deputy"
    assert shown() == [("Changed", words, "Deputy", "No")]
    load()
    assert appointed("sro") == [("nicola-howells", False)]


def test_a_deputy_named_or_a_vacancy_marked_in_the_app_is_asked_about(
    culture_of_file, shown, office
):
    workstream = Workstream.objects.get(slug=CULTURE)
    changes.change(workstream.appointments.get(role="sro"), by=office, is_deputy=True)
    changes.change(workstream, by=office, sro_vacant_from=date(2024, 1, 15))
    next(one for one in culture_of_file["appointments"] if one["role"] == "sro")["deputy"] = False
    culture_of_file["vacant"] = {"sro": "2024-01-08"}
    assert [(heading, before, after) for heading, _, before, after in shown()] == [
        ("Typed in the app since", "15 January 2024", "8 January 2024"),
        ("Typed in the app since", "Deputy", "No"),
    ]


def test_of_two_appointments_of_somebody_the_one_of_its_kind_is_meant(
    programme, shown, office, noon, file
):
    held = Appointment.objects.get(workstream__slug=CULTURE, role="sro")
    changes.change(held, by=office, ends_on=date(2024, 3, 31))
    facts = {"person": held.person, "role": held.role, "programme": programme}
    days = {"starts_on": date(2024, 4, 1), "workstream": held.workstream}
    changes.record(Appointment(**facts, **days, is_deputy=True, position=9), by=office)
    downloaded = json.loads(programme_file(programme, on=noon.date()))
    of_culture = next(one for one in downloaded["workstreams"] if one["slug"] == CULTURE)
    assert [one for one in of_culture["appointments"] if one["role"] == "sro"] == [
        {"person": "nicola-howells", "role": "sro", "ends_on": "2024-03-31"},
        {"person": "nicola-howells", "role": "sro", "starts_on": "2024-04-01", "deputy": True},
    ]
    file.clear()
    file.update(downloaded)
    assert shown() == []
    of_culture["appointments"][-1]["starts_on"] = "2024-05-01"
    assert [line[2:] for line in shown()] == [("1 April 2024", "1 May 2024")]


def test_a_fault_is_named_by_path(file, culture_of_file):
    file["version"] = 2
    file["people"].append({"slug": "jo", "name": "Jo Bloggs", "job_title": ""})
    office = {"person": "jo", "role": "programme_office", "deputy": True}
    file["programme"]["appointments"] = [office]
    culture_of_file["appointments"] += [DEPUTY, {**DEPUTY, "deputy": False}]
    last = len(culture_of_file["appointments"]) - 1
    assert faults_of(file) == [
        "programme.appointments[0].deputy: only a role of a workstream has a deputy",
        f"workstreams[1].appointments[{last}]: "
        "the same person has this role here twice from the same day",
    ]
    culture_of_file["vacant"] = {"sro": "soon", "board_reader": "2024-01-08"}
    culture_of_file["appointments"][0]["deputy"] = "perhaps"
    vague, *of_vacancies = faults_of(file)
    assert vague.startswith(
        "workstreams[1].appointments[0].deputy: Input should be a valid boolean"
    )
    assert of_vacancies[0].startswith("workstreams[1].vacant.sro: Input should be a valid date")
    assert of_vacancies[1:] == ["workstreams[1].vacant.board_reader: this key is unknown"]


def faults_of(file: dict[str, Any]) -> list[str]:
    with pytest.raises(UnreadableFile) as unreadable:
        read(json.dumps(file))
    return unreadable.value.faults
