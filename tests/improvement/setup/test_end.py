"""What ends is in its earlier months, and gone from the month it ends from."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from improvement.editing.conflicts import SeenTexts
from improvement.models import (
    Action,
    ActionRating,
    CriterionRating,
    Ending,
    ExitCriterion,
    HighlightReport,
    Month,
    Person,
    Programme,
    Workstream,
)
from improvement.setup.criteria import move_criterion, write_criterion
from improvement.setup.end import bring_back, end_action, end_criterion, end_workstream
from improvement.setup.workstreams import move_workstream, write_workstream
from improvement.values.periods import CalendarMonth
from improvement.values.refusals import Refused
from improvement.workflow.open_month import open_month, opening_refusal
from tests.support.set_up_rows import AT, seen_of

DECEMBER, JANUARY, FEBRUARY = (
    CalendarMonth(2023, 12),
    CalendarMonth(2024, 1),
    CalendarMonth(2024, 2),
)


@pytest.fixture
def actions(culture: HighlightReport) -> list[Action]:
    return list(culture.workstream.actions.all())


@pytest.fixture
def end(office: Person):
    """End an action as withdrawn from February on, unless it is said otherwise."""

    def end(action: Action, ending=Ending.WITHDRAWN, month=FEBRUARY, reason="Stood down", **more):
        facts = {"by": office, "at": AT} | more
        end_action(action=action, ending=ending, month=month, reason=reason, **facts)

    return end


def open_february(january: Month, office: Person) -> Month:
    january.issued_at, january.issued_by = AT, office
    january.save()
    return open_month(programme=january.programme, period=FEBRUARY, by=office, at=AT)


def test_what_ended_has_no_row_in_the_month_it_ends_from(actions, end, january, office):
    end(actions[0], Ending.COMPLETED, reason="Taken hold")
    end(actions[1], Ending.MERGED, merged_into=actions[2])
    february = open_february(january, office)
    rated = ActionRating.objects.filter(report__month=february, action__in=actions)
    assert [rating.action for rating in rated] == actions[2:]
    earlier = ActionRating.objects.filter(report__month=january, action__in=actions)
    assert earlier.count() == len(actions)
    assert actions[0].ended_words == "Completed from February 2024"
    assert actions[1].ended_words == f"Merged into {actions[2]} from February 2024"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"reason": " "}, "Say why it ends: the first pack without it prints it."),
        ({"month": DECEMBER}, "it can end from January 2024 on"),
        ({"ending": Ending.MERGED}, "Choose another one that it is merged into."),
    ],
)
def test_an_end_has_a_month_a_reason_and_what_it_is_merged_into(actions, end, facts, sentence):
    with pytest.raises(Refused, match=sentence):
        end(actions[0], **facts)
    actions[0].refresh_from_db()
    assert actions[0].ended_as is None


def test_nothing_is_merged_into_itself_or_into_what_has_ended(actions, end, nicola):
    end(actions[1])
    for into, sentence in ((actions[0], "Choose another"), (actions[1], "has ended itself")):
        with pytest.raises(Refused, match=sentence):
            end(actions[0], Ending.MERGED, merged_into=into)
    with pytest.raises(Refused, match="Only what is merged goes into another"):
        end(actions[0], merged_into=actions[2])
    with pytest.raises(Refused, match="Only the Programme office"):
        end(actions[0], by=nicola)


def test_an_end_an_issued_pack_tells_of_stands_and_another_can_be_taken_back(
    actions, end, january, office
):
    end(actions[0], month=JANUARY)
    end(actions[1], month=JANUARY)
    bring_back(thing=actions[1], by=office, at=AT)
    rated = ActionRating.objects.get(report__month=january, action=actions[1])
    assert (rated.carried, actions[1].ended_words) == (True, "")
    open_february(january, office)
    with pytest.raises(Refused, match="Withdrawn from January 2024, which an issued pack says"):
        end(actions[0], Ending.COMPLETED)


def test_the_database_takes_no_half_an_end(actions):
    action = actions[0]
    for facts in ({"ended_as": "completed"}, {"ended_from": date(2024, 2, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Action.objects.filter(pk=action.pk).update(**facts)


def test_a_criterion_is_added_reworded_moved_and_ended(culture, office, january):
    new = ExitCriterion(workstream=culture.workstream)
    facts = {"number": "99", "text": "Every post is filled"}
    write = {"seen_texts": SeenTexts(), "by": office, "at": AT}
    write_criterion(criterion=new, facts=facts, **write)
    assert CriterionRating.objects.get(criterion=new).report == culture
    move_criterion(criterion=new, up=True, by=office, at=AT)
    [*_, before_last, last] = culture.workstream.criteria.all()
    assert before_last == new
    with pytest.raises(Refused, match="99 is the number of “Every post is filled” already"):
        write_criterion(criterion=last, facts={"number": "99"}, **write | seen(last, "number"))
    with pytest.raises(Refused, match="say why it changes"):
        write_criterion(criterion=last, facts={"text": "Held"}, **write | seen(last, "text"))
    last.refresh_from_db()
    facts = {"text": "Held"}
    write_criterion(criterion=last, facts=facts, why="Clearer", **write | seen(last, "text"))
    assert [row.wording_after for row in last.rewordings.all()] == ["Held"]
    ending = {"ending": Ending.COMPLETED, "month": FEBRUARY, "reason": "Met"}
    end_criterion(criterion=last, by=office, at=AT, **ending)
    february = open_february(january, office)
    assert not CriterionRating.objects.filter(report__month=february, criterion=last).exists()


def seen(row, *names: str) -> dict[str, SeenTexts]:
    return {"seen_texts": seen_of(row, dict.fromkeys(names))}


def test_a_workstream_begins_in_the_open_month_and_ends_with_one_that_is_not_open(
    january, programme: Programme, office: Person
):
    new = Workstream(programme=programme)
    facts = {"name": "Overview", "exit_statement": ""}
    write_workstream(workstream=new, facts=facts, seen_texts=SeenTexts(), by=office, at=AT)
    assert (new.slug, new.position) == ("overview-2", 4)  # the address of a page of the month
    report = january.reports.get(workstream=new)
    assert report.sections.count() == 7
    move_workstream(workstream=new, up=True, by=office, at=AT)
    assert list(programme.workstreams.all())[3] == new
    ending = {"ending": Ending.WITHDRAWN, "reason": "Never begun", "by": office, "at": AT}
    with pytest.raises(Refused, match="Overview is in an earlier month: it can end from February"):
        end_workstream(workstream=new, month=JANUARY, **ending)
    end_workstream(workstream=new, month=FEBRUARY, **ending)
    february = open_february(january, office)
    assert february.reports.count() == 4


def test_what_stands_of_a_workstream_in_a_pack_changes_with_a_reason(culture, office):
    stream, facts = culture.workstream, {"name": "Culture"}
    write = {"facts": facts, "by": office, "at": AT, **seen(stream, "name")}
    with pytest.raises(Refused, match="say why it changes"):
        write_workstream(workstream=stream, **write)
    stream.refresh_from_db()
    write_workstream(workstream=stream, why="Shorter", **write)
    assert stream.history.first().history_change_reason == "Shorter"


def test_no_month_opens_without_a_workstream(programme, office):
    quarters = {"first_quarter": "2023/24 Q1", "last_quarter": "2024/25 Q4"}
    empty = Programme.objects.create(slug="empty", name="Empty", organisation="Trust", **quarters)
    sentence = "No workstream would report in January 2024: add one first."
    assert opening_refusal(empty, JANUARY) == sentence
