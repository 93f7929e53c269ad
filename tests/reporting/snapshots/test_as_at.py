"""As at: reports, scorecards and dashboards as they stood at a moment of the past."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils.timezone import now

from improvement.audit import changes
from improvement.models import Appointment, ExitCriterion, Person, Programme
from improvement.values.refusals import NotThere
from improvement.workflow import transitions
from reporting.contents.assemble import assemble, contents_of_rows
from reporting.filters.month_choice import choose, contents_chosen
from reporting.pack.issue import issue, reopen
from reporting.snapshots.as_at import month_as_at
from reporting.snapshots.as_at_rows import gather_as_at, months_as_at
from reporting.timelines.ratings import ratings_before
from reporting.timelines.ratings_as_at import ratings_before_as_at
from scorecards.models import Actual, Metric
from scorecards.setup import metrics


@pytest.fixture
def january_at(programme):
    """Return January as it stood at a moment."""
    return lambda at: month_as_at(programme, "2024-01", at)


def stream(contents, slug="culture-and-staff-wellbeing"):
    return next(workstream for workstream in contents.workstreams if workstream.slug == slug)


def metric_of(contents, pk):
    found = [
        metric
        for workstream in contents.workstreams
        for metric in workstream.metrics
        if metric.id == pk
    ]
    return found[0] if found else None


@pytest.fixture
def metric(culture) -> Metric:
    return Metric.objects.get(workstream=culture.workstream, number="1")


def test_as_it_stands_now_the_history_says_what_the_rows_say(
    programme, january, culture, office, someone
):
    """Who leads on the month's last day is named in it, and nobody who ends or begins beside it."""
    days = {
        "daryl-lutchmaya": {"ends_on": date(2024, 1, 30)},
        "helen-young": {"ends_on": date(2024, 1, 31)},
        "mark-ainsworth": {"starts_on": date(2024, 1, 31)},
        "amy-carden": {"starts_on": date(2024, 2, 1)},
    }
    for slug, appointment in days.items():
        keys = {"person": someone(slug), "role": "sro", "workstream": culture.workstream}
        changes.record(Appointment(programme=programme, **keys, **appointment), by=office)
    months = months_as_at(programme, now())
    assert [str(month) for month in months] == ["January 2024", "December 2023"]
    read = contents_of_rows(gather_as_at(months[0], months[1], now()))
    assert read == assemble(january)
    named = stream(read).names_in("sro").split(" / ")
    assert set(named) == {"Nicola Howells", "Helen Young", "Mark Ainsworth"}


def test_before_a_month_was_opened_there_was_nothing(programme):
    with pytest.raises(NotThere, match=r"January 2024 had not been opened on 1 January 2020"):
        month_as_at(programme, "2024-01", datetime(2020, 1, 1, tzinfo=UTC))


def test_a_metric_that_was_retired_since_is_in_it(january_at, metric, january, office):
    before = now()
    metrics.retire_metric(metric=metric, month=january, reason="Replaced", by=office)
    assert metric_of(january_at(before).contents, metric.pk).number == "1"
    assert metric_of(january_at(now()).contents, metric.pk) is None


def test_a_workstream_that_was_renamed_since_has_its_name_of_then(january_at, culture, office):
    before = now()
    changes.change(culture.workstream, by=office, name="People and Culture")
    assert stream(january_at(before).contents).name == "Culture & Staff Wellbeing"
    assert stream(january_at(now()).contents).name == "People and Culture"


def test_who_has_left_since_is_named_in_it(january_at, culture, nicola, office):
    before = now()
    for appointment in Appointment.objects.filter(person=nicola, workstream=culture.workstream):
        changes.change(appointment, by=office, ends_on=date(2023, 12, 31))
    changes.change(nicola, by=office, name="Nicola Newname", is_active=False)
    assert stream(january_at(before).contents).names_in("sro") == "Nicola Howells"
    assert "Nicola" not in stream(january_at(now()).contents).names_in("sro")


def test_whose_home_is_another_programme_is_named_as_then_too(january_at, culture, office, noon):
    """The names of whoever leads, submitted or owns something, wherever they come from."""
    home = Programme.objects.create(
        slug="home", name="Home", first_quarter="2023/24 Q1", last_quarter="2023/24 Q4"
    )
    person = Person(programme=home, slug="visitor", name="Vera Visitor")
    owner = Person(programme=home, slug="owner", name="Olive Owner")
    for one in (person, owner):
        changes.record(one, by=office)
    appointment = Appointment.objects.filter(workstream=culture.workstream, role="sro").first()
    changes.change(appointment, by=office, person=person)
    steps = {"submitted_at": noon, "submitted_by": office, "submitted_for": person}
    changes.change(culture, by=office, **steps)
    criterion = ExitCriterion.objects.filter(workstream=culture.workstream).first()
    changes.change(criterion, by=office, owner=owner)
    before = now()
    changes.change(person, by=office, name="Vera Newname")
    changes.change(owner, by=office, name="Olive Newname")
    appointment.delete()
    for moment, surname in ((before, "Visitor"), (now(), "Newname")):
        workstream = stream(january_at(moment).contents)
        assert workstream.returned.submitted_for == f"Vera {surname}"
        [found] = [one for one in workstream.criteria if one.id == criterion.pk]
        assert found.owner == ("Olive Owner" if moment == before else "Olive Newname")
    assert "Vera Visitor" in stream(january_at(before).contents).names_in("sro")


