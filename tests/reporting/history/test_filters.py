"""What a question of the history finds: by person, kind, day, and by what things are called."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localtime, now

from improvement.accounts.invite import invite_again
from improvement.audit import changes
from improvement.audit.event_log import log_download
from improvement.models import (
    Acknowledgement,
    Role,
)
from reporting.history.describe import describe_changes
from reporting.history.find import HistoryFilter, find_changes
from reporting.history.registry import AUDITED_MODELS
from tests.support import another_programme
from tests.support.change_ratings import entries
from tests.support.set_up_rows import a_source, reword


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"kind": "section"}, lambda one: one.kind == "Section of a highlight report"),
        (
            {"workstream": "governance-and-well-led"},
            lambda one: "Governance & Well Led" in one.where,
        ),
        ({"name": "CSW-01"}, lambda one: "CSW-01" in one.thing),
    ],
)
def test_a_question_narrows_to_what_it_asks(programme, asked, holds):
    described = entries(programme, **asked)
    everything = entries(programme)
    if "workstream" in asked:  # the workstream's own row is described by its name
        described = [one for one in described if one.kind != "Workstream"]
    assert described
    assert all(holds(one) for one in described)
    assert len(described) < len(everything)


def test_a_thing_is_found_by_what_it_is_called(programme, office):
    found = {entry.thing for entry in entries(programme, name="criterion 2")}
    assert found >= {"Criterion 2", "Rating of Criterion 2"}
    assert all("Criterion 2" in thing for thing in found)


def of_every_kind(programme, office) -> list:
    """Return an entry of each kind of thing that is there; what nothing was left of is made."""
    report = programme.months.first().reports.select_related("workstream").first()
    invite_again(
        programme=programme,
        person=report.workstream.appointments.first().person,
        email="new@trust.example",
        role=None,
        workstream=None,
        base_url="http://here",
        by=office,
        at=now(),
    )
    facts = {"key": "k", "warning": "It’s late", "reason": "Known", "acknowledged_at": now()}
    row = Acknowledgement(report=report, acknowledged_by=office, **facts)
    changes.record(row, by=office)
    a_source(programme, office)
    items = report.workstream.actions, report.workstream.criteria, report.workstream.metrics
    for thing in items:
        reword(thing.first(), office)
    described = {}
    for row in find_changes(programme, HistoryFilter()):
        described.setdefault(row[1], row)
    return list(
        zip(described.values(), describe_changes(programme, list(described.values())), strict=True)
    )


@pytest.mark.usefixtures("one_format")
def test_everything_is_found_by_what_its_entry_is_called(db):
    other = another_programme.build(at=now())
    office = another_programme.person(other, Role.PROGRAMME_OFFICE)
    described = of_every_kind(other, office)
    assert {row[1] for row, _ in described} == AUDITED_MODELS.keys()
    for row, entry in described:
        for name in (entry.thing, entry.thing.upper()):
            assert row in list(find_changes(other, HistoryFilter(name=name))), entry.thing


@pytest.mark.parametrize("typed", ["the board's view", "The board’s view", "the board‘s view"])
@pytest.mark.parametrize("kept", ["The board’s view", "The board's view", "The boardʼs view"])
def test_an_apostrophe_finds_every_other(programme, office, nicola, typed, kept):
    meeting = programme.meetings.first()
    changes.change(meeting, by=office, name=kept)
    assert [entry.thing for entry in entries(programme, name=typed)] == [kept]
    log_download(about=kept, detail="csv", programme=programme, by=nicola, at=now(), place="/")
    found = entries(programme, name=typed, with_log=True)
    assert [(one.kind, one.thing) for one in found] == [("Download", kept), ("Meeting", kept)]


def test_quotation_marks_of_every_kind_find_each_other(programme, office):
    meeting = programme.meetings.first()
    changes.change(meeting, by=office, name="The “gold” meeting")
    assert [entry.thing for entry in entries(programme, name='the "gold"')] == [
        "The “gold” meeting"
    ]
    changes.change(meeting, by=office, name='The "gold" meeting')
    assert len(entries(programme, name="„gold“ MEETING")) == 2


def test_a_name_with_a_sign_of_the_database_is_taken_as_it_is(programme):
    assert entries(programme, name="100%_of it\\") == []


def test_a_person_is_found_by_what_they_did(programme, section, nicola, amy):
    described = entries(programme, person=nicola.pk)
    assert {one.who for one in described} >= {"Nicola Howells"}
    assert len([one for one in described if one.thing == str(section)]) == 2
    assert entries(programme, person=amy.pk, kind="section") == []


def test_days_are_those_of_the_programmes_clock_and_both_are_included(programme, section):
    today = localtime(now()).date()
    assert len(entries(programme, kind="section", since=today, until=today)) == len(
        entries(programme, kind="section")
    )
    assert entries(programme, until=today - timedelta(days=1)) == []
    assert entries(programme, since=today + timedelta(days=1)) == []
