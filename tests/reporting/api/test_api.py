"""Data out: the rows are those of the read model, paged, filtered and written as promised."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from improvement.audit import changes
from improvement.models import ActionRating, Month
from improvement.values.ratings import Rating
from improvement.workflow import transitions
from reporting.models import Pack
from reporting.snapshots.month import contents_of
from scorecards.models import Actual, ActualLine, MonthlyReading
from tests.support.permissions import TABLES

OFF_TRACK = Rating.OFF_TRACK.words


def all_cells(month: Month):
    for stream in contents_of(month).workstreams:
        for metric in stream.metrics:
            for line in metric.lines:
                for cell in line.cells:
                    yield metric, line, cell


def test_december_s_actions_are_those_of_its_pack(ask, december):
    page = ask("actions", month="2023-12").json()
    printed = [
        (stream.slug, action.ref, action.delivery.code, action.embedding.words, action.explanation)
        for stream in contents_of(december).workstreams
        for action in stream.actions
    ]
    fields = ("workstream", "reference", "delivery", "embedding_words", "explanation")
    assert [tuple(row[name] for name in fields) for row in page["rows"]] == printed
    assert page["count"] == len(printed) > 20
    assert {row["state"] for row in page["rows"]} == {"issued"}
    assert page["rows"][0]["short_name"] == "Governance and risk processes fit for purpose"


def test_december_s_actuals_carry_text_state_position_and_verdict_of_its_pack(ask, december):
    rows = ask("actuals", month="2023-12", page_size=5000).json()["rows"]
    fields = ("metric_id", "line", "quarter", "printed", "value_state", "position", "verdict")
    assert [tuple(row[name] for name in fields) for row in rows] == [
        (metric.id, line.name, cell.quarter, cell.printed, cell.state, cell.position, cell.verdict)
        for metric, line, cell in all_cells(december)
    ]
    assert {"value", "blank"} < {row["value_state"] for row in rows}


def test_a_quarter_has_its_days(ask):
    rows = ask("aims", month="2023-12").json()["rows"]
    third = next(row for row in rows if row["quarter"] == "2023/24 Q3")
    assert (third["quarter_starts_on"], third["quarter_ends_on"]) == ("2023-10-01", "2023-12-31")


def test_figures_are_of_the_newest_month_unless_one_is_asked_for(ask, january):
    assert {row["month"] for row in ask("actuals").json()["rows"]} == {"2024-01"}
    assert {row["month"] for row in ask("actions").json()["rows"]} == {"2024-01", "2023-12"}


def test_a_month_says_how_it_stands(ask):
    newest, december = ask("months").json()["rows"]
    assert (newest["month"], newest["state"], newest["issued_at"]) == ("2024-01", "open", None)
    assert (december["month_words"], december["pack_version"]) == ("December 2023", 1)
    assert december["quarter"] == "2023/24 Q3"


def test_a_workstream_says_who_leads_it_and_how_its_report_stands(ask, culture, nicola, noon):
    """Everything that is of one kind differs: both judgements, both worsts, all three leads."""
    changes.change(culture, by=nicola, delivery="on_track", embedding="off_track")
    for rating, worst in zip(culture.action_ratings.all(), ("overdue", "complete"), strict=False):
        changes.change(rating, by=nicola, delivery=worst, embedding="on_track", carried=False)
    culture.action_ratings.exclude(delivery__in=("overdue", "complete")).delete()
    transitions.submit(report=culture, by=nicola, at=noon)
    [row] = ask("workstreams", month="2024-01", workstream=culture.workstream.slug).json()["rows"]
    judged = ("delivery", "delivery_worst", "embedding", "embedding_worst")
    assert [row[one] for one in judged] == ["on_track", "overdue", "off_track", "on_track"]
    assert (row["delivery_words"], row["embedding_words"]) == ("On Track", OFF_TRACK)
    named = ("executive_lead", "sro", "programme_manager")
    assert [row[one] for one in named] == ["Melanie Saunders", "Nicola Howells", "Emma Manaton"]
    assert (row["status"], row["submitted_at"]) == ("submitted", "2024-01-10T12:00:00Z")
    assert row["approved_at"] is None


def test_a_pack_gives_its_fingerprint_and_the_addresses_of_its_documents(ask, december):
    (row,) = ask("packs").json()["rows"]
    pack = december.packs.get()
    assert (row["sha256"], row["issued_by"]) == (pack.sha256, str(pack.issued_by))
    assert row["latest"] is True
    assert row["pdf_address"].endswith("/scas/2023-12/pack/1/pdf/")


def test_the_programme_of_the_token_is_the_only_one(key):
    page = Client().get("/api/v1/programmes", headers={"Authorization": f"Bearer {key}"}).json()
    assert [(row["programme"], row["first_quarter"]) for row in page["rows"]] == [
        ("scas", page["rows"][0]["first_quarter"])
    ]


def test_readings_are_told_newest_first_and_by_month(ask, readings):
    rows = ask("readings").json()["rows"]
    assert [(row["id"], row["month"], row["printed"]) for row in rows] == [
        (str(reading.pk), reading.period.slug, reading.printed) for reading in readings
    ]
    december = ask("readings", month="2023-12").json()
    assert [row["id"] for row in december["rows"]] == [str(one.pk) for one in readings[2:]]
    assert december["count"] == 2


@pytest.mark.parametrize("table", TABLES)
def test_ids_are_given_once_and_pages_make_the_whole(ask, readings, table):
    whole = ask(table, page_size=5000).json()
    ids = [row["id"] for row in whole["rows"]]
    assert len(set(ids)) == len(ids) == whole["count"] > 0
    size = max(1, len(ids) // 3)
    first = ask(table, page_size=size).json()
    pages, following = first["rows"], first["next"]
    for page in range(2, 9):
        if not following:
            break
        assert f"page={page}" in following
        answer = ask(table, page_size=size, page=page).json()
        pages, following = pages + answer["rows"], answer["next"]
    assert [row["id"] for row in pages] == ids


def test_a_workstream_can_be_asked_for(ask):
    rows = ask("actions", workstream="culture-and-staff-wellbeing").json()["rows"]
    assert {row["workstream"] for row in rows} == {"culture-and-staff-wellbeing"}


@pytest.mark.parametrize("table", TABLES)
def test_csv_says_what_json_says(ask, readings, table):
    rows = ask(table, page_size=5000).json()["rows"]
    assert rows
    answer = ask(table, page_size=5000, headers={"Accept": "text/csv"})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    read = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
    assert [one["id"] for one in read] == [row["id"] for row in rows]
    for one, row in zip(read, rows, strict=True):
        for name, value in row.items():
            plain = "" if value is None else str(value).lower() if value in (True, False) else value
            assert one[name].removeprefix("'") == str(plain).removeprefix("'")


def test_csv_never_hands_a_spreadsheet_a_formula(ask, culture, office):
    rating = ActionRating.objects.filter(report=culture).first()
    rating.explanation = '=HYPERLINK("http://elsewhere.example","look"),\r\nand more'
    rating.save()
    answer = ask("actions", month="2024-01", format="csv").content.decode()
    assert '"\'=HYPERLINK(""http' in answer
    read = csv.DictReader(io.StringIO(answer, newline=""))
    explanations = {row["action_id"]: row["explanation"] for row in read}
    assert explanations[str(rating.action_id)] == f"'{rating.explanation}"


@pytest.fixture
def two_more_years(december, office) -> None:
    """Packs of the months before December, and a reading of each."""
    (pack,), line = december.packs.all(), ActualLine.objects.first()
    period = december.period
    for _ in range(24):
        period = period.before()
        issued = {"issued_at": december.issued_at, "issued_by": office}
        month = Month(programme=december.programme, starts_on=period.starts_on, **issued)
        month.due_on = period.ends_on
        month.save()
        text = pack.contents_json.replace("2023-12", period.slug)
        Pack(month=month, version=1, contents_json=text, **issued).save()
        MonthlyReading(line=line, starts_on=period.starts_on, printed="3").save()


@pytest.mark.parametrize("table", TABLES)
def test_queries_do_not_grow_with_the_rows(ask, table, request, django_assert_max_num_queries):
    MonthlyReading(line=ActualLine.objects.first(), starts_on="2024-01-01", printed="3").save()
    with CaptureQueriesContext(connection) as few:
        before = ask(table, page_size=5000).json()["count"]
    request.getfixturevalue("two_more_years")
    with django_assert_max_num_queries(len(few)):
        after = ask(table, page_size=5000).json()["count"]
    assert after > before or table in ("metrics", "aims", "actuals")


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ({"month": "December"}, 422, "month: “December” is not a month; write it as 2023-12."),
        ({"month": "2019-01"}, 404, "has no report for January 2019 that you may see."),
        ({"workstream": "nowhere"}, 404, "has no workstream “nowhere”."),
        ({"workstream": "\x00"}, 404, "has no workstream"),
        ({"changed_since": "yesterday"}, 422, "write it as 2024-01-05T09:00:00Z."),
        ({"page": "0"}, 422, "page: Input should be greater than or equal to 1."),
        ({"page_size": "5001"}, 422, "page_size: Input should be less than or equal to 5000."),
        ({"format": "xml"}, 422, "format: Input should be 'json' or 'csv'."),
        ({"moth": "2023-12"}, 422, "There is no parameter “moth” here"),
    ],
)
def test_a_slip_is_answered_with_a_sentence(ask, query, status, sentence):
    answer = ask("actions", **query)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert sentence in answer.json()["detail"]


def test_a_tool_that_reads_neither_json_nor_csv_is_told_so(ask):
    answer = ask("actions", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.json()["detail"] == (
        "There is JSON and CSV: accept application/json or text/csv."
    )


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 1865", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＠SUM(A1)"]
)
def test_no_cell_begins_as_a_formula_does(ask, culture, text):
    rating = ActionRating.objects.filter(report=culture).first()
    rating.explanation = text
    rating.save()
    answer = ask("actions", month="2024-01", format="csv", page_size=5000).content.decode()
    rows = {row["action_id"]: row for row in csv.DictReader(io.StringIO(answer, newline=""))}
    assert rows[str(rating.action_id)]["explanation"] == f"'{text}"


@pytest.mark.parametrize("table", ["actions", "actuals"])
def test_a_change_between_two_pages_moves_no_row_to_another_page(ask, culture, table):
    first = ask(table, page_size=10).json()["rows"]
    second = [row["id"] for row in ask(table, page_size=10, page=2).json()["rows"]]
    rating = ActionRating.objects.filter(report=culture).first()
    rating.explanation = "Written between two pages."
    rating.save()
    actual = Actual.objects.filter(line__metric_id=first[0].get("metric_id")).first()
    if actual:
        actual.printed = "1"
        actual.save()
    again = ask(table, page_size=10).json()["rows"]
    assert [row["id"] for row in again] == [row["id"] for row in first]
    assert [row["id"] for row in ask(table, page_size=10, page=2).json()["rows"]] == second


def test_a_page_after_the_last_is_empty_and_says_how_many_there_are(ask):
    page = ask("months", page=9).json()
    assert (page["rows"], page["count"], page["next"]) == ([], 2, None)
