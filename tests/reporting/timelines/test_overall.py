"""When an overall rating turned red and for how long: of a workstream, and of the programme."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils.timezone import localdate

from improvement.access.lookup import find_programme
from improvement.audit import changes
from improvement.models import HighlightReport, Month, Person
from improvement.values.ratings import Rating
from improvement.values.refusals import NotThere
from reporting.timelines.overall import programme_life, workstream_life

CULTURE = "culture-and-staff-wellbeing"
ON = date(2024, 2, 9)


@pytest.fixture
def judged(january: Month, culture: HighlightReport, nicola: Person, office: Person) -> None:
    """Culture’s delivery overdue in January, and the programme’s embedding."""
    changes.change(culture, by=nicola, delivery=Rating.OVERDUE)
    changes.change(january, by=office, embedding=Rating.OVERDUE)


def seen_by(person: Person):
    return find_programme(person, "scas", on=ON)


def test_a_workstream_tells_since_when_it_is_red_and_who_judged_it_so(judged, office, nicola):
    life = workstream_life(seen_by(office), CULTURE, on=ON)
    delivery, embedding = life.timelines
    assert life.workstream == "Culture & Staff Wellbeing"
    assert delivery.red == "It is red, and has been since January 2024: 31 days so far."
    assert [(one.rating, one.days) for one in delivery.stretches] == [
        (Rating.OVERDUE, 31),
        (Rating(""), 31),
    ]
    today = localdate()
    assert delivery.stretches[0].who == f"Nicola Howells, {today.day} {today:%B %Y}"
    assert delivery.stretches[1].from_the_start
    assert embedding.red == "It has never been rated red."
    assert [one.month.slug for one in life.months] == ["2024-01", "2023-12"]


def test_the_programme_tells_it_too(judged, office):
    life = programme_life(seen_by(office), on=ON)
    delivery, embedding = life.timelines
    assert life.workstream == "Whole programme"
    assert delivery.red == "It has never been rated red."
    assert embedding.red == "It is red, and has been since January 2024: 31 days so far."
    assert embedding.stretches[0].who.startswith("Programme office (demo), ")


def test_whoever_reads_packs_alone_is_told_what_was_issued(judged, board_reader, culture, office):
    changes.change(culture.workstream, by=office, name="Renamed since")
    for life in (
        workstream_life(seen_by(board_reader), CULTURE, on=ON),
        programme_life(seen_by(board_reader), on=ON),
    ):
        assert [one.month.slug for one in life.months] == ["2023-12"]
        assert {one.red for one in life.timelines} == {"It has never been rated red."}
        assert {one.stretches[0].who for one in life.timelines} == {""}
        assert life.workstream != "Renamed since"


def test_a_month_that_is_open_again_is_told_from_its_pack_to_the_board(
    december, office, board_reader
):
    from reporting.pack.issue import reopen

    reopen(month=december, reason="A rating was wrong", by=office, at=december.issued_at)
    report = december.reports.get(workstream__slug=CULTURE)
    changes.change(report, by=office, delivery=Rating.OVERDUE)
    board = workstream_life(seen_by(board_reader), CULTURE, on=ON).timelines[0]
    inside = workstream_life(seen_by(office), CULTURE, on=ON).timelines[0]
    assert board.red == "It has never been rated red."
    assert inside.red.startswith("It is not red. It was red once, for at least 31 days in all")


def test_a_workstream_that_is_none_is_not_there(programme, office):
    with pytest.raises(NotThere, match="has no workstream “nowhere”"):
        workstream_life(seen_by(office), "nowhere", on=ON)


def test_it_takes_few_queries(judged, office, django_assert_max_num_queries):
    standing = seen_by(office)
    with django_assert_max_num_queries(5):
        workstream_life(standing, CULTURE, on=ON)
    with django_assert_max_num_queries(3):
        programme_life(standing, on=ON)


def test_the_dashboard_leads_there_from_what_moved_and_over_the_pages_of_its_rows(
    judged, office, signed_in, words
):
    client = signed_in(office)
    page = client.get("/scas/?month=2024-01").content.decode()
    assert f'href="/scas/ratings/{CULTURE}/"' in page
    [row] = re.findall(rf'href="(/scas/workstreams/{CULTURE}/[^"]*)"', page)
    assert f'href="/scas/ratings/{CULTURE}/"' in client.get(row).content.decode()
    assert page.count('href="/scas/ratings/"') == 1
    said = words(client.get(f"/scas/ratings/{CULTURE}/"))
    assert "Overall ratings" in said
    assert "It is red, and has been since January 2024" in said
    assert "It is red, and has been since January 2024" in words(client.get("/scas/ratings/"))
