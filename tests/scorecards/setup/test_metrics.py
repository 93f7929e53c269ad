"""Setting up metrics and scales: in the app, by the programme office, with every change kept."""

import pytest

from improvement.audit import changes
from improvement.models import Person
from improvement.values.refusals import Refused
from reporting.contents.assemble import assemble
from reporting.pack import issue
from reporting.renderers import render
from scorecards.models import Actual, ActualLine, Metric
from scorecards.setup import metrics
from tests.support.change_ratings import entries
from tests.support.set_up_rows import AT

LIST = "/scas/metrics/"


@pytest.fixture
def culture_metrics(culture):
    """The metrics of Culture & Staff Wellbeing, in order, as they are now."""
    return lambda: list(Metric.objects.filter(workstream=culture.workstream))


@pytest.fixture
def metric(culture_metrics) -> Metric:
    return culture_metrics()[0]


def asked(metric: Metric) -> dict[str, str]:
    """What a browser sends back from an untouched page of a metric."""
    names = ("number", "name", "kind", "unit", "direction", "roll_up", "baseline")
    names += ("baseline_when", "target", "target_when", "short_name")
    sent = {name: str(getattr(metric, name)) for name in names}
    sent["scale_id"] = str(metric.scale_id or "")
    return sent | {f"line-{line.pk}": line.name for line in metric.lines.all()}


def test_a_metric_is_added_last_and_its_scorecard_asks_for_it(
    culture, office, nicola, signed_in, send
):
    sent = {
        "number": "8a",
        "name": "Exit interviews held",
        "kind": "percent",
        "direction": "up",
        "roll_up": "ratio",
        "unit": "",
        "target": "90%",
        "line-new-1": "Held",
        "line-new-2": "Offered",
    }
    answer = send(
        signed_in(office), "/scas/metrics/add/culture-and-staff-wellbeing/", sent
    ).content.decode()
    assert "Metric saved." in answer
    metric = Metric.objects.get(number="8a", workstream=culture.workstream)
    assert metric.position == max(
        Metric.objects.filter(workstream=culture.workstream).values_list("position", flat=True)
    )
    assert [line.name for line in metric.lines.all()] == ["Held", "Offered"]
    assert (metric.roll_up, metric.target) == ("ratio", "90%")
    assert metric.history.get().history_user == office
    page = signed_in(nicola).get("/scas/2024-01/culture-and-staff-wellbeing/scorecard/")
    assert "8a. Exit interviews held" in page.content.decode()


def test_what_is_missing_or_used_twice_is_said_at_its_field(metric, office, signed_in, send):
    sent = {"number": metric.number, "kind": "scale", "line-new-1": "Same", "line-new-2": "Same"}
    address = f"/scas/metrics/add/{metric.workstream.slug}/"
    page = send(signed_in(office), address, sent).content.decode()
    for sentence in (
        f"{metric.number} is the number of “",
        "Say what is measured.",
        "Choose the scale its grades are on.",
        "Choose which way is better.",
        "Choose how a quarter comes from its months.",
        "Two rows are called Same: give each its own name.",
    ):
        assert sentence in page
    assert not Metric.objects.filter(kind="scale", name="").exists()


def test_a_metric_is_renumbered_and_only_that_is_written(metric, office, signed_in, send):
    before = metric.history.count()
    address = f"/scas/metrics/{metric.pk}/edit/"
    assert "Metric saved." in send(signed_in(office), address, asked(metric)).content.decode()
    assert metric.history.count() == before
    send(signed_in(office), address, asked(metric) | {"number": "1a"})
    metric.refresh_from_db()
    assert (metric.number, metric.history.count()) == ("1a", before + 1)


def test_a_short_name_is_set_with_its_history_and_is_28_characters_at_most(
    metric, office, signed_in, send
):
    client, address = signed_in(office), f"/scas/metrics/{metric.pk}/edit/"
    send(client, address, asked(metric) | {"short_name": "Harassment cases"})
    metric.refresh_from_db()
    assert metric.short_name == "Harassment cases"
    last = metric.history.first()
    assert last is not None
    assert (last.short_name, last.history_user) == ("Harassment cases", office)
    page = send(client, address, asked(metric) | {"short_name": "x" * 29}).content.decode()
    assert "at most 28 characters" in page
    metric.refresh_from_db()
    assert metric.short_name == "Harassment cases"


def test_two_who_change_one_metric_see_both(metric, office, someone, signed_in, seeing):
    from improvement.editing.conflicts import SeenTexts, StaleSave
    from scorecards.setup.forms import MetricForm

    seen = SeenTexts(digests=MetricForm(metric=metric, by=office).shown)
    write = {"lines": [], "seen_texts": seen, "by": office, "at": AT, "why": "Said plainly"}
    metrics.write_metric(metric=metric, facts={"unit": "x"}, **write)
    again = Metric.objects.get(pk=metric.pk)
    with pytest.raises(StaleSave):
        metrics.write_metric(metric=again, facts={"unit": "y"}, **write)


def test_a_row_is_renamed_but_one_with_figures_is_not_taken_away(metric, office, signed_in, send):
    line = metric.lines.get()
    Actual.objects.filter(line=line, quarter="2023/24 Q1").delete()
    Actual.objects.create(line=line, quarter="2023/24 Q1", printed="1")
    client, address = signed_in(office), f"/scas/metrics/{metric.pk}/edit/"
    send(client, address, asked(metric) | {f"line-{line.pk}": "All staff"})
    line.refresh_from_db()
    assert line.name == "All staff"
    sent = asked(metric) | {f"line-{line.pk}": "", "line-new-1": "Others"}
    assert (
        "has figures, so it stays: rename it instead."
        in send(client, address, sent).content.decode()
    )
    assert [one.name for one in ActualLine.objects.filter(metric=metric)] == ["All staff"]


