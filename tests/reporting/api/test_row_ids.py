"""Ids of rows: they stay when metrics and rows of actuals are retired, renamed or gone."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from improvement.editing.conflicts import SeenTexts
from improvement.models import Person
from reporting.api.flatten import actual_rows
from reporting.api.last_changed import LastChanged
from reporting.api.visible_months import VisibleMonth
from reporting.contents.facts import from_json, to_json
from reporting.snapshots.month import contents_of
from scorecards.models import ActualLine, Metric
from scorecards.setup.metrics import retire_metric, write_metric
from tests.support.set_up_rows import AT


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
    write_metric(metric=metric, facts={}, lines=lines, seen_texts=SeenTexts(), by=by, at=AT)


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
    old = VisibleMonth(from_json(json.dumps(text)), LastChanged(pack.month), pack)
    row = next(actual_rows(old))
    assert row["id"] == f"2023-12:{row['metric_id']}:{row['line']}:{row['quarter']}"
