"""A file loaded into a programme that runs: it adds, and overwrites nothing that was typed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from improvement.audit import changes
from improvement.models import Action, ActionRating, HighlightReport, Month, Person, Programme
from improvement.programme_file.plan import FilePlan, PlannedState
from reporting.models import PackFile
from scorecards.models import Actual, Aim, Metric, TrajectoryRevision
from scorecards.programme_file.load import LoadResult, load_file, plan_file
from scorecards.programme_file.read import read

CULTURE = "culture-and-staff-wellbeing"
NEW = {
    "ref": "CSW-90",
    "strength": "must",
    "text": "Every new starter meets the Freedom to Speak Up guardian",
    "regulation": "Regulation 17",
    "source": "CQC report, January 2024",
}


@pytest.fixture
def file(programme: Programme, december_text: str) -> dict:
    """The very file that the demo was loaded from."""
    return json.loads(december_text)


@pytest.fixture
def typed(culture: HighlightReport, nicola: Person, office: Person) -> dict[str, str]:
    """What was typed in January, by place."""
    metric = Metric.objects.get(workstream=culture.workstream, number="1")
    aim = Aim.objects.get(metric=metric, quarter="2024/25 Q1")
    actual = Actual.objects.filter(line__metric=metric, quarter="2023/24 Q4").get()
    changes.change(culture.sections.get(kind="progress"), by=nicola, text="Two wards are trained")
    changes.change(metric, by=office, name="Staff who speak up")
    changes.change(aim, by=office, printed="77%")
    changes.change(actual, by=nicola, printed="55%")
    return standing(culture.workstream.programme)


def standing(programme: Programme) -> dict[str, str]:
    of_programme = {"metric__workstream__programme": programme}
    months = programme.months.all()
    return {
        **{f"aim {aim.pk}": aim.printed for aim in Aim.objects.filter(**of_programme)},
        **{
            f"metric {row.pk}": row.name
            for row in Metric.objects.filter(workstream__programme=programme)
        },
        **{
            f"figure {row.pk}": row.printed
            for row in Actual.objects.filter(line__metric__workstream__programme=programme)
        },
        **{
            f"{section.report_id} {section.kind}": section.text
            for month in months
            for report in month.reports.all()
            for section in report.sections.all()
        },
    }


def plan(file: dict, noon) -> FilePlan:
    facts = read(json.dumps(file))
    by = Person.objects.for_command("load_programme")
    programme = Programme.objects.get(slug=file["programme"]["slug"])
    return plan_file(file=facts, programme=programme, name="next.json", by=by, at=noon)


def load(file: dict, noon, **options) -> LoadResult:
    by = Person.objects.for_command("load_programme")
    return load_file(text=json.dumps(file), name="next.json", by=by, at=noon, **options)


def shown(plan: FilePlan, *states: PlannedState) -> list[tuple[str, str, str]]:
    return [(one.place.path, one.before, one.after) for one in plan.of(*(states or PlannedState))]


def actions_of(file: dict) -> list[dict]:
    return next(one for one in file["workstreams"] if one["slug"] == CULTURE)["actions"]


def test_the_file_that_was_loaded_would_change_nothing(file, january: Month, noon):
    assert shown(plan(file, noon)) == []
    assert not load(file, noon).changed


def test_one_action_is_added_while_january_is_open_and_all_that_was_typed_stands(
    file, typed, january: Month, noon
):
    documents = {row.pk: bytes(row.body) for row in PackFile.objects.all()}
    actions_of(file).append(NEW)
    outcome = load(file, noon)
    assert [one.place.path for one in outcome.done] == [f"workstreams[{CULTURE}].actions[CSW-90]"]
    assert standing(outcome.programme) == typed
    assert len(documents) == 6
    assert {row.pk: bytes(row.body) for row in PackFile.objects.all()} == documents
    rating = ActionRating.objects.get(action__reference="CSW-90")
    assert rating.report.month == january
    assert (rating.delivery, rating.embedding, rating.carried) == ("", "", False)
    last = list(Action.objects.filter(workstream__slug=CULTURE))[-1]
    assert (last.reference, last.text) == ("CSW-90", NEW["text"])


def test_what_was_typed_is_said_with_its_writer_and_left(file, typed, noon):
    found = plan(file, noon)
    metric = f"workstreams[{CULTURE}].metrics[1]"
    assert [one.place.path for one in found.of(PlannedState.TYPED)] == [
        f"{metric}.name",
        f"{metric}.aims[2024/25 Q1].printed",
    ]
    name = found.of(PlannedState.TYPED)[0]
    assert name.before == "Staff who speak up"
    assert name.why.startswith("typed by Programme office (demo) on ")
    assert found.wanted() == set()


def test_what_was_typed_is_overwritten_where_it_is_named(file, typed, noon):
    place = f"workstreams[{CULTURE}].metrics[1].name"
    outcome = load(file, noon, wanted=lambda found: found.wanted(overwrite=[place]))
    assert [one.place.path for one in outcome.done] == [place]
    metric = Metric.objects.get(workstream__slug=CULTURE, number="1")
    assert metric.name != "Staff who speak up"
    assert metric.history.first().history_change_reason == "Loaded from next.json"
    assert Aim.objects.get(metric=metric, quarter="2024/25 Q1").printed == "77%"


def test_a_changed_aim_is_a_change_and_keeps_the_aims_it_replaces(file, january, noon):
    metric = file["workstreams"][0]["metrics"][0]
    before = metric["aims"]["2024/25 Q1"]
    metric["aims"]["2024/25 Q1"] = "93%"
    place = "workstreams[governance-and-well-led].metrics[1].aims[2024/25 Q1].printed"
    assert shown(plan(file, noon)) == [(place, before, "93%")]
    load(file, noon)
    revision = TrajectoryRevision.objects.get(metric__workstream__slug="governance-and-well-led")
    assert revision.aims_before["2024/25 Q1"] == before
    assert revision.reason == "Loaded from next.json"
    assert shown(plan(file, noon)) == []


def test_an_aim_of_a_quarter_that_is_over_stays(file, january, noon):
    file["workstreams"][0]["metrics"][0]["aims"]["2023/24 Q2"] = "93%"
    found = plan(file, noon)
    assert [one.why for one in found.of(PlannedState.LEFT)] == [
        "2023/24 Q2 is over: its figure stays judged by the aim it had."
    ]
    assert not load(file, noon).changed


def test_a_final_figure_that_a_file_changes_is_restated(file, january, noon):
    line = file["workstreams"][0]["metrics"][0]["lines"][0]
    before = line["values"]["2023/24 Q2"]
    line["values"]["2023/24 Q2"] = "56%"
    load(file, noon)
    figure = Actual.objects.get(
        line__metric__workstream__slug="governance-and-well-led",
        line__metric__number="1",
        quarter="2023/24 Q2",
    )
    assert (figure.printed, figure.restated_from) == ("56%", before)
    assert figure.restatement_reason == "Loaded from next.json"


def test_what_the_file_leaves_out_or_leaves_empty_stays(file, january, noon):
    before = standing(january.programme)
    names = list(Action.objects.values_list("reference", "text", "regulation", "source"))
    del file["workstreams"][1:], file["months"][0]["reports"][1:]
    workstream = file["workstreams"][0]
    del workstream["actions"][1:], workstream["metrics"][1:], workstream["criteria"][1:]
    workstream |= {"plan": None, "exit_statement": ""}
    workstream["actions"][0] |= {"regulation": "", "source": ""}
    file["months"][0]["reports"] = []
    assert shown(plan(file, noon)) == []
    load(file, noon)
    assert standing(january.programme) == before
    assert list(Action.objects.values_list("reference", "text", "regulation", "source")) == names


def test_a_metric_that_was_renumbered_is_known_again_and_not_made_twice(file, office, noon, db):
    metric = Metric.objects.get(workstream__slug=CULTURE, number="1")
    changes.change(metric, by=office, number="1a")
    found = plan(file, noon)
    assert shown(found) == [(f"workstreams[{CULTURE}].metrics[1].number", "1a", "1")]
    assert [one.state for one in found.shown] == [PlannedState.TYPED]


def test_the_open_month_is_filled_where_nobody_wrote_and_left_where_it_is_handed_in(
    file, january: Month, culture, nicola, noon
):
    from improvement.workflow import transitions

    report = next(r for r in file["months"][0]["reports"] if r["workstream"] == CULTURE)
    file["months"] = [file["months"][0] | {"month": "2024-01", "reports": [report]}]
    report["progress"] = ["The survey went out"]
    changes.change(culture.sections.get(kind="gone_well"), by=nicola, text="Typed by Nicola")
    outcome = load(file, noon)
    texts = {section.kind: section.text for section in culture.sections.all()}
    assert (texts["progress"], texts["gone_well"]) == ("The survey went out", "Typed by Nicola")
    report["progress"] = ["Something else"]
    culture.refresh_from_db()
    transitions.submit(report=culture, by=nicola, at=noon + timedelta(hours=1))
    found = plan(file, noon)
    assert (
        "months[2024-01].reports[culture-and-staff-wellbeing].progress.text",
        "The report is submitted: its lead has let go.",
    ) in [(one.place.path, one.why) for one in found.of(PlannedState.LEFT)]
    assert outcome.changed


def test_carried_ratings_are_nobodys_until_they_are_confirmed(file, january, culture, nicola, noon):
    rating = culture.action_ratings.exclude(delivery="").first()
    assert rating.carried
    reference, other = rating.action.reference, "complete"
    assert rating.delivery != other
    report = next(r for r in file["months"][0]["reports"] if r["workstream"] == CULTURE)
    report = {
        **report,
        "action_ratings": [
            {
                "ref": reference,
                "delivery": other,
                "embedding": None,
                "explanation": "",
                "mitigation": "",
            }
        ],
    }
    file["months"] = [file["months"][0] | {"month": "2024-01", "reports": [report]}]
    place = f"months[2024-01].reports[{CULTURE}].action_ratings[{reference}].delivery"
    state = {one.place.path: one.state for one in plan(file, noon).shown}
    assert state[place] is PlannedState.CHANGED
    changes.change(rating, by=nicola, carried=False)
    state = {one.place.path: one.state for one in plan(file, noon).shown}
    assert state[place] is PlannedState.TYPED
