"""Metrics off their trajectory: which are counted, and in which order."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from reporting.contents.facts import Contents
from reporting.contents.metric_facts import CellFact, LatestFact, MetricFact
from reporting.summary.off_trajectory import metrics_of, tally_of


def test_not_applicable_and_awaited_are_in_no_denominator(contents: Contents) -> None:
    metric = contents.workstreams[1].metrics[0]
    line = metric.lines[0]

    def latest(printed: str, state: str, verdict: str, aim: str = "value") -> MetricFact:
        cell = CellFact("2023/24 Q3", printed, state, None, verdict, "", "")
        fact = LatestFact("2023/24 Q3", printed, "1", verdict, "", "")
        aims = (replace(cell, state=aim),)
        return replace(metric, aims=aims, lines=(replace(line, cells=(cell,), latest=fact),))

    tally = tally_of(
        [
            latest("3", "value", "met"),
            latest("1", "value", "not_met"),
            latest("N/A", "not_applicable", "no_verdict"),
            latest("TBC", "to_be_confirmed", "no_verdict", aim="not_applicable"),
            latest("TBC", "to_be_confirmed", "no_verdict"),
            latest("4", "value", "no_verdict", aim="to_be_confirmed"),
            latest("", "awaited", "no_verdict"),
            replace(metric, lines=(replace(line, latest=None),)),
        ]
    )
    assert tally.words == "1 of 2 met"
    assert tally.left_out == (
        "1 awaited, 2 not applicable, 2 without a verdict, 1 without a figure"
    )


WORSE = ["PI 1", "PI 5", "CSW 7", "PI 6", "PI 3", "GWL 5", "PS 8b", "CSW 6", "CSW 8"]
OTHERS = ["PS 8a", "GWL 14", "GWL 7", "GWL 11", "CSW 9", "PI 2", "CSW 5"]


def test_those_getting_worse_come_first_then_by_quarters_missed_and_share_of_the_aim(
    contents: Contents,
) -> None:
    metrics = metrics_of(contents)
    assert [row.reference for row in metrics.off] == WORSE + OTHERS
    assert [row.reference for row in metrics.worse] == WORSE
    assert (metrics.tally.met, metrics.tally.off, metrics.quarter) == (18, 16, "2023/24 Q3")


def test_the_real_december_has_nine_measures_off_and_worse(really_published: Contents) -> None:
    """Without its days a sum of the month’s own quarter may be one to date: it is not compared."""
    metrics = metrics_of(really_published)
    assert [row.reference for row in metrics.off] == [*WORSE, *OTHERS, "PS 1"]
    assert (metrics.tally.met, metrics.tally.counted) == (17, 34)
    referrals = metrics.off[-1]
    assert (referrals.change.words, referrals.missed.words) == ("to date, not comparable yet", "")


def test_with_its_days_the_real_december_has_sixteen_off(
    really_published_with_days: Contents,
) -> None:
    metrics = metrics_of(really_published_with_days)
    assert [row.reference for row in metrics.off] == WORSE + OTHERS
    assert (metrics.tally.met, metrics.tally.counted) == (18, 34)


def test_each_row_says_its_change_its_gap_and_its_run(contents: Contents) -> None:
    metrics = metrics_of(contents)
    told = {
        row.reference: (row.change.words, row.gap, row.missed.words, metrics.is_older(row))
        for row in metrics.off
    }
    assert told == {
        "PI 1": ("+5:00 worse", "+9:13", "all 5", False),
        "PI 5": ("−8.5 worse", "−19.7", "all 5", False),
        "CSW 7": ("−2 worse", "−22", "all 5", False),
        "PI 6": ("−1.8 worse", "−6.5", "3", False),
        "PI 3": ("−0.2 worse", "−1.5", "3", False),
        "GWL 5": ("↓ worse", "over −45", "all 2", True),
        "PS 8b": ("−1.4 worse", "−3.3", "2", False),
        "CSW 6": ("−13 worse", "−13", "1", True),
        "CSW 8": ("−6 worse", "−5", "1", True),
        "PS 8a": ("+6.5 better", "−10.6", "all 4", False),
        "GWL 14": ("+18 better", "−44", "all 3", False),
        "GWL 7": ("↑ better", "1 grade", "all 3", False),
        "GWL 11": ("+2.5 better", "−24", "all 3", False),
        "CSW 9": ("= no change", "−4", "3", True),
        "PI 2": ("+0.7 better", "−0.2", "2", False),
        "CSW 5": ("first reading", "−0.7", "1", True),
    }


def test_packs_from_before_shares_were_kept_tell_them_by_the_figure_and_its_aim(
    contents: Contents,
) -> None:
    """Of an aim of nothing the figure itself is the share; without a known gap one comes last."""
    metric = contents.workstreams[1].metrics[0]
    line = metric.lines[0]

    def missed(name: str, reached: str | None, wanted: str | None, gap: str = "1") -> MetricFact:
        cell = CellFact("2023/24 Q3", "", "value", reached, "not_met", "", "", gap=gap)
        aim = replace(cell, position=wanted)
        latest = LatestFact("2023/24 Q3", "", "", "not_met", "", "", gap)
        lines = (replace(line, cells=(cell,), latest=latest),)
        return replace(metric, name=name, aims=(aim,), lines=lines)

    metrics = (
        missed("no gap", "1", "2", gap=""),
        missed("ten of a hundred", "90", "100"),
        missed("one of two", "1", "2"),
        missed("no aim", "1", None),
        missed("three of nothing", "3", "0"),
        missed("below nothing", "-5", "-4"),
    )
    stream = replace(contents.workstreams[0], metrics=metrics)
    off = metrics_of(replace(contents, workstreams=(stream,))).off
    by_share = sorted(off, key=lambda row: (row.shortfall is None, -(row.shortfall or 0)))
    assert [(one.metric.name, one.shortfall) for one in by_share] == [
        ("three of nothing", Decimal(3)),
        ("one of two", Decimal("0.5")),
        ("below nothing", Decimal("0.25")),
        ("ten of a hundred", Decimal("0.1")),
        ("no gap", None),
        ("no aim", None),
    ]


def test_a_sum_to_date_is_judged_and_compared_with_no_whole_quarter(contents: Contents) -> None:
    """Referrals to 30 November are on their part of the aim."""
    referrals = next(row for row in metrics_of(contents).others if row.reference == "PS 1")
    assert referrals.group == "met"
    assert (referrals.change.words, referrals.missed.count) == ("to date, not comparable yet", 0)
