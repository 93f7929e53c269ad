"""The filters in an address: read, written again, changed and taken away."""

from django.http import QueryDict

from reporting.filters.filters import Filters

ADDRESS = "month=2023-12-v1&at=2024-01-08T10:00:00.000001Z&workstream=culture&kind=must&sort=gap"


def test_an_address_is_read_and_written_the_same():
    filters = Filters.read(QueryDict(ADDRESS))
    assert (filters.month, filters.kind, filters.owner) == ("2023-12-v1", "must", "")
    assert filters.query_string() == f"?{ADDRESS}"


def test_one_change_keeps_the_rest_and_an_empty_one_takes_away():
    filters = Filters(month="2023-12", workstream="culture", kind="must")
    assert filters.query_string(kind="should") == "?month=2023-12&workstream=culture&kind=should"
    assert filters.query_string(workstream="", month="") == "?kind=must"
    assert filters.query_string(owner="A & B") == (
        "?month=2023-12&workstream=culture&kind=must&owner=A+%26+B"
    )


def test_a_second_press_turns_the_order():
    filters = Filters()
    assert filters.sorted_by("gap") == "?sort=gap"
    assert Filters(sort="gap").sorted_by("gap") == "?sort=-gap"
    assert Filters(sort="-gap").sorted_by("gap") == "?sort=gap"


def test_a_period_and_an_order_leave_nothing_out():
    assert Filters(month="2023-12", at="2024-01-08", sort="gap").narrowing == ()
    assert Filters(kind="must", workstream="culture").narrowing == ("workstream", "kind")