def test_an_aim_and_a_target_that_changed_since_are_those_of_then(january_at, metric, office):
    aim = metric.aims.get(quarter="2023/24 Q3")
    was, target = aim.printed, metric.target
    before = now()
    changes.change(aim, by=office, printed="99%")
    changes.change(metric, by=office, target="98%", short_name="Called otherwise")
    then, today = (
        metric_of(january_at(before).contents, metric.pk),
        metric_of(january_at(now()).contents, metric.pk),
    )

    def aims(fact):
        return {cell.quarter: cell.printed for cell in fact.aims}["2023/24 Q3"]

    assert (aims(then), then.target) == (was, target) != ("99%", "98%")
    assert then.short_name != today.short_name == "Called otherwise"
    assert (aims(today), today.target) == ("99%", "98%")


def test_a_scale_that_changed_since_reads_as_it_did(january_at, programme, office):
    metric = Metric.objects.filter(workstream__programme=programme, kind="scale").first()
    codes = [point["code"] for point in metric.scale.points]
    actual = Actual.objects.filter(line__metric=metric, printed__in=codes).first()
    before = now()
    changes.change(metric.scale, by=office, points=[{"code": "Z9", "label": "Other"}], name="Other")
    then, today = (
        metric_of(january_at(before).contents, metric.pk),
        metric_of(january_at(now()).contents, metric.pk),
    )

    def expected(fact):
        [cell] = [cell for cell in fact.lines[0].cells if cell.quarter == actual.quarter]
        return cell.expected

    assert then.scale != "Other"
    assert expected(then) == ""
    assert (today.scale, expected(today) != "") == ("Other", True)


def test_a_value_of_that_day_that_was_edited_since_is_the_one_of_then(january_at, metric, nicola):
    actual = Actual.objects.filter(line__metric=metric).exclude(printed="").first()
    was = actual.printed
    before = now()
    changes.change(actual, by=nicola, printed="12.3%")

    def printed(contents):
        cells = metric_of(contents, metric.pk).lines[0].cells
        return {cell.quarter: cell.printed for cell in cells}[actual.quarter]

    assert printed(january_at(before).contents) == was
    assert printed(january_at(now()).contents) == "12.3%"


def test_a_row_that_was_taken_away_since_stood(january_at, metric, office):
    line = metric.lines.create(name="Second row", position=1)
    before = now()
    line.delete()
    assert [one.name for one in metric_of(january_at(before).contents, metric.pk).lines][1:] == [
        "Second row"
    ]
    assert len(metric_of(january_at(now()).contents, metric.pk).lines) == 1


def test_texts_ratings_and_steps_are_those_of_then(january_at, culture, nicola, noon):
    before = now()
    changes.change(culture.sections.get(kind="progress"), by=nicola, text="Written later")
    changes.change(
        culture.action_ratings.first(), by=nicola, delivery="overdue", explanation="Late"
    )
    transitions.submit(report=culture, by=nicola, at=noon)
    then, today = stream(january_at(before).contents), stream(january_at(now()).contents)
    assert (then.returned.status, today.returned.status) == ("draft", "submitted")
    assert today.returned.submitted_by == "Nicola Howells"
    assert [one.red for one in (then.actions[0], today.actions[0])] == [False, True]
    texts = [
        [b.text for s in one.sections if s.kind == "progress" for b in s.bullets]
        for one in (then, today)
    ]
    assert texts[0] != ["Written later"]
    assert texts[1] == ["Written later"]


def test_an_issued_month_is_told_by_the_pack_of_that_moment(
    programme, december, office, waive_all, one_format
):
    before = now()
    first = month_as_at(programme, "2023-12", before)
    assert (first.version, first.contents) == (1, december.packs.get().contents)
    reopen(month=december, reason="A figure was wrong", by=office, at=now())
    december.refresh_from_db()
    opened = now()
    changes.change(december, by=office, headline="Said better")
    assert month_as_at(programme, "2023-12", now()).contents.overview.headline == "Said better"
    issue(month=december, waivers=waive_all(december), by=office, at=now())
    assert month_as_at(programme, "2023-12", before).version == 1
    assert month_as_at(programme, "2023-12", opened).version is None
    latest = month_as_at(programme, "2023-12", now())
    assert (latest.version, latest.contents) == (2, december.packs.get(version=2).contents)


def test_the_rating_history_of_a_moment_is_that_of_today_where_nothing_changed(
    programme, office, january, culture, nicola
):
    from improvement.access.lookup import find_programme

    standing = find_programme(office, "scas", on=date(2024, 1, 10))
    choice = choose(standing, "2024-01", on=date(2024, 1, 31))
    moment = month_as_at(programme, "2024-01", now())
    today = ratings_before(choice.month, choice.earlier)
    then = ratings_before_as_at(moment)
    assert (then.months, then.actions) == (today.months, today.actions)
    assert {k: set(v) for k, v in then.criteria.items()} == {
        k: set(v) for k, v in today.criteria.items()
    }
    assert contents_chosen(choice).changes == moment.contents.changes
