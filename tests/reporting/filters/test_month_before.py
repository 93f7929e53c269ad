"""While a month is open again, the month after it is told against the pack that was issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from improvement.access.permissions import standing_of
from improvement.audit import changes
from improvement.models import HighlightReport, Month, Person, Programme
from reporting.contents.assemble import assemble
from reporting.filters.month_choice import choose, contents_chosen, ratings_chosen
from reporting.marks.mark import Mark
from reporting.pack.issue import reopen
from reporting.summary.movements import moved
from reporting.summary.red_actions import rated_actions


@pytest.fixture
def being_corrected(december: Month, office: Person, noon: datetime) -> None:
    """December is open again and says otherwise than its pack, of everything that is rated."""
    reopen(month=december, reason="A rating was wrong.", by=office, at=noon)
    december.refresh_from_db()
    changes.change(december, by=office, delivery="overdue")
    report = december.reports.get(workstream__slug="culture-and-staff-wellbeing")
    changes.change(report, by=office, delivery="overdue")
    action = report.action_ratings.get(action__reference="CSW-01")
    changes.change(action, by=office, delivery="overdue", embedding="overdue")
    changes.change(report.criterion_ratings.first(), by=office, rating="overdue")


@pytest.mark.usefixtures("being_corrected")
def test_tiles_and_grid_tell_the_month_before_as_what_moved_does(
    programme: Programme,
    culture: HighlightReport,
    office: Person,
    noon: datetime,
    django_assert_max_num_queries,
) -> None:
    choice = choose(standing_of(office, programme, on=noon.date()), "2024-01", on=noon.date())
    with django_assert_max_num_queries(12):
        ratings, contents = ratings_chosen(choice), contents_chosen(choice)
    stream = next(one for one in contents.workstreams if one.slug == culture.workstream.slug)
    action = next(one for one in stream.actions if one.ref == "CSW-01")
    assert (action.delivery_before.code, action.moves) == (action.delivery.code, ())
    assert action.embedding_before.code == action.embedding.code
    assert all((one.before.code, one.moves) == (one.rating.code, ()) for one in stream.criteria)
    judged = (stream.delivery, contents.overview.delivery)
    assert [one.before for one in judged] == [one.judged for one in judged]
    assert "CSW-01" not in str(moved(contents, sees_open=True))
    rated = next(each for each in rated_actions(contents, ratings) if each.action.id == action.id)
    assert rated.delivery.marks[-2:] == tuple(
        Mark(action.delivery.judgement, carried) for carried in (False, True)
    )


def test_a_pack_tells_the_month_before_as_its_rows_do(
    january: Month, programme: Programme, office: Person, noon: datetime
) -> None:
    choice = choose(standing_of(office, programme, on=noon.date()), "2024-01", on=noon.date())
    contents = contents_chosen(choice)
    actions = [action for stream in contents.workstreams for action in stream.actions]
    assert {action.delivery_before.code for action in actions} > {"on_track"}
    assert contents == replace(assemble(january, brief=True), changes=contents.changes)