def test_a_row_without_figures_is_taken_away_and_its_history_stays(metric, office, seeing):
    from improvement.editing.conflicts import SeenTexts

    write = {"seen_texts": SeenTexts(), "by": office, "at": AT}
    added = [(line.pk, line.name) for line in metric.lines.all()] + [(None, "Others")]
    metrics.write_metric(metric=metric, facts={}, lines=added, **write)
    others = metric.lines.get(name="Others")
    gone = [(line.pk, line.name.replace("Others", "")) for line in metric.lines.all()]
    metrics.write_metric(metric=metric, facts={}, lines=gone, **write)
    assert not metric.lines.filter(name="Others").exists()
    assert ActualLine.history.filter(id=others.pk, history_type="-").get().history_user == office


def test_a_row_whose_figures_were_cleared_stays_with_who_entered_and_cleared_them(
    metric, office, nicola, signed_in, send
):
    line = ActualLine(metric=metric, name="Others", position=1)
    changes.record(line, by=office)
    actual = Actual(line=line, quarter="2023/24 Q3", printed="12%")
    changes.record(actual, by=nicola)
    changes.change(actual, by=nicola, printed="")
    client, address = signed_in(office), f"/scas/metrics/{metric.pk}/edit/"
    sent = asked(metric) | {f"line-{line.pk}": ""}
    page = send(client, address, sent).content.decode()
    assert "The row “Others” had figures, which its history tells of, so it stays" in page
    told = entries(metric.workstream.programme, kind="actual", thing=("metric", metric.pk))[:2]
    assert [(one.who, one.lines[-1].new or one.lines[-1].old) for one in told] == [
        ("Nicola Howells", "12%"),
        ("Nicola Howells", "12%"),
    ]


def test_metrics_are_reordered(culture_metrics, office, signed_in):
    first, second, *others = culture_metrics()
    answer = signed_in(office).post(f"/scas/metrics/{second.pk}/move/", {"to": "up"}, follow=True)
    assert f"Metric {second.number} moved up." in answer.content.decode()
    assert culture_metrics() == [second, first, *others]
    metrics.move_metric(metric=culture_metrics()[0], up=True, by=office)
    assert culture_metrics() == [second, first, *others]


def test_a_retired_metric_leaves_the_open_month_and_stays_in_the_issued_pack(
    metric, december, january, office, signed_in, send, noon
):
    kept = issue.contents_of(december)
    pdf = render(kept, "pdf")
    answer = send(
        signed_in(office), f"/scas/metrics/{metric.pk}/retire/", {"reason": "Measured elsewhere"}
    ).content.decode()
    assert f"Metric {metric.number} is retired from January 2024." in answer
    assert "Retired from January 2024" in answer
    assert metric.id not in shown(assemble(january))
    assert metric.id in shown(issue.contents_of(december))
    assert metric.id in shown(assemble(december))
    assert render(issue.contents_of(december), "pdf") == pdf
    metric.refresh_from_db()
    assert metric.history.first().history_change_reason == "Measured elsewhere"
    back = signed_in(office).post(f"/scas/metrics/{metric.pk}/retire/", follow=True)
    assert f"Metric {metric.number} is reported again." in back.content.decode()
    assert metric.id in shown(assemble(january))


def shown(contents) -> set[int]:
    return {metric.id for one in contents.workstreams for metric in one.metrics}


def test_a_retirement_says_why(metric, office, signed_in, send):
    page = send(signed_in(office), f"/scas/metrics/{metric.pk}/retire/", {"reason": ""})
    assert "Say why it is retired: it is kept in its history." in page.content.decode()
    metric.refresh_from_db()
    assert metric.retired_from is None


def test_the_number_of_a_retired_metric_is_taken(metric, january, office):
    metrics.retire_metric(metric=metric, month=january, reason="Done", by=office)
    with pytest.raises(Refused, match="which is retired: renumber that one first"):
        metrics.refuse_number_twice(Metric(workstream=metric.workstream), metric.number)


def test_everybody_inside_reads_the_list_and_only_the_office_changes_it(
    metric, nicola, office, board_reader, signed_in
):
    read = signed_in(nicola).get(LIST).content.decode()
    assert metric.name in read.replace("&amp;", "&").replace("&#x27;", "'")
    assert "Retire" not in read
    assert f"/scas/metrics/{metric.pk}/aims/" in signed_in(office).get(LIST).content.decode()
    refused = signed_in(board_reader).get(LIST)
    assert refused.status_code == 403
    answer = signed_in(nicola).get(f"/scas/metrics/{metric.pk}/edit/")
    assert "Only the Programme office may set this programme up" in answer.content.decode()


def test_a_metric_of_another_programme_is_not_there(metric, office, signed_in):
    from improvement.models import Appointment, Programme, Role

    other = Programme.objects.create(
        slug="other",
        name="Other",
        organisation="O",
        first_quarter="2023/24 Q1",
        last_quarter="2024/25 Q4",
    )
    person = Person.objects.create_user("o@other.example", name="O", programme=other)
    Appointment.objects.create(
        person=person, programme=other, role=Role.PROGRAMME_OFFICE, starts_on="2020-01-01"
    )
    for part in ("edit", "aims", "retire", "move"):
        answer = signed_in(person).get(f"/other/metrics/{metric.pk}/{part}/")
        assert answer.status_code == 404, part
    assert signed_in(person).get(f"/other/scales/{metric.scale_id or 1}/").status_code == 404
