"""Contents: everything the pack says, resolved and frozen."""

import json
from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest

from improvement.editing import save_report
from improvement.editing.conflicts import SeenTexts
from improvement.editing.forms.actions import ActionsForm
from improvement.editing.save_report import WrittenActionRating, WrittenReport
from improvement.models import Person
from improvement.values.ratings import Rating
from reporting.contents.assemble import assemble, return_fact
from reporting.contents.facts import from_json, to_json
from reporting.snapshots.month import contents_of
from scorecards.models import ActualLine, Metric
from scorecards.programme_file.load import load_file


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


def test_every_sentence_of_the_file_stands_in_the_contents(db, each_december_text, noon):
    file = json.loads(each_december_text)
    said = to_json(assemble(loaded(each_december_text, noon)))
    sentences = set(sentences_of(file["workstreams"])) | set(sentences_of(file["months"]))
    assert len(sentences) > 300
    sentences = {one.replace(" (column heading)", "") for one in sentences}
    assert [one for one in sentences if json.dumps(one, ensure_ascii=False)[1:-1] not in said] == []


def sentences_of(part):
    """Return every text of four words or more; a summary's paragraphs one by one."""
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
    with django_assert_num_queries(18):
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
    rated = WrittenActionRating(delivery, Rating(rating.embedding), explanation, "")
    seen_texts = SeenTexts(digests=ActionsForm(report=report, by=by).shown)
    save_report.rate_actions(
        report=report,
        ratings={rating.pk: rated},
        seen_texts=seen_texts,
        confirm=False,
        by=by,
        at=at,
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
    save_report.write_sections(
        report=culture,
        written=WrittenReport(delivery=Rating.ON_TRACK, embedding=Rating.COMPLETE),
        seen_texts=seeing(culture, nicola),
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


def test_who_took_a_report_each_step_and_when(culture, nicola, melanie, office, noon):
    """Every step by somebody else, and at another time."""
    culture.submitted_at, culture.submitted_by = noon, office
    culture.approved_at, culture.approved_by = noon + timedelta(hours=3), melanie
    culture.submitted_for = nicola
    culture.extended_to, culture.extension_reason = date(2024, 2, 9), "Flu"
    assert asdict(return_fact(culture)) == {
        "status": "approved",
        "words": "Approved",
        "pen": "the programme office",
        "submitted_at": "2024-01-10T12:00:00+00:00",
        "submitted_by": "Programme office (demo)",
        "approved_at": "2024-01-10T15:00:00+00:00",
        "approved_by": "Melanie Saunders",
        "submitted_for": "Nicola Howells",
    }


def test_measures_and_actions_have_their_short_names(december):
    streams = assemble(december).workstreams
    action, metric = streams[0].actions[0], streams[2].metrics[4]
    assert action.short == "Governance and risk processes fit for purpose"
    assert metric.short == "Meal breaks taken"
    assert all(len(one.short) <= 48 for stream in streams for one in stream.actions)
    assert all(len(one.short) <= 28 for stream in streams for one in stream.metrics)


def test_without_a_short_name_the_name_is_cut_at_a_word(december):
    streams = assemble(december).workstreams
    action = replace(streams[0].actions[0], short_name="")
    assert action.short == "Governance and risk processes must be fit for…"
    assert replace(streams[2].metrics[4], short_name="").short == "Higher % of staff having…"


def test_a_pack_from_before_short_names_is_still_read(december):
    facts = json.loads(to_json(assemble(december)))
    for stream in facts["workstreams"]:
        for item in (*stream["actions"], *stream["metrics"]):
            del item["short_name"]
    old = from_json(json.dumps(facts))
    assert old.workstreams[0].actions[0].short_name == ""
    assert old.workstreams[2].metrics[4].short == "Higher % of staff having…"


def test_an_exit_date_that_moved_is_kept_with_the_one_first_agreed(contents):
    """A pack of a date that never moved has the same JSON as before this was told."""
    assert "exit_first" not in to_json(contents)
    why = {"exit_first": "2024-09-30", "exit_moved_because": "Winter pressures"}
    moved = replace(contents.programme, exit_on="2025-03-31", **why)
    assert moved.exit_words == "31 March 2025, first agreed 30 September 2024: Winter pressures"
    told = replace(contents, programme=moved)
    assert from_json(to_json(told)) == told
