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
    CqcAction,
    ExitCriterion,
    HighlightReport,
    Milestone,
    Month,
    OverviewSection,
    Plan,
    Programme,
    Role,
    Section,
    Workstream,
)
from reporting import demo
from reporting.publishing import reopen
from reporting.search import kept
from reporting.search.asked import read
from reporting.search.kept import latest_packs
from reporting.search.narrowing import narrowed
from reporting.search.reach import Asked, reach_of
from reporting.search.results import search
from scorecards.loading import load_file
from scorecards.models import Actual, ActualLine, Metric, Remark
from tests.reporting.search_oracle import Where, expected

ON = date(2024, 1, 10)
CULTURE, GOVERNANCE = "culture-and-staff-wellbeing", "governance-and-well-led"
QUERIES = [
    "CQC",
    "cqc well led",
    "GWL-01",
    "must gwl-01",
    "PS-03",
    "should",
    "Criterion 2",
    "metric 8a",
    "60.75%",
    "60",
    "0:38:09",
    ">90%",
    "G/E",
    "N/A",
    "TBC",
    "Q3",
    "Q1 24/23",
    "REAP 4",
    "what’s",
    "what's",
    "trust’s board",
    '"serious incidents"',
    "“Serious Incidents”",
    "serious incident",
    "well–led",
    "well-led",
    "fit and proper persons",
    "safeguarding training",
    "staff survey",
    "FTSU",
    "EOC call answer",
    "Nicola Howells",
    "Daryl",
    "Regulation 17 (1)",
    "(2) (a) (b)",
    "as",
    "IPC audit",
    "31 Dec",
    "recruitment governance",
    "overs",
    "ersight",
    "no such words anywhere",
]


def hits(person, q, **filters):
    return search(reach_of(person, on=ON), Asked(q=q, **filters))


def places(results):
    return {
        Where(at.kind.value, at.whose.slug, at.title, at.label)
        for at in (hit.passage for hit in results.hits)
    }


def sentence(hit):
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in hit.sentence)


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


# ---- Who may see what -------------------------------------------------------


def writes(report, text, kind="progress"):
    section = Section.objects.filter(report=report, kind=kind).first()
    section = section or Section(report=report, kind=kind)
    section.text = text
    section.save()


def test_a_stranger_finds_nothing_of_any_programme(stranger, signed_in, words):
    reach = reach_of(stranger, on=ON)
    assert (reach.months, reach.workstreams) == ([], [])
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
    assert [one.slug for one in reach_of(board_reader, on=ON).months] == ["2023-12"]


def test_the_open_month_is_as_if_it_were_not_there_to_a_reader_of_the_board(
    board_reader, signed_in, words
):
    client = signed_in(board_reader)
    assert "January 2024" not in words(client.get("/search/?q=governance"))
    asked = words(client.get("/search/?q=governance&month=2024-01"))
    assert "There is no report for January 2024 that you may see." in asked
    never = words(client.get("/search/?q=governance&month=2031-01"))
    assert "There is no report for January 2031 that you may see." in never


def renamed(item, **words):
    """Give an item other words, and those it had."""
    before = {name: getattr(item, name) for name in words}
    for name, word in words.items():
        setattr(item, name, word)
    item.save()
    return before


def months_of(results):
    return [(hit.month, hit.also) for hit in results.hits]


@pytest.mark.parametrize("kind", [Metric, CqcAction, ExitCriterion])
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
        assert (hit.month, hit.passage.whose.name) == ("December 2023", before["name"])
    (hit,) = hits(office, "every zebra is counted").hits
    assert (hit.month, hit.also, hit.passage.whose.name) == ("January 2024", "", "Zebras")
    assert hits(board_reader, "zebra").total == 0
    assert (CULTURE, "Zebras") in reach_of(office, on=ON).workstream_choices
    assert (CULTURE, before["name"]) in reach_of(board_reader, on=ON).workstream_choices
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
    assert ("zebras", "Zebras") in reach_of(office, on=ON).workstream_choices
    assert "zebras" not in dict(reach_of(board_reader, on=ON).workstream_choices)


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
