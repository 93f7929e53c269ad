"""An earlier text of a plan is brought back as a new change."""

import pytest

from improvement.audit import changes
from improvement.editing.restore_text import plan_text, restore_text
from improvement.values.browser_windows import digest
from improvement.values.refusals import NotThere, Refused
from improvement.workflow import transitions

READING = "/scas/2024-01/culture-and-staff-wellbeing/"


# ---- The plan on a page -----------------------------------------------------


@pytest.fixture
def plan(culture, nicola):
    """A plan whose background and aims were written in one save and rewritten in another."""
    plan = culture.plan
    changes.change(plan, by=nicola, background="A good reason", aims="One aim")
    changes.change(plan, by=nicola, background="A worse reason", aims="Another aim")
    changes.change(plan, by=nicola, carried=True)
    return plan


@pytest.fixture
def milestone(plan, nicola):
    milestone = plan.milestones.first()
    changes.change(milestone, by=nicola, text="Ten wards trained")
    changes.change(milestone, by=nicola, text="Nine wards trained")
    return milestone


def row_with(thing, **facts):
    return thing.history.filter(**facts).first().history_id


def test_one_box_of_a_plan_is_restored_and_the_others_stay(plan, nicola, noon):
    row, seen = row_with(plan, background="A good reason"), digest("A worse reason")
    asked = {"find": plan_text, "whole": plan.report, "row": row, "by": nicola, "at": noon}
    restore_text(name="background", seen=seen, **asked)
    plan.refresh_from_db()
    assert (plan.background, plan.aims) == ("A good reason", "Another aim")
    assert not plan.carried
    latest = plan.history.first()
    assert latest.history_user == nicola
    assert latest.history_change_reason.startswith("Restored the text of ")
    with pytest.raises(Refused, match="Somebody saved “Plan on a page: Background” meanwhile"):
        restore_text(name="background", seen=seen, **asked)


def test_milestones_of_a_quarter_are_restored_and_their_plan_is_confirmed(milestone, nicola, noon):
    restore_text(
        find=plan_text,
        whole=milestone.plan.report,
        name="milestone-" + milestone.quarter.lower().replace("/", "-").replace(" ", "-"),
        row=row_with(milestone, text="Ten wards trained"),
        seen=digest("Nine wards trained"),
        by=nicola,
        at=noon,
    )
    milestone.refresh_from_db()
    assert milestone.text == "Ten wards trained"
    milestone.plan.refresh_from_db()
    assert not milestone.plan.carried


@pytest.mark.parametrize("part", ["id", "report_id", "carried", "milestone-1999-00-q1", "progress"])
def test_what_is_no_text_of_the_plan_is_not_restored(plan, nicola, noon, part):
    row = row_with(plan, background="A good reason")
    with pytest.raises(NotThere, match="no such earlier text"):
        restore_text(
            find=plan_text, whole=plan.report, name=part, row=row, seen="", by=nicola, at=noon
        )


def test_only_who_holds_the_pen_restores_a_plan(plan, nicola, amy, noon):
    row, seen = row_with(plan, aims="One aim"), digest("Another aim")
    asked = {"find": plan_text, "whole": plan.report, "name": "aims", "row": row, "seen": seen}
    with pytest.raises(Refused, match="may edit this report"):
        restore_text(by=amy, at=noon, **asked)
    transitions.submit(report=plan.report, by=nicola, at=noon)
    with pytest.raises(Refused, match="It is the accountable executive’s turn"):
        restore_text(by=nicola, at=noon, **asked)


def test_the_history_of_a_plan_leads_to_each_text_that_a_change_wrote(
    plan, milestone, nicola, signed_in, send, words
):
    client = signed_in(nicola)
    page = " ".join(client.get(f"/scas/changes/report/{plan.report_id}/").content.decode().split())
    row = row_with(plan, background="A good reason")
    for part, words_of_it in (("background", "Background"), ("aims", "Aims")):
        address = f"{READING}plan/restore/{part}/{row}/"
        assert f'<a href="{address}">Bring back “{words_of_it}”</a>' in page
    standing = row_with(plan, background="A worse reason")
    assert f"plan/restore/background/{standing}/" not in page
    quarter = milestone.quarter.lower().replace("/", "-").replace(" ", "-")
    row_of_it = row_with(milestone, text="Ten wards trained")
    address_of_it = f"{READING}plan/restore/milestone-{quarter}/{row_of_it}/"
    assert f'<a href="{address_of_it}">Bring this text back</a>' in page
    assert f"Plan on a page: Milestones of {milestone.quarter}" in words(client.get(address_of_it))
    address = f"{READING}plan/restore/aims/{row}/"
    said = words(client.get(address))
    assert "Plan on a page: Aims" in said
    assert "Removed: Another Added: One aim" in said
    assert "The earlier text is back." in words(send(client, address, {}))
    plan.refresh_from_db()
    assert (plan.aims, plan.background) == ("One aim", "A worse reason")
    assert plan.history.first().history_place == address
