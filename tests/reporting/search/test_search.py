"""What a search finds: the same on every database, and nothing that a person may not see."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection

from improvement import audit
from improvement.models import (
    ActionRating,
    Appointment,
    Milestone,
    OverviewSection,
    Plan,
    Programme,
    Role,
    Section,
)
from reporting import demo
from reporting.publishing import reopen
from reporting.search import kept
from reporting.search.asked import read
from reporting.search.kept import latest_packs
from reporting.search.narrowing import narrowed
from scorecards.loading import load_file
from scorecards.models import Actual, ActualLine, Metric, Remark
from tests.reporting.search_oracle import expected
from tests.reporting.searching import (
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


@pytest.fixture
def published(db, december_text, office, noon) -> dict:
    """The December file as a programme of its own, not yet issued, with the same office."""
    file = json.loads(december_text)
    file["programme"]["slug"] = "december"
    load_file(text=json.dumps(file), name="december.json", by=office, at=noon)
    programme = Programme.objects.get(slug="december")
    audit.record(
        Appointment(person=office, role=Role.PROGRAMME_OFFICE, programme=programme), by=office
    )
    return file


def differing(person, file, **filters):
    """Give the queries whose results differ from what they have to be, with the difference."""
    told = {}
    for query in QUERIES:
        found, wanted = hits(person, query, **filters), expected(file, query)
        assert len(found.hits) == min(found.total, 100)
        if found.total != len(wanted) or not places(found) <= wanted:
            told[query] = (found.total, len(wanted), places(found) ^ wanted)
    return told


def test_rows_are_found_as_letter_by_letter(published, office):
    assert differing(office, published, programme="december") == {}


def test_issued_packs_are_found_as_letter_by_letter(db, board_reader):
    assert differing(board_reader, json.loads(demo.FILE.read_text(encoding="utf-8"))) == {}


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


def test_a_phrase_is_narrowed_on_postgresql_and_only_there(culture):
    """The full text search leaves out what cannot match; where there is none, nothing is."""
    sections = Section.objects.filter(report=culture)
    writes(culture, "The Fit–and–Proper policy of 1e5kg")
    kept = {one.kind for one in narrowed(sections, read("fit-and-prop 1e5k"), "text")}
    all_of_them = set(sections.values_list("kind", flat=True))
    assert len(all_of_them) > 1
    assert kept == ({"progress"} if connection.vendor == "postgresql" else all_of_them)


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (Section, ("text",)),
        (OverviewSection, ("text",)),
        (ActionRating, ("explanation", "mitigation")),
        (Plan, (*Plan.LEADS, *Plan.PARTS)),
        (Milestone, ("text",)),
        (Remark, ("text",)),
    ],
)
def test_postgresql_looks_into_an_index_of_words_and_others_read_the_rows(db, kind, texts):
    rows = kind.objects.order_by()
    kept = narrowed(rows, read("governance well-led"), *texts)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        assert f"Bitmap Index Scan on {kind._meta.db_table}_words" in kept.explain()
    else:
        assert str(kept.query) == str(rows.query)


# ---- Months and filters -----------------------------------------------------


def test_what_was_carried_is_one_hit_that_names_the_other_months(office):
    found = hits(office, "must gwl-01")
    action = next(hit for hit in found.hits if hit.passage.kind.value == "CQC action")
    assert (action.month, action.also) == ("January 2024", "December 2023")
    alone = hits(office, "must gwl-01", month="2023-12").hits
    assert [(one.month, one.also) for one in alone] == [("December 2023", "")]


def test_a_text_that_was_carried_is_one_hit_and_another_once_it_is_changed(office, culture):
    risks = Section.objects.get(report=culture, kind="risks")
    sentence_of_both = risks.text.split("\n")[0]
    only = hits(office, f'"{sentence_of_both}"').hits
    assert [(one.month, one.also) for one in only] == [("January 2024", "December 2023")]
    writes(culture, f"As before: {sentence_of_both}", kind="risks")
    told = hits(office, f'"{sentence_of_both}"').hits
    assert [(one.month, one.also) for one in told] == [
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
        assert "Overview" in {one.kind for one in places(hits(person, "staff survey"))}
        found = places(hits(person, "staff survey", workstream=CULTURE))
        assert {one.workstream for one in found} == {CULTURE}


def test_a_programme_narrows_the_search_of_whoever_is_on_two(published, office, signed_in, words):
    page = words(signed_in(office).get("/search/"))
    assert "Programme Every programme" in page
    one, other = (hits(office, "gwl-01", programme=slug) for slug in ("scas", "december"))
    assert {hit.programme.slug for hit in one.hits} == {"scas"}
    assert {hit.programme.slug for hit in other.hits} == {"december"}
    assert hits(office, "gwl-01").total == one.total + other.total


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "Type what you are looking for: words, a reference such as GOV-01"),
        ("q=++", "Type what you are looking for"),
        ("q=a", "Type at least two letters or digits."),
        ("q=%25+%26", "Type a word or a number: signs alone cannot be searched for."),
        (f"q={'governance+' * 50}", "That is 549 characters, and a search takes at most 200"),
        ("q=zebra", "Nothing that you may see says this."),
        ("q=zebra", "Earlier versions of a pack that was corrected are not searched"),
        ("q=zebra&month=2023-12", "Look in every month and workstream"),
        ("q=governance&month=yesterday", "“yesterday” is not a month; write it as 2023-12."),
        ("q=governance&workstream=nowhere", "There is no workstream “nowhere” that you may see."),
        ("q=governance&programme=other", "You have no appointment on a programme “other”."),
        ("q=gwl-02&month=2023-12&workstream=governance-and-well-led", "1 result"),
    ],
)
def test_the_page_says_in_a_sentence_what_there_is(signed_in, office, words, address, told):
    answer = signed_in(office).get(f"/search/?{address}")
    assert answer.status_code == 200
    assert told in words(answer)


def test_more_than_a_hundred_results_say_so(signed_in, office, words):
    answer = signed_in(office).get("/search/?q=the")
    total = hits(office, "the").total
    assert total > 100
    assert f"The first 100 of {total} results, the newest first." in words(answer)
    assert answer.content.decode().count('class="app-hit"') == 100


def test_the_address_keeps_every_filter_on_the_page(signed_in, office):
    page = signed_in(office).get("/search/?q=zebra&month=2023-12&workstream=patient-safety")
    html = page.content.decode()
    assert html.count('value="zebra"') == 2
    assert '<option value="2023-12" selected>' in html
    assert '<option value="patient-safety" selected>' in html


def test_every_page_has_the_search_box_once_somebody_is_signed_in(signed_in, nicola, client):
    for address in ("/", "/scas/", "/tokens/", "/scas/2024-01/", "/nowhere/"):
        assert 'action="/search/"' in signed_in(nicola).get(address).content.decode()
    assert "/search/" not in client.get("/accounts/login/").content.decode()


# ---- What is shown ----------------------------------------------------------


def test_hostile_text_is_shown_as_text_with_the_hit_marked(signed_in, office, culture):
    writes(culture, 'Zebra <script>alert("1")</script> & <b>zebras</b>')
    html = signed_in(office).get('/search/?q=zebra+"<script>').content.decode()
    assert "<script>alert" not in html
    assert (
        '<mark class="app-mark">Zebra</mark> &lt;<mark class="app-mark">script</mark>&gt;'
        "alert(&quot;1&quot;)&lt;/<mark"
    ) in html
    assert '&lt;b&gt;<mark class="app-mark">zebras</mark>&lt;/b&gt;' in html
    assert 'value="zebra &quot;&lt;script&gt;"' in html


def test_a_page_takes_as_many_queries_for_many_hits_as_for_none(
    signed_in, office, board_reader, published, django_assert_num_queries
):
    for person, queries in ((office, 20), (board_reader, 6)):
        client = signed_in(person)
        client.get("/search/?q=zebra")  # reads what packs no search has read before
        for query in ("zebra", "gwl-01", "the"):
            with django_assert_num_queries(queries):
                client.get(f"/search/?q={query}")


def test_packs_are_read_in_one_query_once(office, django_assert_num_queries, december):
    packs = latest_packs([december]).values()
    kept.forget()
    with django_assert_num_queries(1):
        first = kept.taken_apart(packs)
    with django_assert_num_queries(0):
        assert kept.taken_apart(packs) == first
