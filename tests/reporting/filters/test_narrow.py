"""What is left of December after its filters, and what they leave as it is."""

from dataclasses import replace

import pytest

from reporting.contents.facts import Contents
from reporting.contents.pack_facts import ChangeFact, ChangesFact
from reporting.filters.filters import Filters
from reporting.filters.narrow import (
    Panel,
    executives_of,
    kinds_of,
    narrow,
    not_narrowed,
    owners_of,
)
from reporting.snapshots.month import contents_of

SAFETY, HELEN = "patient-safety", "Helen Young"
WELL_LED = "CQC Well Led inspection report, August 2022"


@pytest.fixture
def contents(december) -> Contents:
    return contents_of(december)


def counted(contents: Contents, **filters: str) -> tuple[int, int, int]:
    """Return how many actions, measures and criteria are left."""
    streams = narrow(contents, Filters(**filters)).workstreams
    return (
        sum(len(stream.actions) for stream in streams),
        sum(len(stream.metrics) for stream in streams),
        sum(len(stream.criteria) for stream in streams),
    )


def criteria_of(contents: Contents, owner: str) -> list[int]:
    """Return the ids of the criteria that an owner leaves."""
    streams = narrow(contents, Filters(owner=owner)).workstreams
    return [criterion.id for stream in streams for criterion in stream.criteria]


def test_without_filters_nothing_is_left_out(contents):
    assert narrow(contents, Filters(month="2023-12", sort="gap")) is contents
    assert counted(contents) == (31, 41, 16)


def test_a_workstream_narrows_all_of_it(contents):
    assert counted(contents, workstream=SAFETY) == (10, 9, 5)
    assert [stream.slug for stream in narrow(contents, Filters(workstream=SAFETY)).workstreams] == [
        SAFETY
    ]


def test_kind_and_source_narrow_actions_alone(contents):
    assert counted(contents, kind="must") == (11, 41, 16)
    assert counted(contents, kind="should") == (20, 41, 16)
    assert counted(contents, source=WELL_LED) == (31, 41, 16)
    assert counted(contents, source="Another inspection") == (0, 41, 16)
    assert counted(contents, kind="must", workstream=SAFETY) == (8, 9, 5)


def test_an_owner_is_the_executive_of_a_workstream(contents):
    assert executives_of(contents.workstreams[3]) == (HELEN,)
    assert counted(contents, owner=HELEN)[:2] == (10, 9)


def test_a_criterion_is_its_own_owners_also_in_another_workstream(contents):
    first, *others = contents.workstreams
    owned = replace(first.criteria[0], owner=HELEN)
    changed = replace(
        contents,
        workstreams=(replace(first, criteria=(owned, *first.criteria[1:])), *others),
    )
    assert criteria_of(changed, HELEN) == [owned.id, *criteria_of(contents, HELEN)]
    left = narrow(changed, Filters(owner=HELEN)).workstreams[0]
    assert (left.slug, left.actions, left.metrics) == (first.slug, (), ())


def with_an_owned_action(contents: Contents) -> Contents:
    """Return the month with a recommendation of the first workstream that is Helen Young's."""
    first, *others = contents.workstreams
    owned = replace(first.actions[0], owner=HELEN, strength="Recommendation")
    mine = replace(first, actions=(owned, *first.actions[1:]))
    return replace(contents, workstreams=(mine, *others))


def test_an_action_is_its_own_owners_also_in_another_workstream(contents):
    changed = with_an_owned_action(contents)
    first = changed.workstreams[0]
    [lead] = executives_of(first)
    assert owners_of(first) >= {HELEN, lead}
    assert counted(changed, owner=HELEN)[0] == 1 + counted(contents, owner=HELEN)[0]
    assert counted(changed, owner=lead)[0] == counted(contents, owner=lead)[0] - 1
    left = narrow(changed, Filters(owner=HELEN)).workstreams[0]
    assert (left.slug, left.actions, left.metrics) == (first.slug, first.actions[:1], ())
    assert counted(changed, owner=HELEN, kind="recommendation")[0] == 1


def test_the_kinds_are_those_that_actions_have(contents):
    known = [("must", "Must"), ("should", "Should")]
    assert kinds_of(contents) == known
    more = kinds_of(with_an_owned_action(contents))
    assert more == [*known, ("recommendation", "Recommendation")]


def test_an_address_that_matches_nothing_leaves_nothing(contents):
    assert counted(contents, workstream="none") == (0, 0, 0)
    assert counted(contents, owner="Nobody") == (0, 0, 0)


def test_changes_are_narrowed_as_what_they_are_of(contents):
    safety = contents.workstreams[3].name
    items = [
        ChangeFact("rating", safety, "Must PS-01: delivery", "On Track", "Off Track"),
        ChangeFact("rating", safety, "Should PS-10: delivery", "On Track", "Off Track"),
        ChangeFact("crossed", safety, "Metric 1: Actual", "Met", "Not met"),
        ChangeFact("rating", contents.workstreams[0].name, "Must GWL-01: delivery", "a", "b"),
        ChangeFact("dates", "", "Exit date", "a", "b"),
    ]
    changed = replace(contents, changes=ChangesFact("November 2023", tuple(items)))

    def left(**filters: str) -> list[str]:
        found = narrow(changed, Filters(**filters)).changes
        assert found.earlier == "November 2023"
        return [change.place.partition(":")[0] for change in found.items]

    assert left(workstream=SAFETY) == ["Must PS-01", "Should PS-10", "Metric 1"]
    assert left(kind="must") == ["Must PS-01", "Metric 1", "Must GWL-01", "Exit date"]
    assert left(kind="should", owner=HELEN) == ["Should PS-10", "Metric 1"]


def test_a_panel_says_which_filters_leave_it_as_it_is():
    filters = Filters(kind="must", source=WELL_LED, workstream=SAFETY)
    assert not_narrowed(Panel.ACTIONS, filters) == ""
    assert not_narrowed(Panel.MEASURES, Filters(kind="must")) == "not by kind"
    assert not_narrowed(Panel.CRITERIA, filters) == "not by source or kind"
    assert not_narrowed(Panel.RETURNS, Filters(workstream=SAFETY, owner=HELEN)) == ""
