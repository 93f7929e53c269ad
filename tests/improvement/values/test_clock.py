"""The first hour of a summer's day: the programme's clock is an hour before that of UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from improvement.audit import changes
from improvement.values.clock import day_of
from improvement.values.refusals import Refused
from improvement.workflow import transitions

HALF_PAST_MIDNIGHT = datetime(2024, 6, 30, 23, 30, tzinfo=UTC)  # on 1 July, in London


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (HALF_PAST_MIDNIGHT, date(2024, 7, 1)),
        (datetime(2024, 1, 31, 23, 30, tzinfo=UTC), date(2024, 1, 31)),
        (datetime(2024, 6, 30, 23, 30), date(2024, 6, 30)),
    ],
)
def test_a_moment_is_of_the_day_it_is_where_the_programme_is(at, day):
    assert day_of(at) == day


def test_who_is_appointed_from_today_saves_from_midnight_and_who_left_yesterday_does_not(
    culture, nicola, amy
):
    held = nicola.appointments.get(workstream=culture.workstream)
    changes.change(held, by=nicola, ends_on=date(2024, 6, 30))
    with pytest.raises(Refused, match="You are not appointed on this programme"):
        transitions.submit(report=culture, by=nicola, at=HALF_PAST_MIDNIGHT)
    changes.change(held, by=nicola, person=amy, starts_on=date(2024, 7, 1), ends_on=None)
    transitions.submit(report=culture, by=amy, at=HALF_PAST_MIDNIGHT)
