"""What the set-up of a running programme does to its packs: those issued stand, the next one tells.

December is issued and January open in all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from improvement.editing.conflicts import SeenTexts
from improvement.models import (
    Action,
    Ending,
    HighlightReport,
    Month,
    Person,
    Programme,
)
from improvement.setup.actions import write_action
from improvement.setup.criteria import write_criterion
from improvement.setup.end import end_action, end_workstream
from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Rating
from improvement.values.refusals import Refused
from reporting.contents.assemble import assemble
from reporting.contents.facts import Contents
from reporting.models import Pack, PackFile
from reporting.pack.issue import concerns_in, issue
from reporting.renderers import render
from reporting.snapshots.month import contents_of
from tests.support.change_ratings import rate
from tests.support.read_html import read, section, words
from tests.support.set_up_rows import AT, a_source, seen_of

FEBRUARY = CalendarMonth(2024, 2)


@pytest.fixture
def add(culture: HighlightReport, office: Person) -> Callable[..., Action]:
    """Add an action to Culture & Staff Wellbeing."""

    def add(reference: str = "NEW-1", **facts: object) -> Action:
        told = {"reference": reference, "kind": "Must", "text": f"Do what {reference} asks."}
        told |= facts
        action = Action(workstream=culture.workstream)
        return write_action(action=action, facts=told, seen_texts=SeenTexts(), by=office, at=AT)

    return add


@pytest.fixture
def issue_january(january, office, approve_all, waive_all, one_format, noon) -> Callable[[], Pack]:
    def issue_january() -> Pack:
        approve_all()
        return issue(month=january, waivers=waive_all(january), by=office, at=noon)

    return issue_january


def test_an_added_action_changes_nothing_that_was_typed_and_no_issued_document(
    add, january: Month, december: Month
):
    before = assemble(january)
    files = PackFile.objects.filter(pack__month=december)
    frozen = {file.format: bytes(file.body) for file in files}
    add()
    now = assemble(january)
    [added] = [fact for stream in now.workstreams for fact in stream.actions if fact.ref == "NEW-1"]
    assert (added.delivery.code, added.embedding.code, added.carried) == (None, None, False)
    assert _texts_and_figures(now, without=added.id) == _texts_and_figures(before)
    assert len(frozen) == 6
    assert {file.format: bytes(file.body) for file in files.all()} == frozen


def _texts_and_figures(contents: Contents, without: int = 0) -> object:
    return [
        (
            stream.sections,
            [action for action in stream.actions if action.id != without],
            stream.criteria,
            stream.metrics,
            stream.plan,
            stream.undertakings,
        )
        for stream in contents.workstreams
    ]


def test_it_is_asked_for_where_the_report_was_approved(
    add, approve_all, january: Month, culture: HighlightReport
):
    rated = [(row.delivery, row.embedding) for row in culture.action_ratings.all()]
    approve_all()
    add()
    culture.refresh_from_db()
    assert culture.status == "approved"
    assert [(row.delivery, row.embedding) for row in culture.action_ratings.all()][:-1] == rated
    [asked] = [one for one in concerns_in(january) if "NEW-1" in one.concern.sentence]
    assert asked.to_waive


def test_what_ended_stays_in_december_and_is_told_once_with_its_reason(
    culture,
    office,
    january,
    december,
    issue_january,
    waive_all,
    noon,
    programme: Programme,
    signed_in,
):
    done, stopped, *_ = culture.workstream.actions.all()
    end = {"by": office, "at": AT, "month": FEBRUARY}
    end_action(action=done, ending=Ending.COMPLETED, reason="It has taken hold", **end)
    end_action(action=stopped, ending=Ending.WITHDRAWN, reason="CQC closed it", **end)
    issued = issue_january().contents
    assert {done.reference, stopped.reference} <= _references(issued)
    assert {done.reference, stopped.reference} <= _references(contents_of(december))
    february = contents_of(programme.months.get(starts_on=FEBRUARY.starts_on))
    assert not {done.reference, stopped.reference} & _references(february)
    told = {change.place: change.why for change in february.changes.of("closed")}
    assert told == {
        str(done): f"{done.wording}. Completed from February 2024: It has taken hold",
        str(stopped): f"{stopped.wording}. Withdrawn from February 2024: CQC closed it",
    }
    assert "It has taken hold" in words(section(read(render(february, "html")), "changes"))
    dashboard = words(read(signed_in(office).get("/scas/?month=2024-02").content))
    assert "Completed from February 2024: It has taken hold" in dashboard
    counted = february.overview.delivery.counts
    assert sum(count.count for count in counted) == len(_references(february))


def _references(contents: Contents) -> set[str]:
    return {action.ref for stream in contents.workstreams for action in stream.actions}


def test_a_workstream_that_ended_is_told_with_its_reason(
    culture, office, issue_january, programme: Programme, signed_in
):
    ending = {"ending": Ending.WITHDRAWN, "month": FEBRUARY, "reason": "Its work is done"}
    end_workstream(workstream=culture.workstream, by=office, at=AT, **ending)
    issue_january()
    february = contents_of(programme.months.get(starts_on=FEBRUARY.starts_on))
    assert culture.workstream.slug not in {stream.slug for stream in february.workstreams}
    [told] = [change for change in february.changes.of("closed") if not change.workstream]
    assert told.why == "Workstream. Withdrawn from February 2024: Its work is done"
    assert told.why in words(read(signed_in(office).get("/scas/?month=2024-02").content))


def test_a_changed_wording_is_told_with_the_earlier_one_in_the_next_pack_alone(
    culture, office, issue_january, programme: Programme
):
    action, criterion = culture.workstream.actions.first(), culture.workstream.criteria.first()
    write = {"why": "CQC corrected it", "by": office, "at": AT}
    facts = {"text": "Hear every grievance.", "regulation": ""}
    was = (action.wording, criterion.text)
    write_action(action=action, facts=facts, seen_texts=seen_of(action, facts), **write)
    facts = {"text": "Grievances are heard."}
    seen = seen_of(criterion, facts)
    write_criterion(criterion=criterion, facts=facts, seen_texts=seen, **write)
    told = issue_january().contents.changes.of("wording")
    assert [(change.place, change.before, change.now, change.why) for change in told] == [
        (str(action), was[0], "Hear every grievance.", "CQC corrected it"),
        (str(criterion), was[1], "Grievances are heard.", "CQC corrected it"),
    ]
    february = contents_of(programme.months.get(starts_on=FEBRUARY.starts_on))
    assert february.changes.of("wording") == ()


def test_two_sources_print_two_tables_with_owner_and_due_dates(
    add, programme, office, nicola, january, culture
):
    notice = a_source(programme, office)
    facts = {"kind": "Requirement", "source_id": notice.pk, "owner_id": nicola.pk}
    action = add("S29A-1", due_on=date(2023, 12, 31), **facts)
    later = {"due_on": date(2024, 3, 31), "due_moved_because": "Posts were frozen"}
    write_action(action=action, facts=later, seen_texts=seen_of(action, later), by=office, at=AT)
    below = Action(workstream=culture.workstream, parent=action)
    text = {"text": "A list to each manager"}
    write_action(action=below, facts=text, seen_texts=SeenTexts(), by=office, at=AT)
    contents = contents_of(january)
    stream = next(each for each in contents.workstreams if each.slug == culture.workstream.slug)
    first, second = stream.action_tables
    assert (len(first.actions), second.title) == (7, "Section 29A notice")
    [fact] = second.actions
    assert fact.notes == (
        "Owner: Nicola Howells. Due 31 March 2024, first agreed 31 December 2023: "
        "Posts were frozen.",
        "0 of 1 sub-action done",
        "S29A-1.1: A list to each manager. Not yet done.",
    )
    page = words(section(read(render(contents, "html")), "cqc"))
    assert page.startswith("Update on actions")
    assert f"{first.title} " in page
    assert fact.notes[0] in page


def test_past_its_due_date_and_on_track_is_looked_at(add, january, nicola):
    action = add(due_on=date(2024, 1, 30))
    for rating, found in ((Rating.ON_TRACK, 1), (Rating.OVERDUE, 0), (Rating.COMPLETE, 0)):
        rate(action, january, nicola, delivery=rating)
        sentences = [one.concern.sentence for one in concerns_in(january)]
        sentence = f"{action} was due on 30 January 2024 and is rated On Track."
        assert sentences.count(sentence) == found


def test_a_month_without_a_workstream_is_not_issued(january, office, noon, signed_in):
    empty = Programme.objects.create(
        slug="empty",
        name="Empty",
        organisation="Trust",
        first_quarter="2023/24 Q1",
        last_quarter="2024/25 Q4",
    )
    month = Month.objects.create(
        programme=empty, starts_on=date(2024, 1, 1), due_on=date(2024, 2, 5)
    )
    office.appointments.create(programme=empty, role="programme_office")
    with pytest.raises(Refused, match="January 2024 has no workstream, so there is nothing to"):
        issue(month=month, by=office, at=noon)
    assert "the pack can be issued" not in signed_in(office).get("/").content.decode()
