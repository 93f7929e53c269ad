"""Changes as they are told: in words, with who, when, why and what there was before."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from django.utils.timezone import localtime

from improvement.audit import changes
from improvement.editing.conflicts import SeenTexts
from improvement.models import (
    ActionRating,
)
from improvement.values.periods import Quarter
from improvement.workflow import transitions
from reporting.history.describe import FieldLine, describe_changes
from reporting.history.find import HistoryFilter, find_changes
from reporting.history.registry import AUDITED_MODELS
from scorecards.models import Actual, Metric
from scorecards.setup.aims import Agreement, set_aims
from scorecards.setup.aims_form import AimsForm
from scorecards.setup.metrics import move_metric
from tests.support.change_ratings import entries

SEEN = "/scas/history/"


def test_every_change_of_the_demo_is_found_once_and_told(programme):
    found = list(find_changes(programme, HistoryFilter()))
    in_tables = sum(
        audited.history.filter(**{audited.in_history(audited.programme): programme.pk}).count()
        for audited in AUDITED_MODELS.values()
    )
    assert len(set(found)) == len(found) == in_tables > 1000
    assert [one[0] for one in found] == sorted((one[0] for one in found), reverse=True)
    described = describe_changes(programme, found)
    assert [entry.at for entry in described] == [one[0] for one in found]
    assert all(entry.who and entry.thing and entry.lines for entry in described)


def test_a_change_says_who_when_what_and_from_where(signed_in, send, nicola, culture, words):
    address = "/scas/2024-01/culture-and-staff-wellbeing/highlight-report/"
    send(signed_in(nicola), address, {"progress": "The survey went out"})
    at = culture.sections.get(kind="progress").history.first().history_date
    page = words(signed_in(nicola).get(SEEN))
    described = (
        "Progress against key outcomes Section of a highlight report, Culture & Staff Wellbeing, "
        f"January 2024 Nicola Howells , {localtime(at):%-d %B %Y at %H:%M:%S} , from {address} "
        "Text The survey went out"
    )
    assert described in page


def test_a_rating_is_told_in_words(programme, culture, nicola):
    rating = culture.action_ratings.get(action__reference="CSW-01")
    changes.change(rating, by=nicola, embedding="overdue", why="The server failed")
    described = entries(programme)[0]
    assert [(line.field, line.old, line.new) for line in described.lines] == [
        ("Embedding", "Off Track (<1 month), Recovery Actions in Place", "Overdue (>1 month)")
    ]
    assert (described.who, described.thing, described.why) == (
        "Nicola Howells",
        "Ratings of Must CSW-01",
        "The server failed",
    )


def test_a_text_is_told_word_by_word(programme, section, signed_in, nicola):
    line = entries(programme)[0].lines[0]
    assert [(piece.fate.value, piece.text) for piece in line.pieces] == [
        ("kept", "The survey "),
        ("gone", "goes"),
        ("new", "went"),
        ("kept", " out\nTwo wards are trained"),
    ]
    page = signed_in(nicola).get(SEEN).content.decode()
    assert re.search(
        r"<del><span[^>]*> Removed: </span>goes</del><ins><span[^>]*> Added: </span>went</ins>",
        page,
    )


def test_what_was_taken_away_is_told(programme, culture, nicola):
    metric = Metric.objects.filter(workstream=culture.workstream).first()
    line = metric.lines.create(name="A row put in by mistake", position=5)
    line._history_user = nicola
    line.delete()
    described = entries(programme, kind="line")[0]
    assert described.thing == "Row of a metric that is gone, A row put in by mistake"
    assert (described.who, [one.field for one in described.lines]) == (
        "Nicola Howells",
        ["Taken away"],
    )


def test_a_new_password_is_told_without_showing_it(programme, nicola):
    nicola.set_password("a pass phrase of this test")
    nicola.save()
    [line] = entries(programme, kind="person")[0].lines
    assert line == FieldLine("Saved; nothing shown here was changed", "", "")


def test_a_changed_order_says_from_where_to_where(programme, culture, office):
    metric = culture.workstream.metrics.all()[2]
    for _ in range(2):
        move_metric(metric=Metric.objects.get(pk=metric.pk), up=True, by=office)
    described = entries(programme, kind="metric", thing=("metric", metric.pk))[:2]
    assert [one.lines for one in described] == [
        (FieldLine("Order", "2nd", "1st"),),
        (FieldLine("Order", "3rd", "2nd"),),
    ]
    others = [entry for entry in entries(programme)[:4] if entry.thing != str(metric)]
    assert [other.lines for other in others] == [
        (FieldLine("Order", "1st", "2nd"),),
        (FieldLine("Order", "2nd", "3rd"),),
    ]


def test_another_scale_of_a_metric_is_told(programme, office):
    metric = Metric.objects.filter(workstream__programme=programme, kind="scale").first()
    was, other = metric.scale.name, programme.scales.exclude(pk=metric.scale_id).first()
    changes.change(metric, by=office, scale=other)
    assert entries(programme)[0].lines == (FieldLine("Scale", was, other.name),)


def test_a_revised_aim_says_why(programme, culture, office, noon):
    metric = culture.workstream.metrics.get(number="11")
    now_reported = Quarter.parse("2023/24 Q4")
    agreed = Agreement(" Winter was harder ", "IPOB", date(2024, 1, 9))
    set_aims(
        metric=metric,
        aims={"2023/24 Q4": "12.5"},
        agreement=agreed,
        now=now_reported,
        seen_texts=SeenTexts(digests=AimsForm(metric=metric, now=now_reported, by=office).shown),
        by=office,
        at=noon,
    )
    revision, aim = entries(programme)[:2]
    assert (aim.thing, aim.why) == ("Metric 11: Aim, 2023/24 Q4", "Winter was harder")
    assert revision.thing == "Trajectory revision of Metric 11"
    assert revision.why == "Winter was harder"


def test_figures_name_their_metric(programme, nicola):
    actual = Actual.objects.filter(line__metric__workstream__programme=programme).first()
    changes.change(actual, by=nicola, printed="61%")
    metric = actual.line.metric
    assert entries(programme)[0].thing == f"{metric}: {actual}"


def test_what_every_step_did_is_told_with_its_reason(programme, culture, nicola, melanie, noon):
    transitions.submit(report=culture, by=nicola, at=noon)
    transitions.return_to_lead(report=culture, comment="Explain the red.", by=melanie, at=noon)
    returned, submitted = entries(programme, kind="report")[:2]
    assert (submitted.who, submitted.lines[0].field) == ("Nicola Howells", "Submitted at")
    assert (returned.who, returned.why) == ("Melanie Saunders", "Explain the red.")
    moment = f"{localtime(datetime(2024, 1, 10, 12, tzinfo=UTC)):%-d %B %Y %H:%M:%S}"
    assert submitted.lines[0].new == moment


def test_names_are_read_with_the_rows(programme, django_assert_max_num_queries):
    found = list(find_changes(programme, HistoryFilter(kind="action-rating")))
    assert len(found) == ActionRating.objects.count()
    with django_assert_max_num_queries(3):
        describe_changes(programme, found)
