"""An earlier text is brought back as a new change."""

import pytest

from improvement.audit import changes
from improvement.editing.restore_text import overview_text, restore_text, section_text
from improvement.models import Month
from improvement.values.browser_windows import digest
from improvement.values.refusals import NotThere, Refused
from improvement.workflow import transitions

MONTH = "/scas/2024-01/"
READING = "/scas/2024-01/culture-and-staff-wellbeing/"


@pytest.fixture
def section(culture, nicola):
    section = culture.sections.get(kind="progress")
    changes.change(section, by=nicola, text="The good text")
    changes.change(section, by=nicola, text="The worse text")
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
    changes.change(section, by=nicola, text="", nothing_to_report=True)
    nil = section.history.first().history_id
    changes.change(section, by=nicola, text="Something after all", nothing_to_report=False)
    restore(section, nil, nicola, noon, seen="Something after all")
    assert (section.text, section.nothing_to_report) == ("", True)


def test_a_text_saved_meanwhile_is_not_overwritten(section, good, nicola, amy, noon):
    changes.change(section, by=nicola, text="Saved a moment ago")
    with pytest.raises(Refused, match="Somebody saved “Progress against key outcomes” meanwhile"):
        restore(section, good, nicola, noon)
    section.refresh_from_db()
    assert section.text == "Saved a moment ago"


def test_a_nil_return_said_meanwhile_is_not_overwritten(section, good, nicola, noon):
    changes.change(section, by=nicola, text="")
    changes.change(section, by=nicola, nothing_to_report=True)
    with pytest.raises(Refused, match="meanwhile"):
        restore(section, good, nicola, noon, seen="")
    section.refresh_from_db()
    assert section.nothing_to_report


def test_only_who_holds_the_pen_may(section, good, nicola, amy, noon):
    with pytest.raises(Refused, match="may edit this report"):
        restore(section, good, amy, noon)
    transitions.submit(report=section.report, by=nicola, at=noon)
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


def row_with(thing, **facts):
    return thing.history.filter(**facts).first().history_id


# ---- The overview -----------------------------------------------------------


@pytest.fixture
def overview(january, office):
    """A section of the overview, and the month's own headline, each written twice."""
    section = january.overview_sections.get(kind="key_progress")
    for text in ("Much progress", "Some progress"):
        changes.change(section, by=office, text=text)
        changes.change(january, by=office, headline=text)
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
    changes_page = client.get(f"/scas/changes/month/{january.pk}/").content.decode()
    assert f'<a href="{address}">Bring' in " ".join(changes_page.split())
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
    changes.change(overview, by=office, text="Saved a moment ago")
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
