"""Since when: timelines, the grid of every month with its filters, how long criteria have stood."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from urllib.parse import parse_qsl

import pytest
from django.http import HttpResponse
from django.test import Client

from improvement.audit import change
from improvement.clock import now as moment_now
from improvement.models import (
    CqcAction,
    ExitCriterion,
    Month,
    Person,
    Programme,
)
from improvement.permissions import standing_of
from improvement.ratings import Rating
from reporting.moments import exactly
from reporting.timelines import action_life, criterion_life
from tests.reporting.moving import rate

SignedIn = Callable[[Person], Client]
Words = Callable[[HttpResponse], str]


def test_a_timeline_says_when_an_item_turned_red_and_for_how_long(
    turned_red: CqcAction, office: Person, programme: Programme
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


def test_a_board_reader_is_told_of_issued_months_alone(
    turned_red: CqcAction, board_reader: Person, signed_in: SignedIn, words: Words
) -> None:
    said = words(signed_in(board_reader).get(f"/scas/actions/{turned_red.pk}/"))
    assert "December 2023" in said
    assert "It has never been rated red." in said
    assert "The campaign was put back" not in said


def test_what_is_red_from_the_first_month_on_record_may_have_been_before(
    january: Month, office: Person, programme: Programme, signed_in: SignedIn, words: Words
) -> None:
    action = CqcAction.objects.get(reference="GWL-01", workstream__programme=programme)
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
    turned_red: CqcAction, office: Person, board_reader: Person, signed_in: SignedIn, words: Words
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
    office: Person, signed_in: SignedIn, turned_red: CqcAction
) -> None:
    assert signed_in(office).get(f"/scas/actions/{turned_red.pk + 9999}/").status_code == 404
    assert signed_in(office).get("/scas/criteria/999999/").status_code == 404


def test_the_grid_has_every_action_by_month_and_a_cell_opens_what_it_said(
    turned_red: CqcAction, office: Person, signed_in: SignedIn
) -> None:
    page = signed_in(office).get("/scas/?month=2024-01").content.decode()
    grid = page[page.index('id="history"') :]
    address = f"/scas/actions/{turned_red.pk}/"
    assert f'href="{address}#2023-12"' in grid
    assert f'href="{address}#2024-01"' in grid
    assert "Delivery Overdue, embedding" in grid
    cells = grid.count('class="app-history__cell"')
    actions = CqcAction.objects.filter(workstream__programme__slug="scas").count()
    assert cells == 2 * actions == 62


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("workstream=patient-safety", {"PS"}),
        ("rating=overdue", {"GWL", "CSW"}),
        ("rating=complete", set()),
        ("strength=must&workstream=governance-and-well-led", {"GWL"}),
    ],
)
def test_each_filter_narrows_the_grid_by_an_address_that_can_be_shared(
    turned_red: CqcAction, office: Person, signed_in: SignedIn, asked: str, shown: set[str]
) -> None:
    page = signed_in(office).get(f"/scas/?month=2024-01&{asked}").content.decode()
    grid = page[page.index('id="history"') : page.index('id="criteria"')]
    found = re.findall(r'<th scope="row"><a href="[^"]*">(?:Must|Should) ([A-Z]+)-', grid)
    assert set(found) == shown
    if not shown:
        assert "No action is as you asked." in grid


@pytest.fixture
def years_before(december: Month) -> None:
    """A year of issued months before December."""
    period = december.period
    for _ in range(12):
        period = period.before()
        month = Month(programme=december.programme, starts_on=period.starts_on)
        month.due_on, month.issued_at = period.starts_on, december.issued_at
        month.issued_by = december.issued_by
        month.save()


def history_part(page: HttpResponse) -> str:
    text = page.content.decode()
    return text[text.index('id="history"') : text.index('id="criteria"')]


def asked_by(link: str, part: str) -> dict[str, str]:
    """What the address behind a link asks for."""
    found = re.search(rf'<a href="\?([^"]*)#history">{link}</a>', part)
    assert found, part[-500:]
    return dict(parse_qsl(unescape(found[1])))


FILTERED = {"workstream": "patient-safety", "strength": "must", "rating": "on_track"}


def test_every_month_can_be_shown_without_losing_the_filters(
    january: Month, years_before: None, office: Person, signed_in: SignedIn
) -> None:
    given = {"month": "2024-01", **FILTERED}
    client = signed_in(office)
    every = asked_by("Show every month", history_part(client.get("/scas/", given)))
    assert every == given | {"months": "all"}
    part = history_part(client.get("/scas/", every))
    assert part.count('<th scope="col">') == 14 + 2  # months, beside the action and since when
    assert asked_by("Show the last 12 months", part) == given


def test_the_filters_keep_every_month_where_it_is_shown(
    january: Month, years_before: None, office: Person, signed_in: SignedIn
) -> None:
    client = signed_in(office)
    part = history_part(client.get("/scas/", {"month": "2024-01", "months": "all"}))
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', part))
    assert hidden == {"month": "2024-01", "months": "all"}
    part = history_part(client.get("/scas/", {"month": "2024-01"}))
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', part))
    assert hidden == {"month": "2024-01"}


def test_showing_all_actions_again_keeps_the_month_the_moment_and_every_month(
    january: Month, office: Person, signed_in: SignedIn
) -> None:
    given = {"month": "2024-01", "at": exactly(moment_now()), "months": "all"}
    part = history_part(signed_in(office).get("/scas/", given | {"workstream": "none"}))
    assert "No action is as you asked." in part
    assert asked_by("Show all of them", part) == given


def hidden_in(form: str, page: str) -> dict[str, str]:
    """What a form sends on besides its own question; the form is known by one of its parts."""
    [found] = [one for one in re.findall(r"<form.*?</form>", page, re.DOTALL) if form in one]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', found))


def test_another_month_or_moment_is_shown_with_the_same_filters(
    january: Month, office: Person, signed_in: SignedIn
) -> None:
    client = signed_in(office)
    given = {"month": "2024-01", "months": "all", **FILTERED}
    page = client.get("/scas/", given).content.decode()
    assert hidden_in('id="month"', page) == {"months": "all", **FILTERED}
    assert hidden_in('id="as-at"', page) == given
    moment = {"at": exactly(moment_now())}
    page = client.get("/scas/", given | moment).content.decode()
    assert hidden_in('id="month"', page) == {"months": "all", **FILTERED, **moment}
    assert hidden_in('id="as-at"', page) == given
    found = re.search(r'<a href="\?([^"]*)">See it as it is now</a>', page)
    assert found
    assert dict(parse_qsl(unescape(found[1]))) == given


def test_criteria_say_how_long_they_have_stood(
    office: Person, signed_in: SignedIn, words: Words
) -> None:
    said = words(signed_in(office).get("/scas/?month=2024-01"))
    assert re.search(r"At least [0-9]+ days, since December 2023 or before", said)


def test_a_criterion_of_a_past_month_has_stood_to_its_end(
    january: Month, december: Month, office: Person, signed_in: SignedIn, words: Words
) -> None:
    said = words(signed_in(office).get("/scas/?month=2023-12"))
    counted = set(re.findall(r"At least ([0-9]+) days, since December 2023 or before", said))
    assert counted == {"31"}


def test_a_rating_that_stands_has_the_same_days_on_the_dashboard_and_its_timeline(
    january: Month, office: Person, programme: Programme, signed_in: SignedIn, words: Words
) -> None:
    said = words(signed_in(office).get("/scas/?month=2024-01"))
    counted = set(re.findall(r"At least ([0-9]+) days, since December 2023 or before", said))
    assert counted == {"62"}
    criterion = ExitCriterion.objects.filter(workstream__programme=programme).first()
    assert criterion is not None
    standing = standing_of(office, programme, on=date(2024, 2, 20))
    for on, days in ((date(2024, 2, 20), 62), (date(2024, 1, 20), 51)):
        [stretch] = criterion_life(standing, criterion.pk, on=on).timelines[0].stretches
        assert stretch.days == days


def test_an_item_s_page_leads_to_who_changed_it(
    turned_red: CqcAction, office: Person, board_reader: Person, signed_in: SignedIn
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
