"""The latest figure of a metric, and what is printed in quarters to come."""

from dataclasses import replace

import pytest

from improvement.models import Month
from reporting.changes.compare import changes_since
from reporting.contents.assemble import assemble
from reporting.contents.facts import from_json, to_json
from reporting.snapshots.month import contents_of
from reporting.summary.off_trajectory import metrics_of
from scorecards.models import Actual


def test_the_latest_actual_is_the_last_one_entered(january):
    metrics = {
        (stream.slug, metric.number): metric
        for stream in assemble(january).workstreams
        for metric in stream.metrics
    }
    latest = metrics["patient-safety", "2"].lines[0].latest
    assert (latest.quarter, latest.printed, latest.aim) == ("2023/24 Q3", "82%", "70%")
    assert latest.verdict_words == "Met"
    nothing = metrics["governance-and-well-led", "8"].lines[0].latest
    assert (nothing.printed, nothing.verdict) == ("-", "no_verdict")


def survey(month):
    """Return the survey that is taken every other quarter, with N/A printed in those to come."""
    [stream] = [one for one in assemble(month).workstreams if one.slug == "patient-safety"]
    [metric] = [one for one in stream.metrics if "MaPSaF" in one.name]
    return metric


def enter(metric, quarter, printed):
    Actual.objects.update_or_create(
        line__metric_id=metric.id,
        quarter=quarter,
        defaults={"printed": printed},
        create_defaults={"printed": printed, "line_id": metric.lines[0].id},
    )


def test_what_is_printed_beforehand_in_a_quarter_to_come_hides_no_figure(january):
    before = assemble(january)
    assert survey(january).lines[0].latest.quarter == "2023/24 Q2"
    enter(survey(january), "2023/24 Q3", "1%")
    after = assemble(january)
    found = survey(january).lines[0].latest
    assert (found.quarter, found.printed, found.aim) == ("2023/24 Q3", "1%", "5%")
    assert [one.place for one in changes_since(before, after).of("crossed")] == ["Metric 4"]
    assert "MaPSaF" in " ".join(one.metric.name for one in metrics_of(after).off)
    assert metrics_of(after).tally.counted == metrics_of(before).tally.counted + 1


def test_what_is_not_applicable_is_the_latest_once_its_quarter_is_over(december):
    enter(survey(december), "2023/24 Q3", "N/A")
    assert survey(december).lines[0].latest.quarter == "2023/24 Q3"
    Month.objects.filter(pk=december.pk).update(starts_on="2023-11-01")
    november = Month.objects.select_related("programme").get(pk=december.pk)
    assert survey(november).lines[0].latest.quarter == "2023/24 Q2"


@pytest.mark.parametrize(
    ("printed", "quarter"),
    [
        ("6%", "2024/25 Q1"),
        ("N/A", "2023/24 Q2"),
        ("TBC", "2023/24 Q2"),
        ("-", "2023/24 Q2"),
        ("Awaited", "2023/24 Q2"),
        ("good", "2023/24 Q2"),
    ],
)
def test_a_quarter_to_come_is_the_latest_only_with_a_value(december, printed, quarter):
    enter(survey(december), "2024/25 Q1", printed)
    assert survey(december).lines[0].latest.quarter == quarter


def test_a_pack_that_was_issued_with_a_quarter_to_come_as_the_latest_still_reads(january, december):
    metric = survey(december)
    [line] = metric.lines
    ahead = replace(line.latest, quarter="2024/25 Q1", printed="N/A", aim="N/A")
    issued = contents_of(december)
    streams = tuple(
        replace(
            stream,
            metrics=tuple(
                replace(one, lines=(replace(line, latest=ahead),)) if one.id == metric.id else one
                for one in stream.metrics
            ),
        )
        for stream in issued.workstreams
    )
    before = replace(issued, workstreams=streams)
    assert from_json(to_json(before)) == before
    assert metrics_of(before).tally == metrics_of(issued).tally
    enter(metric, "2023/24 Q3", "1%")
    [crossed] = changes_since(before, assemble(january)).of("crossed")
    assert crossed.now == "Not met (1% in 2023/24 Q3)"
