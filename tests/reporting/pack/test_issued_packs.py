"""The list of packs: which stand on it for whom, and the same rows as CSV and XLSX."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.dateformat import format as date_format
from django.utils.timezone import localtime

from improvement.models import LogEntry, LogKind, Month, Person
from improvement.values.clock import now
from reporting.pack.issue import issue, reopen
from reporting.snapshots.moments import moment_for_link
from tests.support.read_html import read, words
from tests.support.read_lists import in_csv, in_xlsx, listed

PACKS = "/scas/packs/"
SignedIn = Callable[[Person], Client]
HEADS = ["Month", "Version", "Issued", "Issued by", "Reason", "Documents"]


@pytest.fixture
def two_versions(
    december: Month,
    office: Person,
    waive_all: Callable[[Month], dict[str, str]],
    one_format: None,
) -> Month:
    """December, issued once more because a figure was wrong."""
    reopen(month=december, reason="A figure was wrong.", by=office, at=now())
    month = Month.objects.select_related("programme").get(pk=december.pk)
    issue(month=month, waivers=waive_all(month), by=office, at=now())
    return month


def test_every_version_is_listed_the_newest_first(
    two_versions: Month, board_reader: Person, signed_in: SignedIn
) -> None:
    answer = signed_in(board_reader).get(PACKS)
    first, second = (row[:5] for row in listed(answer))
    by = "Programme office (demo)"
    issued = date_format(localtime(two_versions.packs.first().issued_at), "j M Y, H:i")
    assert first == ["December 2023", "2", issued, by, "A figure was wrong."]
    assert (second[:2], second[3:]) == (["December 2023", "1, superseded"], [by, "–"])
    page = answer.content.decode()
    for version in (1, 2):
        assert f'href="/scas/2023-12/pack/{version}/"' in page
        assert f'href="/scas/2023-12/pack/{version}/json/"' in page


def test_the_first_pack_is_offered_in_every_format(
    december: Month, board_reader: Person, signed_in: SignedIn
) -> None:
    page = read(signed_in(board_reader).get(PACKS).content)
    [row] = page.findall(".//tbody/tr")
    links = [link.get("href").removeprefix("/scas/2023-12/pack/1/") for link in row.iter("a")]
    assert links == ["", "read/", "pdf/", "pptx/", "xlsx/", "csv/", "json/"]
    assert words(page.find(".//caption")) == "1 pack, the newest first"


def test_only_the_latest_version_of_each_month_is_left_when_that_is_asked(
    two_versions: Month, nicola: Person, signed_in: SignedIn
) -> None:
    client = signed_in(nicola)
    assert [row[1] for row in listed(client.get(f"{PACKS}?versions=latest"))] == ["2"]
    assert [row[1] for row in listed(client.get(f"{PACKS}?year=2023"))] == ["2", "1, superseded"]
    other = client.get(f"{PACKS}?year=2022")
    assert listed(other) == []
    assert "No pack is as you asked." in words(read(other.content))


def test_as_at_a_moment_the_later_version_is_not_there_yet(
    two_versions: Month, nicola: Person, board_reader: Person, signed_in: SignedIn
) -> None:
    first = two_versions.packs.get(version=1).issued_at
    at = f"{PACKS}?at={moment_for_link(first)}"
    assert [row[1] for row in listed(signed_in(nicola).get(at))] == ["1"]
    refused = signed_in(board_reader).get(at)
    assert refused.status_code == 403
    assert signed_in(board_reader).get(f"{PACKS}list.csv?at=2024-01-09").status_code == 403
    assert 'name="at"' not in signed_in(board_reader).get(PACKS).content.decode()


@pytest.mark.parametrize("asked", ["", "?versions=latest", "?year=2022"])
def test_the_files_have_the_rows_of_the_page(
    two_versions: Month, board_reader: Person, signed_in: SignedIn, asked: str
) -> None:
    client = signed_in(board_reader)
    shown = [row[0:2] for row in listed(client.get(PACKS + asked))]
    told = in_csv(client.get(f"{PACKS}list.csv{asked}"))
    assert told[0] == HEADS
    assert [row[:2] for row in told[1:]] == [
        [month, version.partition(",")[0]] for month, version in shown
    ]
    assert in_xlsx(client.get(f"{PACKS}list.xlsx{asked}")) == told


def test_an_open_month_has_no_pack_in_the_list(
    january: Month, nicola: Person, signed_in: SignedIn
) -> None:
    assert [row[0] for row in listed(signed_in(nicola).get(PACKS))] == ["December 2023"]


def test_taking_the_list_away_is_logged_and_another_format_is_not_there(
    december: Month, nicola: Person, signed_in: SignedIn
) -> None:
    client = signed_in(nicola)
    assert client.get(f"{PACKS}list.pdf").status_code == 404
    client.get(f"{PACKS}list.csv?versions=latest")
    entry = LogEntry.objects.filter(kind=LogKind.DOWNLOAD).latest("at")
    assert (entry.about, entry.detail) == ("List of packs", "csv")
    assert entry.person == nicola


def test_many_packs_take_no_more_queries(
    december: Month, nicola: Person, signed_in: SignedIn, django_assert_max_num_queries
) -> None:
    client = signed_in(nicola)
    with django_assert_max_num_queries(7):
        client.get(PACKS)
