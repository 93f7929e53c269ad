"""What the pages to read say while there is no month on them: what will stand there, and when."""

from __future__ import annotations

import pytest

from improvement.models import Appointment, Month, Person, Programme, Role

PAGES = {
    "": "The dashboard",
    "measures/": "Measures",
    "actions/": "Actions",
    "exit/": "Exit criteria",
    "workstreams/": "Workstreams",
}


@pytest.fixture
def new(office: Person, nicola: Person, board_reader: Person) -> Programme:
    """A programme before its first month, with an office, a lead and a board reader."""
    quarters = {"first_quarter": "2023/24 Q1", "last_quarter": "2023/24 Q4"}
    programme = Programme.objects.create(slug="new", name="New", organisation="Trust", **quarters)
    stream = programme.workstreams.create(slug="fleet", name="Fleet", position=1)
    own = {"programme": programme}
    Appointment(person=office, role=Role.PROGRAMME_OFFICE, **own).save()
    Appointment(person=board_reader, role=Role.BOARD_READER, **own).save()
    Appointment(person=nicola, role=Role.SRO, workstream=stream, **own).save()
    return programme


@pytest.mark.parametrize(("page", "shown"), PAGES.items())
def test_every_page_says_when_its_first_month_can_be_read(
    new, office, nicola, board_reader, signed_in, words, page, shown
):
    from_then = f"{shown} can be read here from then on."
    said = words(signed_in(office).get(f"/new/{page}"))
    assert "No month is open The first month opens once every workstream has a lead" in said
    assert from_then in said
    assert "Go on with set-up" in said
    said = words(signed_in(nicola).get(f"/new/{page}"))
    assert f"opens the first month once the programme is set up. {from_then}" in said
    assert "Go on with set-up" not in said
    said = words(signed_in(board_reader).get(f"/new/{page}"))
    assert "No pack has been issued The first pack comes when the programme office" in said
    assert from_then in said


def test_a_board_reader_is_told_of_which_month_the_first_pack_will_be(
    new, board_reader, signed_in, words
):
    month = Month(programme=new, starts_on="2024-01-01", due_on="2024-02-05")
    month.save()
    first = "The first pack is that of January 2024, whose reports are due 5 February 2024."
    client = signed_in(board_reader)
    assert f"{first} Measures can be read here from then on." in words(client.get("/new/measures/"))
    assert f"No pack has been issued. {first} Each stands here" in words(client.get("/new/packs/"))
