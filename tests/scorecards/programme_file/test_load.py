"""Loading a programme file: all of it or nothing, and once."""

import copy
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from improvement.models import (
    Action,
    ExitCriterion,
    HighlightReport,
    Person,
    Programme,
    Strength,
    Workstream,
)
from scorecards.models import Actual, ActualLine, Aim, Metric
from scorecards.programme_file.load import load_file


@pytest.fixture
def december_of_another(db, december_text):
    """The same file for another trust, so that it loads beside the demo."""
    file = json.loads(december_text)
    file["programme"]["slug"] = "another"
    return file


@pytest.fixture
def another(december_of_another):
    """Its Governance & Well Led alone, to the metrics that hold what cannot be read."""
    file = december_of_another
    del file["workstreams"][1:], file["months"][0]["reports"][1:]
    metrics = file["workstreams"][0]["metrics"] = file["workstreams"][0]["metrics"][:4]
    report = file["months"][0]["reports"][0]
    kept = {metric["number"] for metric in metrics}
    report["remarks"] = [one for one in report["remarks"] if one["metric"] in kept]
    return file


def load(file: dict, noon, **options):
    by = Person.objects.for_command("load_programme")
    text = json.dumps(file)
    return load_file(text=text, name="another.json", by=by, at=noon, **options)


def test_the_whole_of_december_is_loaded(december_of_another, noon):
    programme = load(december_of_another, noon).programme
    actions = Action.objects.filter(workstream__programme=programme)
    assert Workstream.objects.filter(programme=programme).count() == 4
    assert actions.count() == 31
    assert actions.filter(strength=Strength.MUST).count() == 11
    assert actions.filter(strength=Strength.SHOULD).count() == 20
    assert ExitCriterion.objects.filter(workstream__programme=programme).count() == 16
    assert Metric.objects.filter(workstream__programme=programme).count() == 41
    lines = ActualLine.objects.filter(metric__workstream__programme=programme)
    assert lines.count() == 42
    assert Aim.objects.filter(metric__workstream__programme=programme).count() == 328
    assert Actual.objects.filter(line__in=lines).count() == 336


def test_what_cannot_be_read_is_kept_and_told(another, noon):
    outcome = load(another, noon)
    assert [sentence.partition(":")[0] for sentence in outcome.unreadable] == [
        "Governance & Well Led 3, 2022/23 Q3",
        "Governance & Well Led 3, 2022/23 Q4",
        "Governance & Well Led 4, 2022/23 Q4",
    ]
    kept = Actual.objects.get(
        line__metric__workstream__programme=outcome.programme,
        line__metric__workstream__slug="governance-and-well-led",
        line__metric__number="3",
        quarter="2022/23 Q3",
    )
    assert kept.printed == "30%"


def test_the_same_file_twice_changes_nothing(another, noon):
    first = load(another, noon)
    rows = HighlightReport.history.count(), Actual.history.count(), Person.history.count()
    second = load(another, noon)
    assert (first.changed, second.changed) == (True, False)
    assert (
        HighlightReport.history.count(),
        Actual.history.count(),
        Person.history.count(),
    ) == rows


def test_a_second_load_leaves_what_somebody_wrote_since(another, noon):
    programme = load(another, noon).programme
    workstream = programme.workstreams.first()
    workstream.name = "Renamed by the programme office"
    workstream.save()
    load(another, noon)
    workstream.refresh_from_db()
    assert workstream.name == "Renamed by the programme office"


def test_a_changed_file_writes_only_what_differs(another, noon):
    programme = load(another, noon).programme
    rows = Actual.history.count()
    another["workstreams"][0]["metrics"][0]["lines"][0]["values"]["2023/24 Q3"] = "99%"
    load(another, noon)
    assert Actual.history.count() == rows + 1
    changed = Actual.history.first()
    assert (changed.printed, changed.history_change_reason) == ("99%", "Loaded from another.json")
    assert Programme.objects.filter(slug=programme.slug).count() == 1


def test_two_programmes_keep_their_people_apart(another, noon):
    programme = load(another, noon).programme
    people = Person.objects.filter(slug="amy-carden")
    assert people.count() == 2
    assert people.filter(programme=programme).count() == 1


def test_what_differs_in_an_issued_month_is_left_and_said(db, december_text, noon):
    file = json.loads(december_text)
    file["months"][0]["overview"]["headline"] = "Another headline"
    outcome = load(file, noon)
    assert [(one.place.path, one.why) for one in outcome.plan.shown] == [
        ("months[2023-12].headline", "December 2023 has been issued.")
    ]
    assert not outcome.changed


def test_a_long_file_says_how_far_it_is(december_of_another, noon):
    lines = []
    load(december_of_another, noon, progress=lines.append)
    assert lines[0] == "Workstream 1 of 4: Governance & Well Led"
    assert lines[-1] == "Month 1 of 1: 2023-12"


def run(file) -> str:
    said = StringIO()
    call_command("load_programme", str(file), stdout=said)
    return said.getvalue()


def test_the_command_says_what_it_did_and_that_twice_is_no_change(another, tmp_path, db):
    file = tmp_path / "another.json"
    file.write_text(json.dumps(another), encoding="utf-8")
    first = run(file)
    assert "Kept as printed: Governance & Well Led 3, 2022/23 Q3: '30%' is not on the" in first
    assert first.endswith("Loaded SCAS Improvement Programme.\n")
    assert run(file).endswith("was loaded from this file before: no change.\n")


def test_the_command_names_every_fault_and_loads_nothing(another, tmp_path, db):
    another["people"][0]["age"] = 50
    file = tmp_path / "another.json"
    file.write_text(json.dumps(another), encoding="utf-8")
    with pytest.raises(CommandError, match=r"people\[0\]\.age: this key is unknown"):
        run(file)
    assert not Programme.objects.filter(slug="another").exists()


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_the_command_says_that_a_file_cannot_be_read(tmp_path, db, content):
    file = tmp_path / "nothing.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match="could not be read"):
        run(file)


def test_a_figure_to_date_is_loaded_with_its_day_which_a_file_without_days_leaves(another, noon):
    first = another["workstreams"][0]["metrics"][0]["lines"][0]
    first.pop("as_at", None)
    another["version"] = 2
    dated = copy.deepcopy(another)
    dated["workstreams"][0]["metrics"][0]["lines"][0]["as_at"] = {"2023/24 Q3": "2023-11-30"}
    later = another | {"programme": another["programme"] | {"organisation": "Another trust"}}
    for file in (another, dated, later):
        programme = load(file, noon).programme
    of_line = Actual.objects.filter(line__metric__workstream__programme=programme)
    figure = of_line.get(line__metric__number="1", quarter="2023/24 Q3")
    assert (figure.printed, figure.as_at) == ("100%", date(2023, 11, 30))
    assert figure.is_provisional


def test_short_names_are_loaded_and_a_file_without_them_leaves_them(another, noon):
    load(another, noon)
    action = Action.objects.get(workstream__programme__slug="another", reference="GWL-01")
    metric = Metric.objects.get(workstream__programme__slug="another", number="1")
    names = (action.short_name, metric.short_name)
    assert names == ("Governance and risk processes fit for purpose", "Board papers on time")
    for item in (*another["workstreams"][0]["actions"], *another["workstreams"][0]["metrics"]):
        item.pop("short_name")
    load(another, noon)
    action.refresh_from_db()
    metric.refresh_from_db()
    assert (action.short_name, metric.short_name) == names
