"""Contents: everything the pack says, resolved and frozen."""

import json
from dataclasses import replace

import pytest

from improvement import writing
from improvement.claims import Claims
from improvement.forms import ActionsForm
from improvement.models import Month, Person
from improvement.ratings import Rating
from improvement.writing import RatedAction, WrittenReport
from reporting.assembly import assemble
from reporting.contents import from_json, to_json
from reporting.freezing import contents_of
from reporting.off_trajectory import metrics_of
from reporting.what_changed import changes_since
from scorecards.loading import load_file
from scorecards.models import Actual, ActualLine, Metric


@pytest.fixture
def printed(december_text):
    """Every cell of the December file, by workstream, metric, line and quarter."""
    cells = {}
    for workstream in json.loads(december_text)["workstreams"]:
        for metric in workstream["metrics"]:
            place = workstream["slug"], metric["number"]
            cells |= {(*place, "Aim", quarter): text for quarter, text in metric["aims"].items()}
            for line in metric["lines"]:
                for quarter, text in line["values"].items():
                    cells[(*place, line["name"], quarter)] = text
    return cells


def loaded(text: str, noon):
    file = json.loads(text)
    file["programme"]["slug"] = "another"
    by = Person.objects.for_command("load_programme")
    outcome = load_file(text=json.dumps(file), name="another.json", by=by, at=noon)
    return outcome.programme.months.select_related("programme").get()


def test_all_664_cells_stand_unchanged_in_the_json(db, december_text, printed, noon):
    contents = json.loads(to_json(assemble(loaded(december_text, noon))))
    cells = {}
    for workstream in contents["workstreams"]:
        for metric in workstream["metrics"]:
            place = workstream["slug"], metric["number"]
            for cell in metric["aims"]:
                cells[(*place, "Aim", cell["quarter"])] = cell["printed"]
            for line in metric["lines"]:
                for cell in line["cells"]:
                    cells[(*place, line["name"], cell["quarter"])] = cell["printed"]
    assert len(cells) == 664
    assert cells == printed


def test_every_sentence_of_the_file_stands_in_the_contents(db, december_text, noon):
    file = json.loads(december_text)
    said = to_json(assemble(loaded(december_text, noon)))
    sentences = set(sentences_of(file["workstreams"])) | set(sentences_of(file["months"]))
    assert len(sentences) > 300
    assert [one for one in sentences if json.dumps(one, ensure_ascii=False)[1:-1] not in said] == []


def sentences_of(part):
    """Give every text of four words or more; a summary's paragraphs one by one."""
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from sentences_of(inner)
    elif isinstance(part, str) and len(part.split()) > 3:
        yield from (line for line in part.split("\n") if line.strip())


def test_contents_read_back_as_they_were_written(january):
    contents = assemble(january)
    assert from_json(to_json(contents)) == contents


def test_contents_that_were_tampered_with_are_refused(january):
    text = to_json(assemble(january))
    with pytest.raises(ValueError, match="programme"):
        from_json(text.replace('"programme"', '"programm"', 1))


def test_queries_are_as_many_for_four_metrics_as_for_forty(
    january, culture, django_assert_num_queries
):
    with django_assert_num_queries(10):
        assemble(january, brief=True)
    with django_assert_num_queries(15):
        assemble(january)
    for number in range(100, 140):
        metric = Metric(
            workstream=culture.workstream,
            number=str(number),
            position=number,
            name="One more",
            kind="number",
            direction="up",
        )
        metric.save()
        ActualLine(metric=metric, name="Actual").save()
    with django_assert_num_queries(10):
        more = assemble(january, brief=True)
    assert sum(len(workstream.metrics) for workstream in more.workstreams) == 81


def rate(report, ref, delivery, by, at, explanation=""):
    rating = report.action_ratings.get(action__reference=ref)
    rated = RatedAction(delivery, Rating(rating.embedding), explanation, "")
    claims = Claims(seen=ActionsForm(report=report, by=by).shown)
    writing.rate_actions(
        report=report, ratings={rating.pk: rated}, claims=claims, confirm=False, by=by, at=at
    )


def action_of(contents, ref):
    found = [action for stream in contents.workstreams for action in stream.actions]
    return next(action for action in found if action.ref == ref)


def test_a_move_since_last_month_is_told(january, culture, nicola, noon):
    rate(culture, "CSW-01", Rating.OVERDUE, nicola, noon, "The campaign stopped")
    action = action_of(assemble(january), "CSW-01")
    assert action.moves == ("Delivery: On Track to Overdue (>1 month)",)
    assert action.red
    assert action.noteworthy
    assert not action_of(assemble(january), "CSW-02").noteworthy


def test_red_items_of_december_are_noteworthy_with_their_words(december):
    noteworthy = [
        action.ref
        for stream in contents_of(december).workstreams
        for action in stream.actions
        if action.noteworthy
    ]
    assert noteworthy == ["GWL-01", "PI-02"]


def test_judged_worst_and_counts_stand_beside_each_other(january, culture, nicola, noon, seeing):
    writing.write_sections(
        report=culture,
        written=WrittenReport(delivery=Rating.ON_TRACK, embedding=Rating.COMPLETE),
        claims=seeing(culture, nicola),
        confirm=False,
        by=nicola,
        at=noon,
    )
    rate(culture, "CSW-01", Rating.OVERDUE, nicola, noon)
    stream = next(one for one in assemble(january).workstreams if "Culture" in one.name)
    assert stream.delivery.judged.code == "on_track"
    assert stream.delivery.worst.code == "overdue"
    counts = {count.rating.code: count.count for count in stream.delivery.counts}
    assert counts == {"overdue": 1, "on_track": 6}


def test_an_issued_month_is_read_from_its_pack(december, culture):
    workstream = culture.workstream
    workstream.name = "Renamed since"
    workstream.save()
    names = [stream.name for stream in contents_of(december).workstreams]
    assert "Culture & Staff Wellbeing" in names
    assert "Renamed since" not in names


def test_both_leads_of_a_workstream_are_named(january):
    stream = next(one for one in assemble(january).workstreams if "Performance" in one.name)
    assert stream.names_in("sro") == "Luci Papworth / Mark Ainsworth"
    assert [lead.names for lead in stream.plan.leads] == [
        ("Paul Kempster", "Mark Ainsworth"),
        ("Mark Ainsworth", "Luci Papworth"),
        ("TBC",),
    ]


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
    """Give the survey that is taken every other quarter, with N/A printed in those to come."""
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
