"""Since when: timelines, the grid of every month with its filters, how long criteria have stood."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from re import findall

from django.http import HttpResponse
from django.test import Client

from improvement.access.permissions import standing_of
from improvement.audit.changes import change
from improvement.models import (
    Action,
    ExitCriterion,
    Month,
    Person,
    Programme,
)
from improvement.values.ratings import Rating
from reporting.timelines.items import action_life
from tests.support.change_ratings import rate

SignedIn = Callable[[Person], Client]
Words = Callable[[HttpResponse], str]


def test_a_timeline_says_when_an_item_turned_red_and_for_how_long(
    turned_red: Action, office: Person, programme: Programme
) -> None:
    standing = standing_of(office, programme, on=date(2024, 1, 20))
    life = action_life(standing, turned_red.pk, on=date(2024, 1, 20))
    delivery, embedding = life.timelines
    assert delivery.red == "It is red, and has been since January 2024: 20 days so far."
    now, before = delivery.stretches
    assert (now.rating, now.since, now.days) == (Rating.OVERDUE, date(2024, 1, 1), 20)
    assert (before.rating, before.until, before.days) == (Rating.ON_TRACK, date(2023, 12, 31), 31)
    assert now.reason == "The campaign was put back"
    assert now.who.startswith("Nicola Howells, ")
    assert embedding.red == "It has never been rated red."
    assert [told.month.slug for told in life.months] == ["2024-01", "2023-12"]


def test_actions_criteria_and_ratings_have_a_band_of_months_above_their_words(
    turned_red: Action, office: Person, board_reader: Person, signed_in: SignedIn
) -> None:
    criterion = ExitCriterion.objects.filter(workstream=turned_red.workstream).first()
    pages = (
        (f"/scas/actions/{turned_red.pk}/", 2),
        (f"/scas/criteria/{criterion.pk}/", 1),
        ("/scas/ratings/", 2),
        (f"/scas/ratings/{turned_red.workstream.slug}/", 2),
    )
    for address, bands in pages:
        for person, months in ((office, 2), (board_reader, 1)):
            page = signed_in(person).get(address).content.decode()
            found = findall(r"<svg[^>]*app-strip--band.*?</svg>", page)
            assert [band.count("data-month=") for band in found] == [months] * bands
            assert page.index("app-strip--band") < page.index("<table")


def test_a_board_reader_is_told_of_issued_months_alone(
    turned_red: Action, board_reader: Person, signed_in: SignedIn, words: Words
) -> None:
    said = words(signed_in(board_reader).get(f"/scas/actions/{turned_red.pk}/"))
    assert "December 2023" in said
    assert "It has never been rated red." in said
    assert "The campaign was put back" not in said


def test_what_is_red_from_the_first_month_on_record_may_have_been_before(
    january: Month, office: Person, programme: Programme, signed_in: SignedIn, words: Words
) -> None:
    action = Action.objects.get(reference="GWL-01", workstream__programme=programme)
    standing = standing_of(office, programme, on=date(2024, 1, 20))
    delivery, _ = action_life(standing, action.pk, on=date(2024, 1, 20)).timelines
    said = "It is red, and has been since December 2023 or before: at least 51 days so far."
    assert delivery.red == said
    rate(action, january, office, delivery=Rating.ON_TRACK)
    delivery, _ = action_life(standing, action.pk, on=date(2024, 1, 20)).timelines
    assert delivery.red == (
        "It is not red. It was red once, for at least 31 days in all, "
        "most recently from December 2023 or before to 31 December 2023."
    )
    page = words(signed_in(office).get(f"/scas/actions/{action.pk}/"))
    assert "From 1 December 2023 or before to 31 December 2023 At least 31 days" in page


def test_a_board_reader_reads_an_item_in_the_words_of_the_newest_pack(
    turned_red: Action, office: Person, board_reader: Person, signed_in: SignedIn, words: Words
) -> None:
    criterion = ExitCriterion.objects.filter(workstream=turned_red.workstream).first()
    assert criterion is not None
    for item, kind in ((turned_red, "actions"), (criterion, "criteria")):
        before, address = item.text, f"/scas/{kind}/{item.pk}/"
        change(item, by=office, text="Reworded since")
        as_issued, as_it_is = (words(signed_in(one).get(address)) for one in (board_reader, office))
        assert " ".join(before.split()) in as_issued
        assert "Reworded since" not in as_issued
        assert "Reworded since" in as_it_is
    change(turned_red.workstream, by=office, name="Renamed since")
    as_issued = words(signed_in(board_reader).get(f"/scas/actions/{turned_red.pk}/"))
    assert "Should CSW-01" in as_issued or "Must CSW-01" in as_issued
    assert "Culture & Staff Wellbeing" in as_issued
    assert "Renamed since" not in as_issued


def test_an_item_of_another_programme_is_not_there(
    office: Person, signed_in: SignedIn, turned_red: Action
) -> None:
    assert signed_in(office).get(f"/scas/actions/{turned_red.pk + 9999}/").status_code == 404
    assert signed_in(office).get("/scas/criteria/999999/").status_code == 404


def test_an_item_s_page_leads_to_who_changed_it(
    turned_red: Action, office: Person, board_reader: Person, signed_in: SignedIn
) -> None:
    criterion = ExitCriterion.objects.filter(workstream=turned_red.workstream).first()
    assert criterion is not None
    pages = {
        f"/scas/actions/{turned_red.pk}/": f"/scas/changes/action/{turned_red.pk}/",
        f"/scas/criteria/{criterion.pk}/": f"/scas/changes/criterion/{criterion.pk}/",
    }
    for address, changes in pages.items():
        assert f'href="{changes}"' in signed_in(office).get(address).content.decode()
        assert changes not in signed_in(board_reader).get(address).content.decode()
