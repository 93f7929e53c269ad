"""Who finds what: what is open to a person as it stands, and what was issued as it was issued."""

from __future__ import annotations

import pytest

from improvement.models import (
    Action,
    Appointment,
    ExitCriterion,
    HighlightReport,
    Month,
    Programme,
    Role,
    Section,
    Workstream,
)
from reporting.pack.issue import reopen
from reporting.search.scope import scope_of
from scorecards.models import Metric
from tests.support.search_helpers import CULTURE, ON, QUERIES, hits, months_of, renamed, writes


def test_a_stranger_finds_nothing_of_any_programme(stranger, signed_in, words):
    scope = scope_of(stranger, on=ON)
    assert (scope.months, scope.workstreams) == ([], {})
    page = words(signed_in(stranger).get("/search/?q=governance"))
    assert "You have no appointment on any programme" in page
    assert "result" not in page


def test_who_is_on_one_programme_finds_nothing_of_another(stranger, culture):
    elsewhere = Programme(slug="elsewhere", name="Elsewhere", organisation="Another trust")
    elsewhere.first_quarter, elsewhere.last_quarter = "2023/24 Q1", "2024/25 Q4"
    elsewhere.save()
    Month(programme=elsewhere, starts_on="2024-01-01", due_on=ON, headline="Ambulances").save()
    Appointment(person=stranger, role=Role.PROGRAMME_OFFICE, programme=elsewhere).save()
    writes(culture, "Ambulances wait")
    found = hits(stranger, "ambulances")
    assert [hit.passage.title for hit in found.hits] == ["Headline"]
    assert found.total == 1


def test_a_reader_of_the_board_finds_nothing_of_the_open_month(board_reader, office, culture):
    writes(culture, "Zebra crossings")
    assert hits(office, "zebra").total == 1
    assert hits(board_reader, "zebra").total == 0
    assert [month.slug for month in scope_of(board_reader, on=ON).months] == ["2023-12"]


def test_the_open_month_is_as_if_it_were_not_there_to_a_reader_of_the_board(
    board_reader, signed_in, words
):
    client = signed_in(board_reader)
    assert "January 2024" not in words(client.get("/search/?q=governance"))
    page = words(client.get("/search/?q=governance&month=2024-01"))
    assert "There is no report for January 2024 that you may see." in page
    never = words(client.get("/search/?q=governance&month=2031-01"))
    assert "There is no report for January 2031 that you may see." in never


@pytest.mark.parametrize("kind", [Metric, Action, ExitCriterion])
def test_an_item_is_found_in_an_issued_month_by_its_old_words_and_in_an_open_one_by_its_new(
    board_reader, office, programme, kind
):
    item = kind.objects.filter(workstream__programme=programme).first()
    column = "name" if kind is Metric else "text"
    before = f'"{renamed(item, **{column: "Zebras counted"})[column]}"'
    assert months_of(hits(office, "zebras counted")) == [("January 2024", "")]
    assert hits(office, "zebras counted", month="2023-12").total == 0
    assert hits(board_reader, "zebras").total == 0
    for person in (office, board_reader):
        # A metric is named above its figures, too: it is looked for as itself alone.
        (hit,) = [one for one in hits(person, before).hits if one.passage.item == item.pk]
        assert (hit.month, hit.also) == ("December 2023", "")
        assert hit.url.startswith(f"/scas/2023-12/{item.workstream.slug}/as-it-stands/#")


def test_a_hit_has_the_workstream_s_name_of_its_month_and_a_reader_of_the_board_no_other(
    board_reader, office, programme, signed_in, words
):
    stream = programme.workstreams.get(slug=CULTURE)
    before = renamed(stream, name="Zebras", exit_statement="Every zebra is counted")
    for person in (office, board_reader):
        (hit,) = hits(person, f'"{before["exit_statement"]}"').hits
        assert (hit.month, hit.passage.workstream.name) == ("December 2023", before["name"])
    (hit,) = hits(office, "every zebra is counted").hits
    assert (hit.month, hit.also, hit.passage.workstream.name) == ("January 2024", "", "Zebras")
    assert hits(board_reader, "zebra").total == 0
    assert (CULTURE, "Zebras") in scope_of(office, on=ON).workstream_choices
    assert (CULTURE, before["name"]) in scope_of(board_reader, on=ON).workstream_choices
    page = words(signed_in(board_reader).get(f"/search/?q=staff&workstream={CULTURE}"))
    assert before["name"] in page
    assert "Zebras" not in page


def test_a_workstream_that_no_pack_has_is_not_told_to_a_reader_of_the_board(
    board_reader, office, programme, december, noon
):
    reopen(month=december, reason="A correction", by=office, at=noon)
    added = Workstream(programme=programme, slug="zebras", name="Zebras", position=9)
    added.save()
    HighlightReport(month=december, workstream=added).save()
    assert ("zebras", "Zebras") in scope_of(office, on=ON).workstream_choices
    assert "zebras" not in dict(scope_of(board_reader, on=ON).workstream_choices)


def test_what_an_issued_month_says_is_not_what_its_rows_say_since(office, december):
    report = december.reports.get(workstream__slug=CULTURE)
    before = Section.objects.get(report=report, kind="summary").text.split(".")[0]
    writes(report, "Zebra crossings", kind="summary")
    assert hits(office, "zebra").total == 0
    assert hits(office, f'"{before}"', month="2023-12").total == 1


def test_of_a_reopened_month_a_reader_of_the_board_finds_what_was_issued(
    board_reader, office, december, noon
):
    report = december.reports.get(workstream__slug=CULTURE)
    writes(report, "Zebra crossings as issued")
    before = Section.objects.get(report=report, kind="summary").text.split(".")[0]
    reopen(month=december, reason="A correction", by=office, at=noon)
    writes(report, "Zebra crossings as corrected", kind="summary")
    assert hits(office, "corrected zebra").total == 1
    assert hits(board_reader, "zebra").total == 0
    assert hits(board_reader, f'"{before}"').total == 1
    assert hits(office, f'"{before}"', month="2023-12").total == 0


def test_every_link_of_a_hit_opens_for_whoever_found_it(signed_in, office, board_reader):
    for person in (office, board_reader):
        client = signed_in(person)
        seen = {}
        for query in QUERIES:
            for hit in hits(person, query).hits:
                seen.setdefault((hit.passage.kind, hit.passage.view, hit.month), hit)
        assert len({kind for kind, *_ in seen}) == 10
        for hit in seen.values():
            answer = client.get(hit.url)
            assert answer.status_code == 200, hit.url
            anchor = hit.url.partition("#")[2]
            assert not anchor or f'id="{anchor}"' in answer.content.decode(), hit.url
