"""What is kept in memory between two pages: it never outlives what it was made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client

from improvement.models import (
    Action,
    ActionRating,
    Month,
    Person,
)
from improvement.values.ratings import Rating
from reporting.contents.assemble import assemble
from reporting.contents.columns import actuals_in, read_metrics, stored_metrics, with_metrics
from reporting.contents.queries import gather
from reporting.models import frozen_contents
from scorecards.models import Actual, ActualLine, Metric

SignedIn = Callable[[Person], Client]
Words = Callable[[HttpResponse], str]


DASHBOARD, ACTIONS = "/scas/?month=2024-01", "/scas/actions/?month=2024-01"
METRIC = "/scas/metrics/{}/"


@pytest.mark.parametrize(
    ("address", "change", "said"),
    [
        (DASHBOARD, lambda line: line.metric.aims.update(printed="99.9%"), "99.9%"),
        (DASHBOARD, lambda line: line.actuals.exclude(printed="").update(printed="1.2%"), "1.2%"),
        (DASHBOARD, lambda line: _metric(line).update(short_name="Shorter"), "Shorter"),
        (METRIC, lambda line: _metric(line).update(name="Renamed"), "Renamed"),
        (METRIC, lambda line: _metric(line).update(unit="of all"), "of all"),
    ],
    ids=["aim", "actual", "short name", "name", "unit"],
)
def test_what_is_kept_of_a_metric_never_outlives_it(
    january: Month, office: Person, signed_in: SignedIn, words: Words, address, change, said: str
) -> None:
    """Drawn once and kept: whatever a drawing is made of, a change of it shows at once."""
    line = ActualLine.objects.get(
        metric__number="5", metric__workstream__slug="performance-improvement"
    )
    client, page = signed_in(office), address.format(line.metric_id)
    assert said not in words(client.get(page))
    change(line)
    assert said in words(client.get(page))


def _metric(line: ActualLine) -> QuerySet[Metric]:
    return Metric.objects.filter(pk=line.metric_id)


@pytest.mark.parametrize(
    ("address", "change", "said"),
    [
        (
            DASHBOARD,
            lambda rated: Action.objects.filter(pk=rated.action_id).update(short_name="Short"),
            "Short",
        ),
        (
            ACTIONS,
            lambda rated: ActionRating.objects.filter(pk=rated.pk).update(explanation="It broke"),
            "It broke",
        ),
    ],
    ids=["action", "rating"],
)
def test_what_is_kept_of_an_action_never_outlives_it(
    january: Month, office: Person, signed_in: SignedIn, words: Words, address, change, said: str
) -> None:
    rated = ActionRating.objects.filter(report__month=january).first()
    assert rated is not None
    client = signed_in(office)
    assert said not in words(client.get(address))
    change(rated)
    assert said in words(client.get(address))


def test_what_is_kept_of_an_earlier_month_never_outlives_it(
    january: Month, december: Month, office: Person, signed_in: SignedIn
) -> None:
    rated = ActionRating.objects.filter(report__month=december).first()
    assert rated is not None
    client = signed_in(office)

    def months() -> str:
        page = client.get("/scas/?month=2024-01&grid=delivery").content.decode()
        found = re.search(
            rf'scope="row" [^>]*>\s*<a href="/scas/actions/{rated.action_id}/">.*?</tr>', page, re.S
        )
        return found[0] if found else ""

    before = months()
    assert "<svg" in before
    other = Rating.OVERDUE if rated.delivery != Rating.OVERDUE else Rating.ON_TRACK
    ActionRating.objects.filter(pk=rated.pk).update(delivery=other)
    assert months() != before


def test_what_a_pack_says_of_a_metric_is_one_with_what_the_rows_say(
    december: Month,
) -> None:
    """Equal facts are one object, for the comparing of two large ones takes long."""
    frozen_contents.cache_clear()
    pack = december.packs.get()
    told = frozen_contents(pack.month_id, pack.version, pack.sha256)
    assert told == pack.contents
    for then, now in zip(told.workstreams, assemble(december).workstreams, strict=True):
        assert then.metrics
        assert all(one is other for one, other in zip(then.metrics, now.metrics, strict=True))


def test_a_figure_keeps_its_notes_when_it_is_read_as_columns(january: Month, noon) -> None:
    line = ActualLine.objects.filter(metric__kind="percent").select_related("metric").first()
    assert line is not None
    actual, _ = Actual.objects.get_or_create(line=line, quarter="2023/24 Q4")
    actual.printed, actual.as_at, actual.rolled_up = "70%", date(2024, 1, 31), "71%"
    actual.restated_from, actual.restatement_reason = "60%", "Recounted"
    actual.restated_at, actual.restated_by = noon, january.opened_by or Person.objects.first()
    actual.save()
    rows = gather(january)
    stored = actuals_in(rows.actuals[line.pk])["2023/24 Q4"]
    assert (stored.as_at, stored.restated_at) == (date(2024, 1, 31), noon)
    assert stored.note == Actual.objects.get(pk=actual.pk).note
    assert stored.note == (
        "To 31 January 2024. Restated from 60%: Recounted Typed by hand: its months make 71%."
    )


def test_metrics_read_as_columns_are_those_of_their_rows(january: Month) -> None:
    lines = ActualLine.objects.reported_before(january)
    read = read_metrics(lines)
    assert any(metric.scale for metric in read)
    assert read == stored_metrics(with_metrics(lines))
