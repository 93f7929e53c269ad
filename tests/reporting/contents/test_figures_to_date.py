"""Figures to date: what a sum and a position that do not cover their quarter yet count for."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone

from improvement.models import Person
from reporting.changes.kinds import NOTHING
from reporting.changes.metrics import changes_of_metrics
from reporting.contents.assemble import assemble
from reporting.contents.facts import Contents, from_json, to_json
from reporting.contents.figures_to_date import days_in_words
from reporting.contents.metric_facts import CellFact, LatestFact
from reporting.demo import load
from reporting.pack.check_texts import rating_against_figures, remark_against_figures
from reporting.summary.off_trajectory import metrics_of, tally_of
from scorecards.programme_file.load import load_file
from tests.support import contents_factory
from tests.support.december import Q3, with_days

DEMO = json.loads(load.FILE.read_text(encoding="utf-8"))


def without_days(file: dict) -> dict:
    """The same file as it was in version 1."""
    text = json.dumps(file)
    first = json.loads(text) | {"version": 1}
    for workstream in first["workstreams"]:
        for metric in workstream["metrics"]:
            for line in metric["lines"]:
                line.pop("as_at", None)
    return first


def in_version_1(file: dict) -> dict:
    """The same file with none of the keys that came with version 2."""
    first = without_days(file)
    for workstream in first["workstreams"]:
        for named in (*workstream["actions"], *workstream["metrics"]):
            named.pop("short_name", None)
    return first


def contents_of(file: dict) -> Contents:
    """Load a file for another trust, read its month, and take it back."""
    file["programme"]["slug"] = "another"
    with transaction.atomic():
        by = Person.objects.for_command("load_programme")
        outcome = load_file(text=json.dumps(file), name="file.json", by=by, at=timezone.now())
        contents = assemble(outcome.programme.months.select_related("programme").get())
        transaction.set_rollback(True)
    return contents


def on_aim(contents: Contents) -> dict[str, str]:
    return {one.slug: tally_of(one.metrics).words for one in contents.workstreams}


def metric_of(contents: Contents, workstream: str, number: str):
    stream = next(one for one in contents.workstreams if one.slug == workstream)
    return next(one for one in stream.metrics if one.number == number)


AS_IT_IS = {
    "governance-and-well-led": "8 of 12 met",
    "culture-and-staff-wellbeing": "3 of 8 met",
    "performance-improvement": "2 of 7 met",
    "patient-safety": "4 of 7 met",
}
WITH_DAYS = AS_IT_IS | {"patient-safety": "5 of 7 met"}


def test_the_demo_carries_the_days_of_the_december_file():
    assert with_days(without_days(DEMO)) == DEMO


@pytest.mark.django_db
def test_in_version_1_seventeen_of_thirty_four_lines_meet_their_aim():
    contents = contents_of(in_version_1(DEMO))
    assert metrics_of(contents).tally.words == "17 of 34 met"
    assert on_aim(contents) == AS_IT_IS
    assert [days_in_words(one.metrics) for one in contents.workstreams] == ["", "", "", ""]


@pytest.mark.django_db
def test_the_real_december_file_counts_the_same(real_december_text):
    real_december = json.loads(real_december_text)
    assert on_aim(contents_of(real_december)) == AS_IT_IS
    assert on_aim(contents_of(with_days(real_december))) == WITH_DAYS


def test_with_its_days_the_demo_meets_one_aim_more_safeguarding_referrals(december):
    contents = assemble(december)
    assert metrics_of(contents).tally.words == "18 of 34 met"
    assert on_aim(contents) == WITH_DAYS
    referrals = metric_of(contents, "patient-safety", "1").lines[0].latest
    assert referrals.verdict == "met"
    assert referrals.reason == "14,637 to 30 November, against 10,341 pro rata of 15,511"
    assert referrals.to_date == "to 30 November 2023, not comparable yet"


def test_each_scorecard_says_to_which_days_its_figures_are(december):
    assert [days_in_words(one.metrics) for one in assemble(december).workstreams] == [
        "Figures of 2023/24 Q3 to 30 November 2023",
        "",
        "Figures of 2023/24 Q3 to 30 November 2023; metrics 1 and 4 to 31 December 2023",
        "Figures of 2023/24 Q3 to 30 November 2023",
    ]


def test_a_position_to_date_is_judged_against_the_aim_itself_with_its_day_beside_it(december):
    contents = assemble(december)
    breaks = metric_of(contents, "performance-improvement", "5").lines[0].latest
    assert (breaks.verdict, breaks.gap) == ("not_met", "19.7 percentage points below the aim")
    assert breaks.to_date == "to 30 November 2023"
    response = metric_of(contents, "performance-improvement", "1").lines[0].latest
    assert response.to_date == ""  # it covers its quarter


def cell(printed: str, verdict: str, **facts) -> CellFact:
    return CellFact("2023/24 Q3", printed, "value", printed, verdict, "", "", **facts)


def latest(printed: str, verdict: str, **facts) -> LatestFact:
    return LatestFact("2023/24 Q3", printed, "30", verdict, verdict, "", **facts)


TO_NOVEMBER = {"as_at": "2023-11-30"}
SUM = TO_NOVEMBER | {"is_sum_to_date": True}


def workstream(before: CellFact, now: LatestFact, **changes):
    """A workstream with one line, whose figure was and is these."""
    actual = CellFact("2023/24 Q3", now.printed, "value", now.printed, now.verdict, "", "")
    cells = {"before": (before,), "now": (replace(actual, as_at=now.as_at),)}
    told = {
        when: replace(
            contents_factory.metric("1").lines[0],
            id=1,
            cells=some,
            latest=now if when == "now" else None,
        )
        for when, some in cells.items()
    }
    was, becomes = (
        contents_factory.workstream(
            metrics=(contents_factory.metric("1", lines=(told[when],)),), **changes
        )
        for when in ("before", "now")
    )
    return was, becomes


def changed(before: CellFact, now: LatestFact) -> list[tuple[str, str, str]]:
    was, becomes = workstream(before, now)
    changes = changes_of_metrics(was, becomes, "2023/24 Q4")
    return [(one.kind, one.before, one.now) for one in changes]


def test_a_position_to_date_crosses_its_aim_as_any_figure_does():
    before, now = cell("40", "met"), latest("20", "not_met", **TO_NOVEMBER)
    assert ("crossed", "Met (40 in 2023/24 Q3)", "Not met (20 in 2023/24 Q3)") in changed(
        before, now
    )


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (cell("40", "met"), latest("20", "not_met", **SUM)),
        (cell("40", "met", **SUM), latest("20", "not_met")),
    ],
)
def test_a_sum_to_date_crosses_nothing(before, now):
    assert [kind for kind, *_ in changed(before, now) if kind == "crossed"] == []


def test_the_whole_quarters_figure_restates_none_that_was_to_date():
    assert changed(cell("40", "met", **TO_NOVEMBER), latest("45", "met")) == []
    assert changed(cell("40", "met"), latest("45", "met")) == [("restated", "40", "45")]


def test_between_two_versions_of_a_month_a_figure_to_date_differs_too():
    was, becomes = workstream(cell("40", "met", **SUM), latest("", "no_verdict", **SUM))
    found = [(one.before, one.now) for one in changes_of_metrics(was, becomes, "")]
    assert found == [("40", NOTHING)]


def test_no_sum_to_date_is_held_against_a_remark_or_a_rating():
    on_track = replace(contents_factory.JUDGED, judged=contents_factory.RATINGS["on_track"])
    for facts, held in ((SUM, False), (TO_NOVEMBER, True)):
        _, fact = workstream(cell("40", "met"), latest("20", "not_met", **facts), delivery=on_track)
        fact = replace(fact, metrics=(replace(fact.metrics[0], remark="On target."),))
        assert bool(rating_against_figures(fact)) is held
        assert bool(list(remark_against_figures(fact.metrics[0]))) is held


def test_a_pack_from_before_has_its_day_in_the_note_and_is_still_to_date():
    old = cell("40", "met", note="To 30 November 2023. Restated from 39: late entries")
    assert (old.is_to_date, old.whole_note) == (True, old.note)


def test_packs_keep_the_days_of_their_figures():
    line = replace(contents_factory.metric("1").lines[0], cells=(cell("40", "met", **SUM),))
    pack = contents_factory.contents(
        contents_factory.workstream(metrics=(contents_factory.metric("1", lines=(line,)),))
    )
    assert from_json(to_json(pack)) == pack
    [kept] = from_json(to_json(pack)).workstreams[0].metrics[0].lines[0].cells
    assert date.fromisoformat(kept.as_at) == date(2023, 11, 30)


@pytest.mark.parametrize(
    ("month", "marks"),
    [
        ("2023-12", {Q3: "to date"}),
        ("2024-01", {Q3: "to date", "2023/24 Q4": "not over"}),
    ],
)
def test_a_quarter_that_is_not_over_or_not_covered_is_marked(programme, month, marks):
    contents = assemble(programme.months.get(starts_on=f"{month}-01"))
    safety = contents.workstreams[3]
    found = {one.slug: safety.marked(one) for one in contents.quarters}
    assert {quarter: mark for quarter, mark in found.items() if mark} == marks
