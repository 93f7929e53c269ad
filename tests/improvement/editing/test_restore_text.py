"""An earlier text is brought back as a new change."""

import pytest

from improvement import audit, cycle
from improvement.claims import digest
from improvement.models import Month
from improvement.refusals import NotThere, Refused
from improvement.restoring import overview_text, plan_text, restore_text, section_text

MONTH = "/scas/2024-01/"
READING = "/scas/2024-01/culture-and-staff-wellbeing/"


@pytest.fixture
def section(culture, nicola):
    section = culture.sections.get(kind="progress")
    audit.change(section, by=nicola, text="The good text")
    audit.change(section, by=nicola, text="The worse text")
    return section


@pytest.fixture
def good(section):
    """The row of the history that has the good text."""
    return section.history.all()[1].history_id


def restore(section, row, by, at, seen="The worse text", kind="progress"):
    saw = digest(seen, False)
    report = section.report
    restore_text(find=section_text, whole=report, name=kind, row=row, seen=saw, by=by, at=at)
    section.refresh_from_db()


def test_it_is_a_new_change_and_the_text_of_today_stays_in_the_history(section, good, nicola, noon):
    restore(section, good, nicola, noon)
    assert section.text == "The good text"
    texts = [row.text for row in section.history.all()][:3]
    assert texts == ["The good text", "The worse text", "The good text"]
    latest = section.history.first()
    assert latest.history_user == nicola
    assert latest.history_change_reason.startswith("Restored the text of ")


def test_a_nil_return_is_restored_as_one(section, nicola, noon):
    audit.change(section, by=nicola, text="", nothing_to_report=True)
    nil = section.history.first().history_id
    audit.change(section, by=nicola, text="Something after all", nothing_to_report=False)
    restore(section, nil, nicola, noon, seen="Something after all")
    assert (section.text, section.nothing_to_report) == ("", True)


def test_a_text_saved_meanwhile_is_not_overwritten(section, good, nicola, amy, noon):
    audit.change(section, by=nicola, text="Saved a moment ago")
    with pytest.raises(Refused, match="Somebody saved “Progress against key outcomes” meanwhile"):
        restore(section, good, nicola, noon)
    section.refresh_from_db()
    assert section.text == "Saved a moment ago"


def test_a_nil_return_said_meanwhile_is_not_overwritten(section, good, nicola, noon):
    audit.change(section, by=nicola, text="")
    audit.change(section, by=nicola, nothing_to_report=True)
    with pytest.raises(Refused, match="meanwhile"):
        restore(section, good, nicola, noon, seen="")
    section.refresh_from_db()
    assert section.nothing_to_report


def test_only_who_holds_the_pen_may(section, good, nicola, amy, noon):
    with pytest.raises(Refused, match="may edit this report"):
        restore(section, good, amy, noon)
    cycle.submit(report=section.report, by=nicola, at=noon)
    with pytest.raises(Refused, match="It is the accountable executive’s turn"):
        restore(section, good, nicola, noon)


def test_the_row_has_to_be_of_that_section(section, good, nicola, noon):
    with pytest.raises(NotThere, match="no such earlier text"):
        restore(section, good, nicola, noon, kind="risks")
    with pytest.raises(NotThere, match="no such earlier text"):
        restore(section, 10**9, nicola, noon)


def test_the_page_shows_what_would_change_and_does_it(
    section, good, nicola, signed_in, send, words
):
    client = signed_in(nicola)
    address = f"{READING}restore/progress/{good}/"
    page = words(client.get(address))
    assert "The Removed: worse Added: good text" in page
    assert "Written by Nicola Howells on" in page
    answer = send(client, address, {})
    assert "The earlier text is back." in words(answer)
    section.refresh_from_db()
    assert section.text == "The good text"
    assert section.history.first().history_place == address


def test_the_history_leads_to_it_where_the_text_is_another(section, good, nicola, signed_in):
    page = signed_in(nicola).get(f"/scas/changes/section/{section.pk}/").content.decode()
    assert f'href="{READING}restore/progress/{good}/"' in page
    standing = section.history.first().history_id
    assert f"restore/progress/{standing}/" not in page


