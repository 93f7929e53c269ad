"""Pages as at a moment: what they show, what they offer, and which moments are none."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now

from improvement.audit import changes
from improvement.values.periods import CalendarMonth
from improvement.values.refusals import NotThere
from improvement.workflow import transitions
from reporting.pack.issue import issue, reopen
from reporting.snapshots.as_at import month_as_at
from reporting.snapshots.as_at_rows import gather_as_at, months_as_at
from reporting.snapshots.moments import (
    moment_for_link,
    moment_in_words,
    moment_of,
)
from scorecards.models import Aim

READING = "/scas/2024-01/culture-and-staff-wellbeing/as-it-stands/"


def test_a_page_shows_the_report_as_it_stood_and_offers_nothing_to_do(
    signed_in, culture, nicola, words
):
    section = culture.sections.get(kind="progress")
    changes.change(section, by=nicola, text="The first text")
    first = section.history.first().history_date
    changes.change(section, by=nicola, text="The second text")
    page = words(signed_in(nicola).get(f"{READING}?at={moment_for_link(first)}"))
    assert f"As it stood on {moment_in_words(first)}" in page
    assert "The first text" in page
    assert "The second text" not in page
    assert "Approve or return" not in page
    assert "The second text" in words(signed_in(nicola).get(READING))


def test_what_changed_is_counted_from_the_pack_of_that_moment(
    signed_in, december, culture, nicola, office, waive_all, one_format, words
):
    rated = december.reports.get(workstream=culture.workstream).action_ratings.first()
    # Somebody confirmed it for January, so a correction of December is not carried there.
    changes.change(culture.action_ratings.get(action=rated.action), by=nicola, carried=False)
    before = moment_for_link(now())
    first = words(signed_in(office).get(READING))
    reopen(month=december, reason="A rating was wrong", by=office, at=now())
    december.refresh_from_db()
    changes.change(rated, by=office, delivery="complete")
    issue(month=december, waivers=waive_all(december), by=office, at=now())
    line = f"Must {rated.action.reference}: delivery"
    assert line not in first
    assert line in words(signed_in(office).get(READING))
    assert line not in words(signed_in(office).get(f"{READING}?at={before}"))


def test_a_scorecard_has_the_quarters_it_had(signed_in, programme, office):
    pages = (
        "/scas/2023-12/culture-and-staff-wellbeing/as-it-stands/",
        f"{READING}?at={moment_for_link(now())}",
    )
    changes.change(programme, by=office, last_quarter="2024/25 Q4")
    client = signed_in(office)
    for page in pages:
        assert "2024/25 Q4" not in client.get(page).content.decode(), page
    assert "2024/25 Q4" in client.get(READING).content.decode()


@pytest.mark.parametrize("month", ["2023-12-v1", "2023-12"])
def test_a_moment_is_asked_for_from_any_version(signed_in, office, words, month):
    moment = now()
    page = words(signed_in(office).get(f"/scas/?month={month}&at={moment_for_link(moment)}"))
    assert page.count(f"As at {moment_in_words(moment)}") == 2  # on paper, and among the filters
    assert "December 2023" in page


def test_a_month_that_is_none_is_told_at_a_moment_too(signed_in, office, words):
    answer = signed_in(office).get(f"/scas/?month=garbage&at={moment_for_link(now())}")
    assert answer.status_code == 404
    assert "is not a month" in words(answer)


def test_an_open_month_of_a_moment_was_not_issued_then(signed_in, office, january, words):
    moment = now()
    page = words(signed_in(office).get(f"/scas/?month=2024-01&at={moment_for_link(moment)}"))
    assert f"As at {moment_in_words(moment)}, not issued then" in page
    assert "As it stands" not in page


def test_the_dashboard_of_a_moment(signed_in, culture, office, nicola, words):
    before = now()
    rating = culture.action_ratings.get(action__reference="CSW-01")
    changes.change(rating, by=nicola, delivery="overdue", explanation="The server failed")
    changes.change(culture.workstream, by=office, name="People and Culture")
    client = signed_in(office)
    then = words(client.get(f"/scas/?month=2024-01&at={moment_for_link(before)}"))
    today = words(client.get("/scas/?month=2024-01"))
    assert "The server failed" in today
    assert "The server failed" not in then
    assert "People and Culture" not in then
    assert f"As at {moment_in_words(before)}" in then


def test_a_moment_alone_shows_the_month_that_the_dashboard_opened_on_then(
    programme, culture, nicola, noon
):
    before = now()
    transitions.submit(report=culture, by=nicola, at=noon)
    assert str(month_as_at(programme, "", before).month) == "December 2023"
    assert str(month_as_at(programme, "", now()).month) == "January 2024"


def test_a_month_reopened_since_was_issued_then(programme, december, january, office):
    before = now()
    reopen(month=december, reason="A figure was wrong", by=office, at=now())
    assert month_as_at(programme, "", before).version == 1
    assert month_as_at(programme, "", now()).month == december


def test_the_filters_of_the_dashboard_keep_the_moment(signed_in, office):
    moment = now() - timedelta(seconds=1)
    at = moment_for_link(moment)
    page = signed_in(office).get(f"/scas/?month=2024-01&at={at}").content.decode()
    form = page[page.index('id="filters"') : page.index("</form>", page.index('id="filters"'))]
    assert form.count(f'<input type="hidden" name="at" value="{at}">') == 1
    assert f"<b>{moment_in_words(moment)}</b>" in form
    # Another column to sort by, and the other grid, are of the same moment, too.
    sorts = re.findall(r'class="app-sort" href="([^"]+)"', page)
    assert sorts
    assert all(f"at={at}" in address for address in sorts)


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
        answer = signed_in(board_reader).get(f"{address}?at={moment_for_link(now())}")
        assert answer.status_code == 403
        assert "may see who changed what" in words(answer)


def test_it_takes_the_same_queries_however_much_there_is(
    programme, january, django_assert_num_queries, django_assert_max_num_queries
):
    months = months_as_at(programme, now())
    with django_assert_num_queries(23):
        gather_as_at(months[0], months[1], now())
    assert months[0].period == CalendarMonth(2024, 1)
    assert Aim.objects.filter(metric__workstream__programme=programme).count() > 300
    with django_assert_max_num_queries(30):
        month_as_at(programme, "2024-01", now())
