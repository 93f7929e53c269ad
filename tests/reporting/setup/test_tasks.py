"""The list of what there is to set up: what is there and what is missing."""

from __future__ import annotations

from datetime import date

import pytest

from improvement.models import Appointment, Programme, Role, Workstream
from reporting.setup.tasks import next_step, steps_of

ON = date(2024, 1, 15)


@pytest.fixture
def empty(db) -> Programme:
    return Programme.objects.create(
        slug="north",
        name="North",
        organisation="North Trust",
        first_quarter="2023/24 Q1",
        last_quarter="2024/25 Q4",
    )


def shown(programme: Programme) -> dict[str, tuple[str, str]]:
    return {step.name: (step.state.value, step.words) for step in steps_of(programme, on=ON)}


def test_of_the_demo_all_is_done_but_aims(programme):
    steps = shown(programme)
    assert steps["Programme and its words"] == (
        "Done",
        "South Central Ambulance Service · to leave oversight by 30 September 2024",
    )
    assert steps["Meetings"] == ("Done", "3 meetings, tier 1 to 3")
    assert steps["People and appointments"] == ("Done", "13 people appointed")
    assert steps["Sources and actions"][1].endswith("31 actions")
    assert steps["Exit criteria"] == ("Done", "16 criteria under 4 exit statements")
    assert steps["Rating key"] == ("Done", "The four of the programme’s pack, as they come")
    assert steps["Measures"][1].startswith("41 measures")
    assert steps["First month"] == ("Done", "December 2023, opened")


def test_of_a_new_programme_nothing_is_done_and_it_says_what_is_missing(empty):
    steps = shown(empty)
    assert steps["Meetings"] == ("Not yet", "None yet: the meetings that read the pack")
    assert steps["Workstreams"] == ("Not yet", "None yet: no month can be opened")
    assert steps["First month"] == (
        "Not yet",
        "Cannot be opened yet: there is no workstream",
    )
    following = next_step(steps_of(empty, on=ON))
    assert following is not None
    assert following.name == "Meetings"


def test_a_workstream_needs_somebody_who_writes_and_somebody_who_approves(empty, nicola):
    care = Workstream.objects.create(programme=empty, slug="care", name="Care", position=0)
    who = {"programme": empty, "workstream": care, "person": nicola}
    Appointment.objects.create(role=Role.SRO, **who)
    assert shown(empty)["People and appointments"] == (
        "Begun",
        "1 person appointed. No lead or no executive yet: Care",
    )
    Appointment.objects.create(role=Role.EXECUTIVE_LEAD, **who)
    steps = shown(empty)
    assert steps["People and appointments"] == ("Done", "1 person appointed")
    assert steps["Sources and actions"] == (
        "Not yet",
        "0 actions: Care has none yet",
    )
    assert steps["First month"] == ("Not yet", "Can be opened now")


def test_the_office_alone_opens_the_list_and_is_led_on(office, nicola, signed_in, words):
    page = words(signed_in(office).get("/scas/set-up/"))
    assert "Programme office: 1 person." in page
    refused = signed_in(nicola).get("/scas/set-up/")
    assert refused.status_code == 403
    assert "Only the Programme office may set this programme up." in words(refused)
