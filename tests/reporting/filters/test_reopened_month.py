"""While a month is open again, the month after it is told against the pack that was issued."""

from __future__ import annotations

from datetime import datetime

import pytest

from improvement import audit
from improvement.models import HighlightReport, Month, Person, Programme
from improvement.permissions import standing_of
from reporting.choosing import choose, contents_chosen, histories_chosen
from reporting.movements import moved
from reporting.publishing import reopen
from reporting.rating_history import Filters, grid


@pytest.fixture
def being_corrected(december: Month, office: Person, noon: datetime) -> None:
    """December is open again and says otherwise than its pack, of everything that is rated."""
    reopen(month=december, reason="A rating was wrong.", by=office, at=noon)
    december.refresh_from_db()
    audit.change(december, by=office, delivery="overdue")
    report = december.reports.get(workstream__slug="culture-and-staff-wellbeing")
    audit.change(report, by=office, delivery="overdue")
    action = report.action_ratings.get(action__reference="CSW-01")
    audit.change(action, by=office, delivery="overdue", embedding="overdue")
    audit.change(report.criterion_ratings.first(), by=office, rating="overdue")


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
        read, contents = histories_chosen(choice), contents_chosen(choice)
    stream = next(one for one in contents.workstreams if one.slug == culture.workstream.slug)
    action = next(one for one in stream.actions if one.ref == "CSW-01")
    assert (action.delivery_before, action.moves) == (action.delivery, ())
    assert action.embedding_before == action.embedding
    assert all((one.before, one.moves) == (one.rating, ()) for one in stream.criteria)
    judged = (stream.delivery, contents.overview.delivery)
    assert [one.before for one in judged] == [one.judged for one in judged]
    assert "CSW-01" not in str(moved(contents, sees_open=True))
    rows = [row for group in grid(contents, read, Filters()) for row in group.rows]
    cells = next(row.cells for row in rows if row.action.id == action.id)
    assert [(one.delivery, one.embedding) for one in cells[-2:]] == [
        (action.delivery.code or "", action.embedding.code or "")
    ] * 2
