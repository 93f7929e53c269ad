"""What changed since a moment, and tags of what did not change."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from improvement.audit import changes
from improvement.models import ActionRating
from scorecards.models import Actual


def test_only_readings_that_changed_since_are_given(ask, readings):
    moment = datetime.now(UTC)
    assert ask("readings", changed_since=moment.isoformat()).json()["count"] == 0
    typed = readings[2]
    typed.printed = "7"
    typed.save()
    rows = ask("readings", changed_since=moment.isoformat()).json()["rows"]
    assert [(row["id"], row["printed"]) for row in rows] == [(str(typed.pk), "7")]


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
    changes.change(january.programme, by=office, last_quarter="2024/25 Q3")
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


@pytest.mark.parametrize("sent", ["{tag}", "W/{tag}", '"another", {tag}', "*"])
def test_a_tag_is_known_however_it_is_sent(ask, sent):
    tag = ask("months").headers["ETag"]
    again = ask("months", headers={"If-None-Match": sent.format(tag=tag)})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    assert again.headers["Cache-Control"] == "private, no-cache"


def test_each_page_and_each_format_has_a_tag_of_its_own(ask):
    parameters = ({}, {"page": 2}, {"format": "csv"}, {"month": "2023-12"})
    tags = {ask("actions", page_size=10, **query).headers["ETag"] for query in parameters}
    assert len(tags) == len(parameters)
    stale = ask("actions", headers={"If-None-Match": '"another"'})
    assert stale.status_code == 200
