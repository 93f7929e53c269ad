"""The list of actions that have an owner, a kind and days due of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from improvement.audit.changes import change
from improvement.models import Action, Month, Person
from tests.support.read_html import read, words
from tests.support.read_lists import in_csv, in_xlsx, listed, table_in

ACTIONS = "/scas/actions/"
JANUARY = "?month=2024-01"
SignedIn = Callable[[Person], Client]


@pytest.fixture
def owned(january: Month, office: Person, nicola: Person) -> Action:
    """GWL-02 as a recommendation that is Nicola's, due in March and not in February any more."""
    action = Action.objects.get(reference="GWL-02")
    moved = {
        "due_first": date(2024, 2, 29),
        "due_on": date(2024, 3, 31),
        "due_moved_because": "The committee meets in March.",
    }
    change(action, by=office, kind="Recommendation", owner=nicola, **moved)
    same = {"due_first": date(2024, 2, 1), "due_on": date(2024, 2, 1)}
    change(Action.objects.get(reference="GWL-03"), by=office, **same)
    return action


def test_owner_kind_and_both_days_due_stand_in_the_list(
    owned: Action, nicola: Person, signed_in: SignedIn
) -> None:
    answer = signed_in(nicola).get(f"{ACTIONS}{JANUARY}&group=none&sort=due")
    heads = [words(head) for head in table_in(answer).findall(".//thead//th")]
    assert heads[5:7] == ["Owner", "Due ▴"]
    first, second, third, *_ = listed(answer)
    assert (first[0], first[5:7]) == ("GWL-03", ["Daryl Lutchmaya", "1 February 2024"])
    assert (second[0], second[2]) == ("GWL-02", "Recommendation")
    assert second[5:7] == [str(nicola), "31 March 2024 first agreed 29 February 2024"]
    assert third[6] == "–"


def test_the_filters_offer_their_kind_and_their_owner_and_narrow_by_them(
    owned: Action, nicola: Person, signed_in: SignedIn
) -> None:
    client = signed_in(nicola)
    page = read(client.get(f"{ACTIONS}{JANUARY}").content)
    offered = [words(option) for option in page.get_element_by_id("filter-kind")]
    assert offered == ["all", "Must", "Should", "Recommendation"]
    assert str(nicola) in [words(option) for option in page.get_element_by_id("filter-owner")]
    for asked in (f"owner={nicola}", "kind=recommendation"):
        rows = listed(client.get(f"{ACTIONS}{JANUARY}&{asked}"))
        assert "GWL-02" in [row[0] for row in rows]
        assert {row[5] for row in rows} == {str(nicola)}
    others = listed(client.get(f"{ACTIONS}{JANUARY}&owner=Daryl Lutchmaya"))
    assert [row[0] for row in others if row[0].startswith("GWL")] == ["GWL-01", "GWL-03", "GWL-04"]


def test_the_files_have_the_days_and_december_s_have_no_column_for_them(
    owned: Action, nicola: Person, signed_in: SignedIn
) -> None:
    client = signed_in(nicola)
    heads, *rows = in_csv(client.get(f"{ACTIONS}list.csv{JANUARY}"))
    row = dict(zip(heads, next(row for row in rows if row[1] == "GWL-02"), strict=True))
    assert (row["Kind"], row["Owner"]) == ("Recommendation", str(nicola))
    assert (row["Due"], row["Due: first agreed"]) == ("2024-03-31", "2024-02-29")
    sheet = in_xlsx(client.get(f"{ACTIONS}list.xlsx{JANUARY}"))
    assert (sheet[0], "2024-03-31 00:00:00" in str(sheet)) == (heads, True)
    assert "Due" not in in_csv(client.get(f"{ACTIONS}list.csv?month=2023-12"))[0]
    assert len(listed(client.get(f"{ACTIONS}?month=2023-12"))[0]) == 7
