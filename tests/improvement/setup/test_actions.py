"""Actions set up while a month is open: what they need, and where they stand at once."""

from __future__ import annotations

from datetime import date

import pytest

from improvement.editing.conflicts import SeenTexts
from improvement.models import (
    Action,
    ActionRating,
    HighlightReport,
    Month,
    Person,
    Programme,
    Source,
)
from improvement.setup.actions import mark_done, move_action, write_action
from improvement.setup.sources import write_source
from improvement.values.browser_windows import digest
from improvement.values.refusals import Refused
from tests.support.set_up_rows import AT, a_source, seen_of

NEW = {"reference": "S29A-1", "kind": "Requirement", "text": "Staff every shift."}


@pytest.fixture
def write(culture: HighlightReport, office: Person):
    """Write an action of Culture & Staff Wellbeing, a new one unless another is given."""

    def write(
        action: Action | None = None, *, why: str = "", by: Person = office, **facts
    ) -> Action:
        action = action or Action(workstream=culture.workstream)
        seen = seen_of(action, facts)
        return write_action(action=action, facts=facts, seen_texts=seen, why=why, by=by, at=AT)

    return write


def test_a_new_action_is_in_the_open_month_unrated_and_december_has_it_not(
    write, culture, december: Month, programme: Programme, office: Person
):
    before = list(culture.action_ratings.values_list("pk", "delivery", "explanation"))
    action = write(source_id=a_source(programme, office).pk, **NEW)
    assert (str(action), action.strength, action.position) == ("Requirement S29A-1", "", 7)
    rating = ActionRating.objects.get(action=action)
    assert (rating.report, rating.delivery, rating.carried) == (culture, "", False)
    assert list(culture.action_ratings.values_list("pk", "delivery", "explanation"))[:-1] == before
    assert not ActionRating.objects.filter(report__month=december, action=action).exists()


def test_only_the_programme_office_writes_one(write, nicola: Person):
    with pytest.raises(Refused, match="Only the Programme office may set this programme up"):
        write(by=nicola, **NEW)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"reference": "csw-01"}, "csw-01 is the reference of “The trust"),
        ({"kind": ""}, "Say what its source calls it, for example Must or Should."),
        ({"text": " "}, "Write what has to be done."),
        ({"reference": ""}, "Write the action’s reference."),
        ({"kind": "Condition"}, "Section 29A notice has no kind “Condition”: it has Requirement, "),
        ({"source_id": 10**6}, "Choose a source of this programme."),
        ({"percent_complete": 101}, "Write a percentage from 0 to 100."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(write, programme, office, facts, sentence):
    source = a_source(programme, office)
    with pytest.raises(Refused, match=sentence):
        write(**{**NEW, "source_id": source.pk, **facts})
    assert not Action.objects.filter(reference="S29A-1").exists()


def test_a_kind_is_must_or_should_where_its_source_says_so(write, culture):
    action = write(**NEW | {"kind": "Must"})
    assert (action.kind, action.strength, str(action)) == ("Must", "must", "Must S29A-1")
    first = culture.workstream.actions.first()
    write(first, kind=first.called_kind, short_name="Appraisals")
    first.refresh_from_db()
    assert (first.kind, first.short_name) == ("", "Appraisals")


def test_a_due_date_moves_with_a_reason_and_both_stay(write):
    action = write(**NEW, due_on=date(2023, 12, 31))
    assert (action.due_first, action.due_on) == (date(2023, 12, 31), date(2023, 12, 31))
    with pytest.raises(Refused, match="Say why the due date moves"):
        write(action, due_on=date(2024, 3, 31))
    action.refresh_from_db()
    write(action, due_on=date(2024, 3, 31), due_moved_because="Appraisals paused")
    action.refresh_from_db()
    facts = (action.due_first, action.due_on, action.due_moved_because)
    assert facts == (date(2023, 12, 31), date(2024, 3, 31), "Appraisals paused")


def test_a_wording_of_an_issued_pack_changes_with_a_reason(write, culture):
    issued, new = culture.workstream.actions.first(), write(**NEW)
    write(new, text="Staff all shifts.")
    assert not new.rewordings.exists()
    wording = issued.wording
    with pytest.raises(Refused, match="say why it changes"):
        write(issued, text="Hear every grievance.")
    issued.refresh_from_db()
    for text, why in (("Hear every grievance.", "Shortened"), ("Hear them all.", "Again")):
        write(issued, text=text, regulation="", why=why)
    [told] = issued.rewordings.all()
    assert (told.starts_on, told.wording_before) == (date(2024, 1, 1), wording)
    assert (told.wording_after, told.reason) == ("Hear them all.", "Again")


def test_a_sub_action_counts_under_its_parent_and_is_done_or_not(
    write, culture, nicola: Person, melanie: Person
):
    parent = culture.workstream.actions.get(reference="CSW-03")
    below = write(
        Action(workstream=culture.workstream, parent=parent), text="Protected hours in every rota"
    )
    parent.refresh_from_db()
    assert (below.reference, parent.sub_actions_rated) == ("CSW-03.1", False)
    assert not ActionRating.objects.filter(action=below).exists()
    mark_done(action=below, done=True, by=nicola, at=AT)
    assert (below.done_on, below.done_by) == (AT.date(), nicola)
    deeper = Action(workstream=culture.workstream, parent=below)
    with pytest.raises(Refused, match="Sub-actions are one level deep"):
        write(deeper, text="One more")
    write(parent, sub_actions_rated=True)
    assert ActionRating.objects.get(action=below).report == culture
    below.refresh_from_db()
    with pytest.raises(Refused, match="is rated: rate it in the report"):
        mark_done(action=below, done=False, by=melanie, at=AT)


def test_actions_move_among_those_beside_them(culture, office):
    first, second, *_ = culture.workstream.actions.all()
    move_action(action=second, up=True, by=office, at=AT)
    assert list(culture.workstream.actions.all())[:2] == [second, first]


def test_a_source_keeps_the_kinds_its_actions_have(write, programme, office):
    source = a_source(programme, office)
    write(**NEW, source_id=source.pk)

    def change(**facts):
        seen = seen_of(source, facts)
        write_source(source=source, facts=facts, seen_texts=seen, by=office, at=AT)

    with pytest.raises(Refused, match="Actions of this source are called Requirement"):
        change(kinds=["Condition"])
    source.refresh_from_db()
    change(kinds=["Requirement", " Condition "], regulator="CQC", dated=date(2024, 1, 5))
    source.refresh_from_db()
    assert source.kinds == ["Requirement", "Condition"]
    assert source.particulars == "CQC, 5 January 2024"
    facts = {"title": "section 29a Notice"}
    other = Source(programme=programme)
    with pytest.raises(Refused, match="There is a source called"):
        write_source(source=other, facts=facts, seen_texts=SeenTexts(), by=office, at=AT)


def test_nobody_overwrites_what_somebody_else_saved_meanwhile(write, culture, office):
    action = culture.workstream.actions.first()
    seen = SeenTexts({"short_name": digest("what I saw")})
    with pytest.raises(Refused, match="saved a different text"):
        write_action(action=action, facts={"short_name": "Mine"}, seen_texts=seen, by=office, at=AT)
