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
    CriterionRating,
    ExitCriterion,
    HighlightReport,
    Month,
    Person,
    Workstream,
)
from improvement.values.clock import now
from improvement.values.ratings import Rating
from reporting.contents.assemble import assemble
from reporting.contents.assemble_metrics import _made
from reporting.contents.columns import actuals_in, read_metrics, stored_metrics, with_metrics
from reporting.contents.kept_rows import _row, read_ratings
from reporting.contents.queries import gather
from reporting.dashboard.page_parts import parts_of
from reporting.filters.month_choice import _since
from reporting.models import frozen_contents
from reporting.templatetags.marks import _drawn
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


def _rated_overdue(rated: ActionRating) -> None:
    ActionRating.objects.filter(pk=rated.pk).update(delivery=Rating.OVERDUE, carried=False)


def _submitted(rated: ActionRating) -> None:
    report = HighlightReport.objects.filter(pk=rated.report_id)
    report.update(submitted_at=now(), submitted_by=Person.objects.first())


def _renamed(rated: ActionRating) -> None:
    Workstream.objects.filter(pk=rated.report.workstream_id).update(name="Fleet & Estates")


def _criteria_complete(rated: ActionRating) -> None:
    criteria = CriterionRating.objects.filter(report=rated.report_id)
    criteria.update(rating=Rating.COMPLETE, carried=False)


@pytest.mark.parametrize(
    "change",
    [_rated_overdue, _submitted, _renamed, _criteria_complete],
    ids=["rating", "return", "workstream", "criteria"],
)
def test_a_dashboard_is_worked_out_anew_when_something_it_says_changes(
    january: Month, office: Person, signed_in: SignedIn, words: Words, change
) -> None:
    """Its figures and panels are kept by what they were made of, and so are its rows."""
    rated = ActionRating.objects.filter(report__month=january).exclude(delivery="overdue").first()
    assert rated is not None
    client = signed_in(office)
    before = words(client.get(DASHBOARD))
    assert words(client.get(DASHBOARD)) == before
    change(rated)
    kept = words(client.get(DASHBOARD))
    for cache in (parts_of, _since, _row, _made, _drawn):
        cache.cache_clear()
    assert kept == words(client.get(DASHBOARD)) != before


@pytest.mark.parametrize("model", [ActionRating, CriterionRating])
def test_ratings_read_as_columns_say_what_their_rows_say(january: Month, model) -> None:
    office = Person.objects.filter(slug="helen-young").first() or Person.objects.first()
    item = {ActionRating: Action, CriterionRating: ExitCriterion}[model]
    first, other = item.objects.order_by("pk")[:2]
    ended = {"ended_as": "merged", "ended_from": date(2024, 1, 1), "ended_because": "Done there"}
    item.objects.filter(pk=first.pk).update(owner=office, merged_into=other, **ended)
    ratings = model.objects.filter(report__month=january)
    told = [_what_is_said_of(rating) for rating in read_ratings(ratings)]
    assert told == [_what_is_said_of(rating) for rating in ratings]
    assert any("merged into" in words.lower() for _, _, _, words in told)


def _what_is_said_of(rating: ActionRating | CriterionRating) -> tuple[object, ...]:
    item = rating.action if isinstance(rating, ActionRating) else rating.criterion
    own = {name: value for name, value in vars(rating).items() if name != "_state"}
    source = item.source.particulars if isinstance(item, Action) and item.source else ""
    return own, source, str(item.owner or ""), f"{item} {item.text} {item.ended_words}"


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
    for then, since in zip(told.workstreams, assemble(december).workstreams, strict=True):
        assert then.metrics
        assert all(one is other for one, other in zip(then.metrics, since.metrics, strict=True))


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
