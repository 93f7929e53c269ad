"""As at: reports, scorecards and dashboards as they stood at a moment of the past."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.timezone import now

from improvement import audit, cycle
from improvement.models import Appointment, ExitCriterion, Person, Programme
from improvement.periods import CalendarMonth
from improvement.refusals import NotThere
from reporting.as_at import gather_as_at, months_as_at
from reporting.as_it_stood import as_it_stood, histories_as_it_stood
from reporting.assembly import assemble, contents_of_rows
from reporting.choosing import choose, contents_chosen
from reporting.moments import exactly, in_address, in_words, moment_of
from reporting.publishing import issue, reopen
from reporting.rating_history import histories
from scorecards import setting_up
from scorecards.models import Actual, Aim, Metric

READING = "/scas/2024-01/culture-and-staff-wellbeing/as-it-stands/"


@pytest.fixture
def stood(programme):
    """Give January as it stood at a moment."""
    return lambda at: as_it_stood(programme, "2024-01", at)


def stream(contents, slug="culture-and-staff-wellbeing"):
    return next(one for one in contents.workstreams if one.slug == slug)


def metric_of(contents, pk):
    found = [metric for one in contents.workstreams for metric in one.metrics if metric.id == pk]
    return found[0] if found else None


@pytest.fixture
def metric(culture) -> Metric:
    return Metric.objects.get(workstream=culture.workstream, number="1")


def test_as_it_stands_now_the_history_says_what_the_rows_say(programme, january):
    months = months_as_at(programme, now())
    assert [str(one) for one in months] == ["January 2024", "December 2023"]
    read = contents_of_rows(gather_as_at(months[0], months[1], now()))
    assert read == assemble(january)


def test_before_a_month_was_opened_there_was_nothing(programme):
    with pytest.raises(NotThere, match=r"January 2024 had not been opened on 1 January 2020"):
        as_it_stood(programme, "2024-01", datetime(2020, 1, 1, tzinfo=UTC))


def test_a_metric_that_was_retired_since_is_in_it(stood, metric, january, office):
    before = now()
    setting_up.retire_metric(metric=metric, month=january, reason="Replaced", by=office)
    assert metric_of(stood(before).contents, metric.pk).number == "1"
    assert metric_of(stood(now()).contents, metric.pk) is None


def test_a_workstream_that_was_renamed_since_has_its_name_of_then(stood, culture, office):
    before = now()
    audit.change(culture.workstream, by=office, name="People and Culture")
    assert stream(stood(before).contents).name == "Culture & Staff Wellbeing"
    assert stream(stood(now()).contents).name == "People and Culture"


def test_who_has_left_since_is_named_in_it(stood, culture, nicola, office):
    before = now()
    for held in Appointment.objects.filter(person=nicola, workstream=culture.workstream):
        audit.change(held, by=office, ends_on=date(2023, 12, 31))
    audit.change(nicola, by=office, name="Nicola Newname", is_active=False)
    assert stream(stood(before).contents).names_in("sro") == "Nicola Howells"
    assert "Nicola" not in stream(stood(now()).contents).names_in("sro")


def test_whose_home_is_another_programme_is_named_as_then_too(stood, culture, office, noon):
    """The names of whoever leads, submitted or owns something, wherever they come from."""
    home = Programme.objects.create(
        slug="home", name="Home", first_quarter="2023/24 Q1", last_quarter="2023/24 Q4"
    )
    person = Person(programme=home, slug="visitor", name="Vera Visitor")
    owner = Person(programme=home, slug="owner", name="Olive Owner")
    for one in (person, owner):
        audit.record(one, by=office)
    held = Appointment.objects.filter(workstream=culture.workstream, role="sro").first()
    audit.change(held, by=office, person=person)
    steps = {"submitted_at": noon, "submitted_by": office, "submitted_for": person}
    audit.change(culture, by=office, **steps)
    criterion = ExitCriterion.objects.filter(workstream=culture.workstream).first()
    audit.change(criterion, by=office, owner=owner)
    before = now()
    audit.change(person, by=office, name="Vera Newname")
    audit.change(owner, by=office, name="Olive Newname")
    held.delete()
    for moment, surname in ((before, "Visitor"), (now(), "Newname")):
        told = stream(stood(moment).contents)
        assert told.returned.submitted_for == f"Vera {surname}"
        [found] = [one for one in told.criteria if one.id == criterion.pk]
        assert found.owner == ("Olive Owner" if moment == before else "Olive Newname")
    assert "Vera Visitor" in stream(stood(before).contents).names_in("sro")


def test_an_aim_and_a_target_that_changed_since_are_those_of_then(stood, metric, office):
    aim = metric.aims.get(quarter="2023/24 Q3")
    was, target = aim.printed, metric.target
    before = now()
    audit.change(aim, by=office, printed="99%")
    audit.change(metric, by=office, target="98%")
    then, today = (
        metric_of(stood(before).contents, metric.pk),
        metric_of(stood(now()).contents, metric.pk),
    )

    def aims(fact):
        return {cell.quarter: cell.printed for cell in fact.aims}["2023/24 Q3"]

    assert (aims(then), then.target) == (was, target) != ("99%", "98%")
    assert (aims(today), today.target) == ("99%", "98%")


def test_a_scale_that_changed_since_reads_as_it_did(stood, programme, office):
    metric = Metric.objects.filter(workstream__programme=programme, kind="scale").first()
    codes = [point["code"] for point in metric.scale.points]
    actual = Actual.objects.filter(line__metric=metric, printed__in=codes).first()
    before = now()
    audit.change(metric.scale, by=office, points=[{"code": "Z9", "label": "Other"}], name="Other")
    then, today = (
        metric_of(stood(before).contents, metric.pk),
        metric_of(stood(now()).contents, metric.pk),
    )

    def expected(fact):
        [cell] = [cell for cell in fact.lines[0].cells if cell.quarter == actual.quarter]
        return cell.expected

    assert then.scale != "Other"
    assert expected(then) == ""
    assert (today.scale, expected(today) != "") == ("Other", True)


def test_a_value_of_that_day_that_was_edited_since_is_the_one_of_then(stood, metric, nicola):
    actual = Actual.objects.filter(line__metric=metric).exclude(printed="").first()
    was = actual.printed
    before = now()
    audit.change(actual, by=nicola, printed="12.3%")

    def printed(contents):
        cells = metric_of(contents, metric.pk).lines[0].cells
        return {cell.quarter: cell.printed for cell in cells}[actual.quarter]

    assert printed(stood(before).contents) == was
    assert printed(stood(now()).contents) == "12.3%"


def test_a_row_that_was_taken_away_since_stood(stood, metric, office):
    line = metric.lines.create(name="Second row", position=1)
    before = now()
    line.delete()
    assert [one.name for one in metric_of(stood(before).contents, metric.pk).lines][1:] == [
        "Second row"
    ]
    assert len(metric_of(stood(now()).contents, metric.pk).lines) == 1


def test_texts_ratings_and_steps_are_those_of_then(stood, culture, nicola, noon):
    before = now()
    audit.change(culture.sections.get(kind="progress"), by=nicola, text="Written later")
    audit.change(culture.action_ratings.first(), by=nicola, delivery="overdue", explanation="Late")
    cycle.submit(report=culture, by=nicola, at=noon)
    then, today = stream(stood(before).contents), stream(stood(now()).contents)
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
    first = as_it_stood(programme, "2023-12", before)
    assert (first.version, first.contents) == (1, december.packs.get().contents)
    reopen(month=december, reason="A figure was wrong", by=office, at=now())
    december.refresh_from_db()
    opened = now()
    audit.change(december, by=office, headline="Said better")
    assert as_it_stood(programme, "2023-12", now()).contents.overview.headline == "Said better"
    issue(month=december, waivers=waive_all(december), by=office, at=now())
    assert as_it_stood(programme, "2023-12", before).version == 1
    assert as_it_stood(programme, "2023-12", opened).version is None
    latest = as_it_stood(programme, "2023-12", now())
    assert (latest.version, latest.contents) == (2, december.packs.get(version=2).contents)


def test_the_rating_history_of_a_moment_is_that_of_today_where_nothing_changed(
    programme, office, january, culture, nicola
):
    from improvement.finding import find_programme

    standing = find_programme(office, "scas", on=date(2024, 1, 10))
    choice = choose(standing, "2024-01", on=date(2024, 1, 31))
    moment = as_it_stood(programme, "2024-01", now())
    today = histories(choice.month, choice.earlier)
    then = histories_as_it_stood(moment)
    assert (then.months, then.actions) == (today.months, today.actions)
    assert {k: set(v) for k, v in then.criteria.items()} == {
        k: set(v) for k, v in today.criteria.items()
    }
    assert contents_chosen(choice).changes == moment.contents.changes


def test_a_page_shows_the_report_as_it_stood_and_offers_nothing_to_do(
    signed_in, culture, nicola, words
):
    section = culture.sections.get(kind="progress")
    audit.change(section, by=nicola, text="The first text")
    first = section.history.first().history_date
    audit.change(section, by=nicola, text="The second text")
    page = words(signed_in(nicola).get(f"{READING}?at={exactly(first)}"))
    assert f"As it stood on {in_words(first)}" in page
    assert "The first text" in page
    assert "The second text" not in page
    assert "Approve or return" not in page
    assert "The second text" in words(signed_in(nicola).get(READING))


def test_what_changed_is_counted_from_the_pack_of_that_moment(
    signed_in, december, culture, nicola, office, waive_all, one_format, words
):
    rated = december.reports.get(workstream=culture.workstream).action_ratings.first()
    # Somebody confirmed it for January, so a correction of December is not carried there.
    audit.change(culture.action_ratings.get(action=rated.action), by=nicola, carried=False)
    before = exactly(now())
    first = words(signed_in(office).get(READING))
    reopen(month=december, reason="A rating was wrong", by=office, at=now())
    december.refresh_from_db()
    audit.change(rated, by=office, delivery="complete")
    issue(month=december, waivers=waive_all(december), by=office, at=now())
    line = f"Must {rated.action.reference}: delivery"
    assert line not in first
    assert line in words(signed_in(office).get(READING))
    assert line not in words(signed_in(office).get(f"{READING}?at={before}"))


def test_a_scorecard_has_the_quarters_it_had(signed_in, programme, office):
    pages = (
        "/scas/2023-12/culture-and-staff-wellbeing/as-it-stands/",
        f"{READING}?at={exactly(now())}",
    )
    audit.change(programme, by=office, last_quarter="2024/25 Q4")
    client = signed_in(office)
    for page in pages:
        assert "2024/25 Q4" not in client.get(page).content.decode(), page
    assert "2024/25 Q4" in client.get(READING).content.decode()


@pytest.mark.parametrize("month", ["2023-12-v1", "2023-12"])
def test_a_moment_is_asked_for_from_any_version(signed_in, office, words, month):
    page = words(signed_in(office).get(f"/scas/?month={month}&at={exactly(now())}"))
    assert "As it stood on" in page
    assert "December 2023" in page


def test_a_month_that_is_none_is_told_at_a_moment_too(signed_in, office, words):
    answer = signed_in(office).get(f"/scas/?month=garbage&at={exactly(now())}")
    assert answer.status_code == 404
    assert "is not a month" in words(answer)


def test_an_open_month_of_a_moment_was_not_issued_then(signed_in, office, january, words):
    page = words(signed_in(office).get(f"/scas/?month=2024-01&at={exactly(now())}"))
    assert "Not issued at that moment: this is the month as it stood then." in page
    assert "Not issued yet" not in page


def test_the_dashboard_of_a_moment(signed_in, culture, office, nicola, words):
    before = now()
    rating = culture.action_ratings.get(action__reference="CSW-01")
    audit.change(rating, by=nicola, delivery="overdue", explanation="The server failed")
    audit.change(culture.workstream, by=office, name="People and Culture")
    client = signed_in(office)
    then = words(client.get(f"/scas/?month=2024-01&at={exactly(before)}"))
    today = words(client.get("/scas/?month=2024-01"))
    assert "The server failed" in today
    assert "The server failed" not in then
    assert "People and Culture" not in then
    assert f"As it stood on {in_words(before)}" in then


def test_a_moment_alone_shows_the_month_that_the_dashboard_opened_on_then(
    programme, culture, nicola, noon
):
    before = now()
    cycle.submit(report=culture, by=nicola, at=noon)
    assert str(as_it_stood(programme, "", before).month) == "December 2023"
    assert str(as_it_stood(programme, "", now()).month) == "January 2024"


def test_a_month_reopened_since_was_issued_then(programme, december, january, office):
    before = now()
    reopen(month=december, reason="A figure was wrong", by=office, at=now())
    assert as_it_stood(programme, "", before).version == 1
    assert as_it_stood(programme, "", now()).month == december


def test_the_filters_of_the_dashboard_keep_the_moment(signed_in, office):
    moment = now() - timedelta(seconds=1)
    at = exactly(moment)
    page = signed_in(office).get(f"/scas/?month=2024-01&at={at}").content.decode()
    assert page.count(f'<input type="hidden" name="at" value="{at}">') == 2
    assert re.search(rf'<input [^>]*id="as-at"[^>]*value="{in_address(moment)}"', page)


@pytest.mark.parametrize("text", ["tuesday", "2024-13-01", "", "2024-01-05T25:00", "9" * 80])
def test_what_is_no_moment_is_told_with_what_one_looks_like(signed_in, office, text, words):
    with pytest.raises(NotThere, match="Write a moment as 2024-01-05T10:30"):
        moment_of(text, now=now())
    if text:
        answer = signed_in(office).get(f"{READING}?at={text}")
        assert answer.status_code == 404
        assert "is not a moment. Write a moment as" in words(answer)


LATER = datetime(2024, 8, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2024-01-05", datetime(2024, 1, 5, 23, 59, 59, 999999, UTC)),
        ("2024-07-05T10:30", datetime(2024, 7, 5, 9, 30, 59, 999999, UTC)),
        ("2024-07-05T10:30:15", datetime(2024, 7, 5, 9, 30, 15, 999999, UTC)),
        ("2024-07-05T10:30:15+00:00", datetime(2024, 7, 5, 10, 30, 15, 999999, UTC)),
        ("2024-07-05T10:30:15.123456Z", datetime(2024, 7, 5, 10, 30, 15, 123456, UTC)),
        ("2024-08-01", LATER),
    ],
)
def test_a_moment_is_the_end_of_what_was_written_by_uk_time_and_never_to_come(text, end):
    assert moment_of(text, now=LATER) == end


def test_a_moment_to_come_is_refused():
    with pytest.raises(NotThere, match=r"1 August 2024 at 01:01:00 has not come yet"):
        moment_of("2024-08-01T01:01", now=LATER)


def test_a_board_reader_sees_no_earlier_moment(signed_in, board_reader, words):
    for address in ("/scas/2023-12/culture-and-staff-wellbeing/as-it-stands/", "/scas/"):
        answer = signed_in(board_reader).get(f"{address}?at={exactly(now())}")
        assert answer.status_code == 403
        assert "may see who changed what" in words(answer)


def test_it_takes_the_same_queries_however_much_there_is(
    programme, january, django_assert_num_queries, django_assert_max_num_queries
):
    months = months_as_at(programme, now())
    with django_assert_num_queries(20):
        gather_as_at(months[0], months[1], now())
    assert months[0].period == CalendarMonth(2024, 1)
    assert Aim.objects.filter(metric__workstream__programme=programme).count() > 300
    with django_assert_max_num_queries(30):
        as_it_stood(programme, "2024-01", now())
