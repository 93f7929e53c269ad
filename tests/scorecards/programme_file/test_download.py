"""A programme as a file: uploaded unchanged it changes nothing, and elsewhere it is the same."""

from __future__ import annotations

import json
from datetime import date

import pytest

from improvement.audit import changes
from improvement.models import Action, Appointment, Person, Programme, Source, Workstream
from scorecards.programme_file.load import load_file, plan_file
from scorecards.programme_file.read import read
from scorecards.programme_file.write import programme_file


@pytest.fixture
def lived_in(january, culture, nicola, office, programme) -> Programme:
    """The demo with what people type: blank lines, nil returns, a retired metric, a new person."""
    changes.change(culture.sections.get(kind="progress"), by=nicola, text="One\n\n  nested\nTwo")
    changes.change(culture.sections.get(kind="issues"), by=nicola, text="", nothing_to_report=True)
    changes.change(culture.plan, by=nicola, background="A\n\nB", carried=False)
    _commit_to_more(culture.workstream, office)
    metric = culture.workstream.metrics.first()
    changes.change(metric, by=office, retired_from=january.starts_on, retired_because="Done")
    jo = Person(programme=programme, name="Jo Bloggs")
    jo.set_unusable_password()
    changes.record(jo, by=office)
    return programme


def _commit_to_more(workstream: Workstream, office: Person) -> None:
    """Add a source, actions and ends with what may be said of them, a deputy and a vacancy."""
    source = Source(programme=workstream.programme, position=0, title="Section 29A notice")
    changes.change(source, by=office, kinds=["Requirement"], dated=date(2023, 11, 2))
    first, second, third = workstream.actions.all()[:3]
    due = {"due_first": date(2023, 12, 31), "due_on": date(2024, 3, 31)}
    moved = {**due, "due_moved_because": "Stores are late", "sub_actions_rated": False}
    changes.change(first, by=office, source=source, kind="Requirement", owner=office, **moved)
    sub_action = Action(workstream=workstream, parent=first, position=99)
    says = {"reference": "CSW-01a", "text": "A part", "strength": "must"}
    changes.change(sub_action, by=office, done_on=date(2024, 1, 5), done_by=office, **says)
    end = {"ended_from": date(2024, 2, 1), "ended_because": "One audit counts both"}
    changes.change(second, by=office, ended_as="merged", merged_into=third, **end)
    criterion = workstream.criteria.first()
    changes.change(criterion, by=office, ended_as="completed", **end)
    on = {"programme": workstream.programme, "workstream": workstream, "position": 9}
    says = {"role": "sro", "is_deputy": True, "starts_on": date(2024, 1, 8)}
    changes.record(Appointment(person=office, **on, **says), by=office)
    changes.change(workstream, by=office, programme_manager_vacant_from=date(2024, 1, 8))


def test_a_download_uploaded_unchanged_would_change_nothing(lived_in, office, noon):
    file = read(programme_file(lived_in, on=noon.date()))
    plan = plan_file(file=file, programme=lived_in, name="x.json", by=office, at=noon)
    assert [(one.place.path, one.before, one.after) for one in plan.shown] == []


def test_a_download_loaded_elsewhere_is_downloaded_the_same(lived_in, office, noon):
    file = json.loads(programme_file(lived_in, on=noon.date()))
    file["programme"]["slug"] = "elsewhere"
    outcome = load_file(text=json.dumps(file), name="x.json", by=office, at=noon)
    again = json.loads(programme_file(outcome.programme, on=noon.date()))
    assert again == file
    assert not outcome.programme.people.exclude(email=None).exists()


def test_a_download_has_version_2_the_open_month_and_no_address(lived_in, noon):
    text = programme_file(lived_in, on=noon.date())
    file = json.loads(text)
    assert (file["version"], [month["month"] for month in file["months"]]) == (2, ["2024-01"])
    assert {"slug": "jo-bloggs", "name": "Jo Bloggs", "job_title": ""} in file["people"]
    roles = [one["role"] for one in file["programme"]["appointments"]]
    assert roles == ["programme_office", "ceo_office", "board_reader"]
    assert "@" not in text
