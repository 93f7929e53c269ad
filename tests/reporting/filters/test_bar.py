"""The form of the filters: what may be chosen, what is set, and who is asked what."""

import pytest
from django.template.loader import render_to_string

from improvement.access.lookup import find_programme
from reporting.contents.facts import Contents
from reporting.filters.bar import FilterBar, filter_bar
from reporting.filters.filters import Filters
from reporting.filters.month_choice import choose
from reporting.snapshots.month import contents_of
from tests.support.read_html import read, words


@pytest.fixture
def contents(december) -> Contents:
    return contents_of(december)


def bar(contents: Contents, sees_changes: bool = True, **filters: str) -> FilterBar:
    offered = (("2024-01", "January 2024 (open)"), ("2023-12", "December 2023"))
    asked = Filters(**filters)
    return filter_bar(asked, contents, offered=offered, shown="2023-12", sees_changes=sees_changes)


def test_every_filter_offers_all_and_what_there_is(contents):
    choices = {choice.name: choice for choice in bar(contents).choices}
    assert list(choices) == ["month", "workstream", "source", "kind", "owner"]
    assert choices["kind"].options == (("", "all"), ("must", "Must"), ("should", "Should"))
    assert [words for _, words in choices["workstream"].options] == [
        "all",
        *(stream.name for stream in contents.workstreams),
    ]
    assert ("Helen Young", "Helen Young") in choices["owner"].options
    assert not any(choice.is_set for choice in choices.values())


def test_a_filter_that_is_set_is_cleared_by_a_link_that_keeps_the_rest(contents):
    found = bar(contents, month="2023-12", kind="must", workstream="patient-safety", sort="gap")
    cleared = {choice.name: choice.clear for choice in found.choices if choice.is_set}
    assert cleared == {
        "workstream": "?month=2023-12&kind=must&sort=gap",
        "kind": "?month=2023-12&workstream=patient-safety&sort=gap",
    }
    assert (found.count, found.kept) == (2, (("sort", "gap"),))


def test_what_is_no_choice_stands_as_it_was_asked(contents):
    owner = bar(contents, owner="Nobody").choices[-1]
    assert owner.options[-1] == ("Nobody", "Nobody")


def test_only_whoever_sees_changes_is_asked_for_a_moment(contents):
    assert bar(contents).at is not None
    assert bar(contents, sees_changes=False).at is None


def test_a_board_reader_chooses_among_issued_months_alone(january, contents, board_reader, noon):
    standing = find_programme(board_reader, "scas", on=noon.date())
    choice = choose(standing, "", on=noon.date())
    assert choice is not None
    assert [value for value, _ in choice.offered] == ["2023-12"]


def test_the_form_is_a_get_form_with_one_button_and_a_cross_for_what_is_set(contents):
    page = read(
        render_to_string("_components/_filters.html", {"bar": bar(contents, kind="must")}).encode()
    )
    form = page.find(".//form")
    assert form.get("method") == "get"
    assert [select.get("name") for select in form.iter("select")] == [
        "month",
        "workstream",
        "source",
        "kind",
        "owner",
    ]
    assert [words(button) for button in form.iter("button")] == ["Show"]
    [clear] = form.find_class("app-filter__clear")
    assert (clear.get("href"), clear.get("aria-label")) == ("?", "Show every kind")
    assert words(page.find_class("app-filterbar__open")[0]) == "Filters (1 set)"
