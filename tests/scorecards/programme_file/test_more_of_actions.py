"""Sources, due dates, sub-actions and rewordings by a file, in a programme that runs."""

from __future__ import annotations

import json
from datetime import date

import pytest

from improvement.models import Action, ActionRating, ActionRewording, Programme
from scorecards.models import MetricRewording
from scorecards.programme_file.load import load_file

CULTURE = "culture-and-staff-wellbeing"


@pytest.fixture
def file(programme: Programme, december_text: str) -> dict:
    return json.loads(december_text)


@pytest.fixture
def load(file: dict, office, january, noon):
    return lambda: load_file(text=json.dumps(file), name="next.json", by=office, at=noon)


def test_a_second_source_with_an_action_and_its_parts_that_are_done_or_not(file, load, january):
    notice = {"title": "Section 29A notice", "kinds": ["Requirement"], "dated": "2024-01-04"}
    file["sources"] = [notice]
    file["workstreams"][1]["actions"] += [
        {
            **file["workstreams"][1]["actions"][0],
            "ref": "CSW-90",
            "strength": "",
            "of_source": notice["title"],
            "kind": "Requirement",
            "due_on": "2024-03-31",
            "sub_actions_rated": False,
        },
        {
            **file["workstreams"][1]["actions"][0],
            "ref": "CSW-90a",
            "parent": "CSW-90",
            "done_on": "2024-01-05",
            "done_by": "nicola-howells",
        },
    ]
    load()
    action = Action.objects.get(reference="CSW-90")
    assert str(action) == "Requirement CSW-90"
    assert action.source.dated == date(2024, 1, 4)
    assert (action.due_on, action.due_first) == (date(2024, 3, 31), date(2024, 3, 31))
    part = action.sub_actions.get()
    assert (part.reference, part.done_on, part.done_by.slug) == (
        "CSW-90a",
        date(2024, 1, 5),
        "nicola-howells",
    )
    rated = ActionRating.objects.filter(action__in=[action, part])
    assert [(row.action, row.report.month) for row in rated] == [(action, january)]
    file["workstreams"][1]["actions"][-2]["due_on"] = "2024-04-30"
    load()
    action.refresh_from_db()
    assert (action.due_on, action.due_first) == (date(2024, 4, 30), date(2024, 3, 31))
    assert action.due_moved_because == "Loaded from next.json"


def test_an_exit_date_that_a_file_moves_keeps_the_first_and_why(file, load, january):
    file["programme"]["exit_on"] = "2025-03-31"
    load()
    programme = Programme.objects.get(pk=january.programme_id)
    moved = (programme.exit_on, programme.exit_first, programme.exit_moved_because)
    assert moved == (date(2025, 3, 31), date(2024, 9, 30), "Loaded from next.json")


def test_a_wording_of_an_issued_pack_is_kept_for_the_next_to_tell(file, load, january):
    action, metric = (file["workstreams"][1][part][0] for part in ("actions", "metrics"))
    earlier, called = action["text"], metric["name"]
    action["text"], metric["name"] = "Speaking up is safe", "Staff who speak up"
    load()
    told = ActionRewording.objects.get(action__reference=action["ref"])
    assert told.wording_before.startswith(earlier)
    assert told.wording_after.startswith("Speaking up is safe")
    assert (told.starts_on, told.reason) == (january.starts_on, "Loaded from next.json")
    renamed = MetricRewording.objects.get(metric__workstream__slug=CULTURE)
    assert (renamed.wording_before, renamed.wording_after) == (called, "Staff who speak up")
