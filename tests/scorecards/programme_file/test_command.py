"""load_programme on a programme that runs: it shows first, and writes what it is told to."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from improvement.audit import changes
from improvement.models import Action, Appointment, Person, Programme, Role
from scorecards.models import Aim, Metric

PLACE = "workstreams[governance-and-well-led].metrics[1].aims[2024/25 Q1].printed"


@pytest.fixture
def file(programme: Programme, december_text: str) -> dict:
    return json.loads(december_text)


@pytest.fixture
def run(file: dict, tmp_path: Path):
    """Return what the command says of the file as it is by then."""

    def say(*options: str) -> str:
        path = tmp_path / "next.json"
        path.write_text(json.dumps(file), encoding="utf-8")
        said = StringIO()
        try:
            call_command("load_programme", str(path), *options, stdout=said)
        except CommandError as error:
            said.write(str(error))
        return said.getvalue()

    return say


def aim() -> str:
    return Aim.objects.get(
        metric__workstream__slug="governance-and-well-led",
        metric__number="1",
        quarter="2024/25 Q1",
    ).printed


def test_a_changed_aim_is_printed_and_nothing_is_written_without_apply(file, run, january):
    file["workstreams"][0]["metrics"][0]["aims"]["2024/25 Q1"] = "93%"
    rows = Aim.history.count()
    assert run() == (
        f"Changed: {PLACE}: “90%” -> “93%”\n"
        "Nothing was written. Run it again with --apply to write what is new and what is changed."
    )
    assert (aim(), Aim.history.count()) == ("90%", rows)
    said = run("--apply")
    assert said.endswith(
        "Written: 1 of what is listed above.\nLoaded SCAS Improvement Programme.\n"
    )
    assert (aim(), Aim.history.count()) == ("93%", rows + 1)
    assert run("--apply") == (
        "Nothing would change. SCAS Improvement Programme was loaded from this file before: "
        "no change.\n"
    )


def test_what_was_typed_is_written_only_by_its_name(file, run, office, january):
    metric = Metric.objects.get(workstream__slug="governance-and-well-led", number="1")
    changes.change(metric.aims.get(quarter="2024/25 Q1"), by=office, printed="77%")
    said = run("--apply")
    assert f"Typed in the app since: {PLACE}: “77%” -> “90%” [typed by Programme office" in said
    assert f"    to write it: --overwrite '{PLACE}'\n" in said
    assert "Nothing was written. Nothing is new" in said
    assert aim() == "77%"
    run("--apply", "--overwrite", PLACE)
    assert aim() == "90%"
    assert "--overwrite names what is not listed: nowhere." in run(
        "--apply", "--overwrite", "nowhere"
    )


def test_a_role_on_the_whole_programme_is_given_only_by_its_name(file, run, january):
    file["people"].append({"slug": "jo-bloggs", "name": "Jo Bloggs", "job_title": ""})
    file["programme"]["appointments"] = [
        {"person": "jo-bloggs", "role": "programme_office"},
        {"person": "jo-bloggs", "role": "board_reader"},
    ]
    run("--apply")
    jo = Person.objects.get(slug="jo-bloggs")
    assert (jo.email, jo.has_usable_password(), jo.appointments.count()) == (None, False, 0)
    place = "programme.appointments[jo-bloggs/board_reader]"
    assert f"to write it: --appoint '{place}'" in run()
    run("--apply", "--appoint", place)
    assert [one.role for one in Appointment.objects.filter(person=jo)] == [Role.BOARD_READER]


def test_an_appointment_that_ended_in_the_app_is_not_made_again(file, run, office, january, noon):
    appointment = Appointment.objects.get(
        person__slug="amy-carden", workstream__slug="governance-and-well-led"
    )
    changes.change(appointment, by=office, ends_on=noon.date())
    said = run("--apply")
    assert "workstreams[governance-and-well-led].appointments[amy-carden/programme_manager]" in said
    assert "[ended by Programme office (demo) on" in said
    assert Appointment.objects.filter(person__slug="amy-carden").count() == 1


def test_a_new_workstream_is_one_line_and_comes_whole(file, run, january, programme):
    new = {**file["workstreams"][0], "slug": "finance", "name": "Finance", "plan": None}
    new["metrics"] = new["metrics"][:2]
    file["workstreams"].append(new)
    said = run("--apply")
    assert "New: workstreams[finance]: “Finance” (with" in said
    report = january.reports.get(workstream__slug="finance")
    references = [action["ref"] for action in new["actions"]]
    assert [rating.action.reference for rating in report.action_ratings.all()] == references
    assert list(programme.workstreams.values_list("position", flat=True)) == [0, 1, 2, 3, 4]
    assert Action.objects.filter(workstream__slug="finance").count() == len(references)
    assert run() == (
        "Nothing would change. SCAS Improvement Programme was loaded from this file before: "
        "no change.\n"
    )
