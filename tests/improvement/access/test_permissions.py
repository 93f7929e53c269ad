"""Who may do what, from appointments in force."""

from datetime import date, timedelta

import pytest

from improvement.access.lookup import find_month, find_programme
from improvement.access.permissions import Verb, refusal, standing_of
from improvement.models import Appointment, Role
from improvement.values.refusals import NotThere, Refused

TODAY = date(2024, 1, 10)


def test_a_role_on_a_workstream_counts_there_and_not_next_door(programme, nicola):
    standing = standing_of(nicola, programme, on=TODAY)
    own = programme.workstreams.get(slug="culture-and-staff-wellbeing")
    other = programme.workstreams.get(slug="patient-safety")
    assert refusal(standing, Verb.SUBMIT, own) == ""
    assert refusal(standing, Verb.SUBMIT, other) == (
        "Only the Senior Responsible Officer, Programme Manager or Programme office of Patient "
        "Safety may submit this report. "
        "You are Senior Responsible Officer of Culture & Staff Wellbeing."
    )


@pytest.mark.parametrize(
    ("starts", "ends", "counts"),
    [(0, 0, True), (-10, -1, False), (1, 10, False), (-10, None, True), (None, 0, True)],
)
def test_an_appointment_counts_from_its_first_day_to_its_last(
    programme, stranger, starts, ends, counts
):
    def day(offset: int | None) -> date | None:
        return None if offset is None else TODAY + timedelta(days=offset)

    Appointment(
        person=stranger,
        role=Role.CEO_OFFICE,
        programme=programme,
        starts_on=day(starts),
        ends_on=day(ends),
    ).save()
    standing = standing_of(stranger, programme, on=TODAY)
    assert (refusal(standing, Verb.READ) == "") is counts


def test_a_stranger_does_not_learn_that_the_programme_exists(programme, stranger):
    for slug in ("scas", "no-such-programme"):
        with pytest.raises(NotThere, match=f"There is no programme “{slug}”, or you have no"):
            find_programme(stranger, slug, on=TODAY)


def test_a_board_reader_reads_issued_months_only(board_reader):
    standing = find_programme(board_reader, "scas", on=TODAY)
    assert str(find_month(standing, "2023-12")) == "December 2023"
    with pytest.raises(Refused, match="may read a month before its pack is issued"):
        find_month(standing, "2024-01")


def test_a_month_without_a_report_is_not_there(office):
    standing = find_programme(office, "scas", on=TODAY)
    with pytest.raises(NotThere, match="has no report for May 2030"):
        find_month(standing, "2030-05")
