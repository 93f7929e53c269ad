"""What a search finds: the same on every database, and nothing that a person may not see."""

from __future__ import annotations

import json
from datetime import date

from improvement.models import (
    Section,
)
from reporting.demo import load
from reporting.pack.issue import reopen
from reporting.search.pack_cache import latest_packs, passages_of_pack
from scorecards.models import Actual, ActualLine, Metric
from tests.support.search_helpers import (
    CULTURE,
    GOVERNANCE,
    QUERIES,
    hits,
    months_of,
    places,
    renamed,
    sentence,
    writes,
)
from tests.support.search_oracle import expected


def differing(person, file, **filters):
    """Return the queries whose results differ from what they have to be, with the difference."""
    results = {}
    for query in QUERIES:
        found, wanted = hits(person, query, **filters), expected(file, query)
        assert len(found.hits) == min(found.total, 100)
        if found.total != len(wanted) or not places(found) <= wanted:
            results[query] = (found.total, len(wanted), places(found) ^ wanted)
    return results


def test_rows_are_found_as_letter_by_letter(published, office):
    assert differing(office, published, programme="december") == {}


def test_issued_packs_are_found_as_letter_by_letter(db, board_reader):
    assert differing(board_reader, json.loads(load.FILE.read_text(encoding="utf-8"))) == {}


def test_the_queries_find_something_of_every_kind(published):
    found = {where.kind for query in QUERIES for where in expected(published, query)}
    assert len(found) == 10


def test_whoever_reads_open_months_and_whoever_does_not_find_the_same_in_an_issued_month(
    office, board_reader
):
    for query in QUERIES:
        theirs, issued = (hits(who, query, month="2023-12") for who in (office, board_reader))
        assert places(theirs) == places(issued), query
        assert theirs.total == issued.total


# ---- Months and filters -----------------------------------------------------


def test_what_was_carried_is_one_hit_that_names_the_other_months(office):
    found = hits(office, "must gwl-01")
    action = next(hit for hit in found.hits if hit.passage.kind.value == "Action")
    assert (action.month, action.also) == ("January 2024", "December 2023")
    alone = hits(office, "must gwl-01", month="2023-12").hits
    assert [(one.month, one.also) for one in alone] == [("December 2023", "")]


def test_a_text_that_was_carried_is_one_hit_and_another_once_it_is_changed(office, culture):
    risks = Section.objects.get(report=culture, kind="risks")
    sentence_of_both = risks.text.split("\n")[0]
    only = hits(office, f'"{sentence_of_both}"').hits
    assert [(one.month, one.also) for one in only] == [("January 2024", "December 2023")]
    writes(culture, f"As before: {sentence_of_both}", kind="risks")
    results = hits(office, f'"{sentence_of_both}"').hits
    assert [(one.month, one.also) for one in results] == [
        ("January 2024", ""),
        ("December 2023", ""),
    ]


def test_a_figure_is_found_in_the_open_month_and_in_no_issued_one_that_did_not_print_it(
    office, programme
):
    line = ActualLine.objects.filter(metric__workstream__programme=programme).first()
    for quarter, printed in (("2023/24 Q4", "4711"), ("2024/25 Q1", "4712")):
        Actual.objects.filter(line=line, quarter=quarter).delete()
        Actual(line=line, quarter=quarter, printed=printed).save()
        (hit,) = hits(office, printed).hits
        assert (hit.month, hit.also) == ("January 2024", "")
        assert hit.passage.label == f"{line.name} of {quarter}: "
        assert hits(office, printed, month="2023-12").total == 0


def test_a_metric_is_found_until_the_month_it_is_retired_from(office, programme):
    metric = Metric.objects.filter(workstream__programme=programme).first()
    named, of_it = (
        f'"{metric.name}"',
        {("Metric", metric.workstream.slug, f"Metric {metric.number}", "")},
    )
    assert months_of(hits(office, named))[0] == ("January 2024", "December 2023")
    renamed(metric, name="Zebras counted", retired_from=date(2024, 1, 1))
    assert of_it <= places(hits(office, named, month="2023-12"))
    assert months_of(hits(office, named))[0] == ("December 2023", "")
    assert hits(office, "zebras counted").total == 0


def test_a_month_and_a_workstream_narrow_the_search(office, culture, december, noon):
    reopen(month=december, reason="A correction", by=office, at=noon)
    writes(culture, "Zebra crossings")
    writes(december.reports.get(workstream__slug=CULTURE), "Zebra stripes")
    writes(december.reports.get(workstream__slug=GOVERNANCE), "Zebra herds")
    assert [hit.month for hit in hits(office, "zebra").hits] == [
        "January 2024",
        "December 2023",
        "December 2023",
    ]
    assert hits(office, "zebra", month="2023-12").total == 2
    assert hits(office, "zebra", workstream=CULTURE).total == 2
    both = hits(office, "zebra", month="2023-12", workstream=CULTURE).hits
    assert [sentence(hit) for hit in both] == ["[Zebra] stripes"]


def test_a_workstream_leaves_out_the_overview_of_the_programme(office, board_reader, december):
    for person in (office, board_reader):
        assert "Overview" in {place.kind for place in places(hits(person, "staff survey"))}
        found = places(hits(person, "staff survey", workstream=CULTURE))
        assert {one.workstream for one in found} == {CULTURE}


def test_a_programme_narrows_the_search_of_whoever_is_on_two(published, office, signed_in, words):
    page = words(signed_in(office).get("/search/"))
    assert "Programme Every programme" in page
    one, other = (hits(office, "gwl-01", programme=slug) for slug in ("scas", "december"))
    assert {hit.programme.slug for hit in one.hits} == {"scas"}
    assert {hit.programme.slug for hit in other.hits} == {"december"}
    assert hits(office, "gwl-01").total == one.total + other.total


def test_a_pack_is_read_in_one_query_once(office, django_assert_num_queries, december):
    [pack] = latest_packs([december]).values()
    passages_of_pack.cache_clear()
    with django_assert_num_queries(1):
        first = passages_of_pack(pack)
    with django_assert_num_queries(0):
        assert passages_of_pack(pack) == first
