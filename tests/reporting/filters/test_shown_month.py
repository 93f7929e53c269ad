"""The month a page to read shows: as it is, as issued, as at a moment; and what it is read in."""

from __future__ import annotations

import pytest

from improvement.access.lookup import find_programme
from improvement.access.permissions import Standing
from improvement.models import Month, Person
from improvement.values.clock import now, today
from improvement.values.refusals import NotThere, Refused
from reporting.filters.filters import Filters
from reporting.filters.shown_month import ShownMonth, show_month
from reporting.snapshots.moments import moment_for_link


def standing_of(person: Person) -> Standing:
    return find_programme(person, "scas", on=today())


def shown(person: Person, **filters: str) -> ShownMonth[Filters]:
    month = show_month(standing_of(person), Filters(**filters))
    assert month is not None
    return month


def test_it_names_the_month_and_counts_to_its_end(january: Month, nicola: Person) -> None:
    december = shown(nicola)
    assert (december.filters.month, december.month_name) == ("2023-12", "December")
    assert december.on.isoformat() == "2023-12-31"
    open_month = shown(nicola, month="2024-01")
    assert (open_month.contents.month.slug, open_month.on) == ("2024-01", today())


def test_the_filters_of_every_page_narrow_it(january: Month, nicola: Person) -> None:
    month = shown(nicola, month="2024-01", kind="must")
    kinds = {one.strength for stream in month.narrowed.workstreams for one in stream.actions}
    assert kinds == {"Must"}
    assert sum(len(stream.actions) for stream in month.contents.workstreams) == 31


def test_as_at_a_moment_it_says_when_and_needs_who_sees_changes(
    january: Month, nicola: Person, board_reader: Person
) -> None:
    moment = moment_for_link(now())
    month = shown(nicola, month="2024-01", at=moment)
    assert month.filters.at == moment
    assert month.as_at in month.bar.at_words
    assert month.as_at
    with pytest.raises(Refused):
        show_month(standing_of(board_reader), Filters(at=moment))


def test_a_board_reader_finds_no_open_month(january: Month, board_reader: Person) -> None:
    assert shown(board_reader).contents.month.slug == "2023-12"
    with pytest.raises(NotThere):
        show_month(standing_of(board_reader), Filters(month="2024-01"))
