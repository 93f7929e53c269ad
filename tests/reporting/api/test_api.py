"""Data out: the rows are those of the read model, paged, filtered and written as promised."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from improvement import audit
from improvement.claims import Claims
from improvement.models import ActionRating, Month, Person
from improvement.tokens import make_token
from reporting.api.flattening import actual_rows
from reporting.api.shown import Frozen, Shown
from reporting.contents import from_json, to_json
from reporting.freezing import contents_of
from reporting.models import Pack
from scorecards.models import Actual, ActualLine, Metric, MonthlyReading
from scorecards.setting_up import retire_metric, write_metric
from tests.permissions_table import TABLES


@pytest.fixture
def key(programme, office) -> str:
    now = datetime.now(UTC)
    expires_on = now.date() + timedelta(days=90)
    return make_token(programme=programme, name="Test", expires_on=expires_on, by=office, at=now)[1]


@pytest.fixture
def ask(key):
    """Ask for a table, as JSON unless told otherwise."""

    def get(table: str, headers: dict[str, str] | None = None, **query: str | int):
        sent = {"Authorization": f"Bearer {key}", **(headers or {})}
        return Client().get(f"/api/v1/programmes/scas/{table}", query, headers=sent)

    return get


def all_cells(month: Month):
    for stream in contents_of(month).workstreams:
        for metric in stream.metrics:
            for line in metric.lines:
                for cell in line.cells:
                    yield metric, line, cell


def test_december_s_actions_are_those_of_its_pack(ask, december):
    given = ask("actions", month="2023-12").json()
    printed = [
        (stream.slug, action.ref, action.delivery.code, action.embedding.words, action.explanation)
        for stream in contents_of(december).workstreams
        for action in stream.actions
    ]
    fields = ("workstream", "reference", "delivery", "embedding_words", "explanation")
    assert [tuple(row[name] for name in fields) for row in given["rows"]] == printed
    assert given["count"] == len(printed) > 20
    assert {row["state"] for row in given["rows"]} == {"issued"}


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


def test_a_workstream_says_who_leads_it_and_how_its_report_stands(ask, december):
    stream = contents_of(december).workstreams[0]
    row = ask("workstreams", month="2023-12").json()["rows"][0]
    assert (row["status"], row["sro"]) == ("issued", stream.names_in("sro"))
    assert row["executive_lead"] == stream.names_in("executive_lead") != ""
    assert row["delivery_worst"] == stream.delivery.worst.code


def test_a_pack_gives_its_fingerprint_and_the_addresses_of_its_documents(ask, december):
    (row,) = ask("packs").json()["rows"]
    pack = december.packs.get()
    assert (row["sha256"], row["issued_by"]) == (pack.sha256, str(pack.issued_by))
    assert row["latest"] is True
    assert row["pdf_address"].endswith("/scas/2023-12/pack/1/pdf/")


def test_the_programme_of_the_token_is_the_only_one(key):
    given = Client().get("/api/v1/programmes", headers={"Authorization": f"Bearer {key}"}).json()
    assert [(row["programme"], row["first_quarter"]) for row in given["rows"]] == [
        ("scas", given["rows"][0]["first_quarter"])
    ]


@pytest.fixture
def readings(january: Month) -> list[MonthlyReading]:
    """Readings of two lines in two months, as a table gives them: newest first, then by line."""
    lines = list(ActualLine.objects.filter(metric__workstream__slug="performance-improvement")[:2])
    lines.sort(key=lambda line: line.metric.position)
    for starts_on in ("2024-01-01", "2023-12-01"):
        for place, line in enumerate(lines):
            MonthlyReading(line=line, starts_on=starts_on, printed=f"{place + 1}").save()
    return list(MonthlyReading.objects.order_by("-starts_on", "line__metric__position"))


def test_readings_are_told_newest_first_and_by_month(ask, readings):
    rows = ask("readings").json()["rows"]
    assert [(row["id"], row["month"], row["printed"]) for row in rows] == [
        (str(one.pk), one.period.slug, one.printed) for one in readings
    ]
    december = ask("readings", month="2023-12").json()
    assert [row["id"] for row in december["rows"]] == [str(one.pk) for one in readings[2:]]
    assert december["count"] == 2


def test_only_readings_that_changed_since_are_given(ask, readings):
    moment = datetime.now(UTC)
    assert ask("readings", changed_since=moment.isoformat()).json()["count"] == 0
    typed = readings[2]
    typed.printed = "7"
    typed.save()
    rows = ask("readings", changed_since=moment.isoformat()).json()["rows"]
    assert [(row["id"], row["printed"]) for row in rows] == [(str(typed.pk), "7")]


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
        given = ask(table, page_size=size, page=page).json()
        pages, following = pages + given["rows"], given["next"]
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


def test_only_what_changed_since_is_given(ask, culture):
    rating = ActionRating.objects.filter(report=culture).first()
    moment = datetime.now(UTC)
    assert ask("actions", changed_since=moment.isoformat()).json()["count"] == 0
    rating.explanation = "Changed after the last refresh."
    rating.save()
    rows = ask("actions", changed_since=moment.isoformat()).json()["rows"]
    assert [(row["action_id"], row["explanation"]) for row in rows] == [
        (rating.action_id, "Changed after the last refresh.")
    ]


def test_a_new_aim_is_a_change_of_the_actual_judged_by_it(ask, january):
    actual = Actual.objects.exclude(printed="").select_related("line__metric").first()
    aim = actual.line.metric.aims.get(quarter=actual.quarter)
    moment = datetime.now(UTC)
    aim.printed = "12%"
    aim.save()
    rows = ask("actuals", changed_since=moment.isoformat()).json()["rows"]
    assert {(row["metric_id"], row["quarter"]) for row in rows} == {(aim.metric_id, aim.quarter)}


@pytest.mark.parametrize("table", ["aims", "actuals"])
def test_the_rows_of_a_quarter_that_was_added_are_given(ask, january, office, table):
    before = ask(table).json()["count"]
    moment = datetime.now(UTC)
    audit.change(january.programme, by=office, last_quarter="2024/25 Q3")
    rows = ask(table, changed_since=moment.isoformat(), page_size=1000).json()["rows"]
    added = [row for row in rows if row["quarter"] == "2024/25 Q3"]
    assert len(added) == ask(table).json()["count"] - before > 0


def test_a_plus_sign_in_a_time_may_arrive_as_a_blank(ask):
    assert ask("months", changed_since="2024-01-05T09:00:00 01:00").status_code == 200


def test_the_same_page_is_not_sent_twice(ask, culture):
    first = ask("actions")
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = ask("actions", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    rating = ActionRating.objects.filter(report=culture).first()
    rating.mitigation = "Something else."
    rating.save()
    changed = ask("actions", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


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


def test_a_retired_metric_is_in_the_months_that_reported_it_and_in_no_later_one(
    ask, january, office
):
    metric = Metric.objects.filter(workstream__programme=january.programme).first()
    moment = datetime.now(UTC)
    retire_metric(metric=metric, month=january, reason="Replaced", by=office)
    for table in ("metrics", "aims", "actuals"):
        now_given = ask(table, page_size=5000).json()["rows"]
        assert metric.pk not in {row["metric_id"] for row in now_given}
        earlier = ask(table, month="2023-12", page_size=5000).json()["rows"]
        assert metric.pk in {row["metric_id"] for row in earlier}
        changed = ask(table, changed_since=moment.isoformat()).json()
        assert metric.pk not in {row["metric_id"] for row in changed["rows"]}


def test_a_row_of_actuals_that_is_gone_is_gone_and_the_rest_stay(ask, january, office):
    metric = Metric.objects.filter(workstream__programme=january.programme).first()
    before = ask("actuals", page_size=5000).json()["count"]
    line = ActualLine(metric=metric, name="A row added by mistake", position=9)
    line.save()
    added = ask("actuals", page_size=5000).json()["count"]
    assert added == before + len(january.programme.quarters)
    line.delete()
    assert ask("actuals", page_size=5000).json()["count"] == before


def test_a_row_of_actuals_that_is_renamed_keeps_its_id(ask, january, office):
    metric = Metric.objects.filter(workstream__programme=january.programme).first()
    (line,) = metric.lines.all()
    before = ask("actuals", page_size=5000).json()["rows"]
    moment = datetime.now(UTC)
    change_lines(metric, [(line.pk, "All staff"), (None, "Actual")], by=office)
    renamed = ask("actuals", page_size=5000, changed_since=moment.isoformat()).json()["rows"]
    named = {row["id"]: row["line"] for row in renamed if row["metric_id"] == metric.pk}
    same = {row["id"] for row in before if row["metric_id"] == metric.pk}
    assert {one for one, name in named.items() if name == "All staff"} == same
    # A new row that takes the name over is another row.
    taken = {one for one, name in named.items() if name == "Actual"}
    assert len(taken) == len(same) == len(january.programme.quarters)
    assert not taken & same


def change_lines(metric: Metric, lines: list[tuple[int | None, str]], *, by: Person) -> None:
    metric = Metric.objects.get(pk=metric.pk)
    write_metric(metric=metric, facts={}, lines=lines, claims=Claims(), by=by)


def test_a_pack_keeps_the_ids_of_its_rows_whatever_they_are_called_now(ask, december, office):
    before = ask("actuals", month="2023-12", page_size=5000).json()["rows"]
    line = ActualLine.objects.filter(metric_id=before[0]["metric_id"]).get()
    change_lines(line.metric, [(line.pk, "All staff")], by=office)
    assert ask("actuals", month="2023-12", page_size=5000).json()["rows"] == before
    quarter = before[0]["quarter"]
    assert before[0]["id"] == f"2023-12:{line.metric_id}:{line.pk}:{quarter}"


def test_a_pack_from_before_its_rows_were_numbered_names_them(december):
    contents = contents_of(december)
    text = json.loads(to_json(contents))
    for stream in text["workstreams"]:
        for metric in stream["metrics"]:
            for line in metric["lines"]:
                del line["id"]
    pack = december.packs.get()
    old = Shown(from_json(json.dumps(text)), Frozen(pack.issued_at), pack)
    row = next(actual_rows(old))
    assert row["id"] == f"2023-12:{row['metric_id']}:{row['line']}:{row['quarter']}"


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
    given = ask("months", page=9).json()
    assert (given["rows"], given["count"], given["next"]) == ([], 2, None)


@pytest.mark.parametrize("sent", ["{tag}", "W/{tag}", '"another", {tag}', "*"])
def test_a_tag_is_known_however_it_is_sent(ask, sent):
    tag = ask("months").headers["ETag"]
    again = ask("months", headers={"If-None-Match": sent.format(tag=tag)})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    assert again.headers["Cache-Control"] == "private, no-cache"


def test_each_page_and_each_format_has_a_tag_of_its_own(ask):
    asked = ({}, {"page": 2}, {"format": "csv"}, {"month": "2023-12"})
    tags = {ask("actions", page_size=10, **one).headers["ETag"] for one in asked}
    assert len(tags) == len(asked)
    stale = ask("actions", headers={"If-None-Match": '"another"'})
    assert stale.status_code == 200