# ---- The plan on a page -----------------------------------------------------


@pytest.fixture
def plan(culture, nicola):
    """A plan whose background and aims were written in one save and rewritten in another."""
    plan = culture.plan
    audit.change(plan, by=nicola, background="A good reason", aims="One aim")
    audit.change(plan, by=nicola, background="A worse reason", aims="Another aim")
    audit.change(plan, by=nicola, carried=True)
    return plan


@pytest.fixture
def milestone(plan, nicola):
    milestone = plan.milestones.first()
    audit.change(milestone, by=nicola, text="Ten wards trained")
    audit.change(milestone, by=nicola, text="Nine wards trained")
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
    cycle.submit(report=plan.report, by=nicola, at=noon)
    with pytest.raises(Refused, match="It is the accountable executive’s turn"):
        restore_text(by=nicola, at=noon, **asked)


def test_the_history_of_a_plan_leads_to_each_text_that_a_change_wrote(
    plan, milestone, nicola, signed_in, send, words
):
    client = signed_in(nicola)
    page = client.get(f"/scas/changes/report/{plan.report_id}/").content.decode()
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


# ---- The overview -----------------------------------------------------------


@pytest.fixture
def overview(january, office):
    """A section of the overview, and the month's own headline, each written twice."""
    section = january.overview_sections.get(kind="key_progress")
    for text in ("Much progress", "Some progress"):
        audit.change(section, by=office, text=text)
        audit.change(january, by=office, headline=text)
    return section


@pytest.mark.parametrize("part", ["key_progress", "headline"])
def test_a_text_of_the_overview_is_restored_from_its_history(
    overview, january, office, signed_in, send, words, part
):
    def thing():
        return january if part == "headline" else overview

    client, field = signed_in(office), "headline" if part == "headline" else "text"
    row = row_with(thing(), **{field: "Much progress"})
    address = f"{MONTH}overview/restore/{part}/{row}/"
    assert (
        f'<a href="{address}">Bring'
        in client.get(f"/scas/changes/month/{january.pk}/").content.decode()
    )
    page = words(client.get(address))
    assert "Removed: Some Added: Much progress" in page
    assert "Written by Programme office (demo) on" in page
    assert "The earlier text is back." in words(send(client, address, {}))
    thing().refresh_from_db()
    assert getattr(thing(), field) == "Much progress"
    assert thing().history.first().history_change_reason.startswith("Restored the text of ")


def test_an_overview_saved_meanwhile_is_not_overwritten(overview, january, office, noon):
    row = row_with(overview, text="Much progress")
    asked = {"find": overview_text, "whole": january, "name": "key_progress", "row": row}
    audit.change(overview, by=office, text="Saved a moment ago")
    with pytest.raises(Refused, match="Somebody saved “Overview: Key progress” meanwhile"):
        restore_text(seen=digest("Some progress", False), by=office, at=noon, **asked)
    overview.refresh_from_db()
    assert overview.text == "Saved a moment ago"


def test_only_the_programme_office_restores_an_open_overview(overview, january, office, amy, noon):
    row, seen = row_with(overview, text="Much progress"), digest("Some progress", False)
    asked = {"find": overview_text, "name": "key_progress", "row": row, "seen": seen, "at": noon}
    with pytest.raises(Refused, match="may run the month"):
        restore_text(whole=january, by=amy, **asked)
    december = Month.objects.get(programme=january.programme, starts_on="2023-12-01")
    with pytest.raises(Refused, match="An issued month does not change"):
        restore_text(whole=december, by=office, **asked)
    with pytest.raises(NotThere, match="no such earlier text"):
        restore_text(whole=january, by=office, **asked | {"name": "reopening_reason"})
    with pytest.raises(NotThere, match="no such earlier text"):
        restore_text(whole=january, by=office, **asked | {"name": "key_highlights"})
