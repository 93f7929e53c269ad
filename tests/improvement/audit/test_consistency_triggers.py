"""What the database refuses where two rows, or two ends, do not agree."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from improvement.audit import changes
from improvement.audit.consistency_triggers import drop_before_migrating, drop_triggers, unprotected
from improvement.audit.verify import BrokenHistory, verify_history
from improvement.models import Action, Appointment, Programme, Role, Source, Workstream

ENDS = {"first_quarter": "2023/24 Q1", "last_quarter": "2024/25 Q4"}


@pytest.fixture
def theirs(programme, office) -> Workstream:
    """A workstream of another programme."""
    other = Programme(slug="other", name="Other", organisation="Another trust", **ENDS)
    changes.record(other, by=office)
    stream = Workstream(programme=other, slug="theirs", name="Their workstream", position=1)
    changes.record(stream, by=office)
    return stream


def lead_of(workstream: Workstream, programme: Programme, person) -> Appointment:
    keys = {"person": person, "role": Role.SRO, "programme": programme}
    return Appointment(**keys, workstream=workstream)


def test_an_appointment_on_a_workstream_of_another_programme_is_refused_by_the_database(
    programme, theirs, stranger
):
    with pytest.raises(IntegrityError, match="one of its programme"), transaction.atomic():
        lead_of(theirs, programme, stranger).save()
    right = lead_of(theirs, theirs.programme, stranger)
    right.save()
    with pytest.raises(IntegrityError, match="one of its programme"), transaction.atomic():
        Appointment.objects.filter(pk=right.pk).update(programme=programme)


def test_what_stood_wrongly_before_there_was_a_rule_can_be_ended(programme, theirs, stranger, noon):
    drop_triggers("default")
    wrong = lead_of(theirs, programme, stranger)
    wrong.save()
    with pytest.raises(BrokenHistory, match="would allow changes of improvement_appointment"):
        verify_history()
    call_command("migrate", verbosity=0)
    assert unprotected() == []
    wrong.ends_on = noon
    wrong.save()


def test_an_appointment_says_of_which_programme_a_workstream_is(programme, theirs, stranger):
    with pytest.raises(ValidationError) as refused:
        lead_of(theirs, programme, stranger).full_clean()
    [sentence] = refused.value.message_dict["workstream"]
    assert sentence.startswith("Their workstream is a workstream of Other: choose one of")


@pytest.fixture
def action(programme) -> Action:
    """An action of the programme that is of no source yet."""
    return Action.objects.filter(workstream__programme=programme).earliest("pk")


def an_action(workstream: Workstream, **facts) -> Action:
    """Return an action of a workstream, not saved yet."""
    return Action(workstream=workstream, reference="NEW-1", position=90, text="Do it.", **facts)


def test_a_source_of_another_programme_is_refused_by_the_database(action, theirs):
    source = Source(programme=theirs.programme, position=1, title="Their inspection")
    source.save()
    told = "source of an action is one of its programme"
    with pytest.raises(IntegrityError, match=told), transaction.atomic():
        an_action(action.workstream, source=source).save()
    with pytest.raises(IntegrityError, match=told), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(source=source)
    right = an_action(theirs, source=source)
    right.save()
    with pytest.raises(IntegrityError, match=told), transaction.atomic():
        Action.objects.filter(pk=right.pk).update(workstream=action.workstream)


def test_a_sub_action_is_one_level_below_an_action_of_its_programme(action, theirs):
    below = an_action(action.workstream, parent=action)
    below.save()
    above = Action.objects.filter(workstream=action.workstream, parent=None).latest("pk")
    told = "one level below an action of its programme"
    with pytest.raises(IntegrityError, match=told), transaction.atomic():
        an_action(theirs, parent=action).save()
    wrong = [
        (above, {"parent": below}),
        (action, {"parent": above}),
        (above, {"parent": above}),
        (action, {"workstream": theirs}),
        (below, {"workstream": theirs}),
    ]
    for changed, facts in wrong:
        with pytest.raises(IntegrityError, match=told), transaction.atomic():
            Action.objects.filter(pk=changed.pk).update(**facts)
    assert Action.objects.filter(pk=below.pk).update(parent=above) == 1


WRONG_ENDS = [
    ("2023/25 Q1", "2024/25 Q4", "“2023/25 Q1” is not a quarter; write it as 2023/24 Q3."),
    ("2023/24 Q1", "2024/26 Q4", "“2024/26 Q4” is not a quarter; write it as 2023/24 Q3."),
    ("0023/24 Q1", "2024/25 Q4", "“0023/24 Q1” is not a quarter; write it as 2023/24 Q3."),
    ("2024/25 Q1", "2023/24 Q4", "2023/24 Q4 is before 2024/25 Q1: choose the same quarter"),
    ("2023/24 Q3", "2023/24 Q2", "2023/24 Q2 is before 2023/24 Q3: choose the same quarter"),
    ("2023/24 Q5", "2024/25 Q4", "Write a quarter as 2023/24 Q3."),
    ("", "2024/25 Q4", "This field cannot be blank."),
]


@pytest.mark.parametrize(("first", "last", "sentence"), WRONG_ENDS)
def test_a_programme_s_quarters_are_real_and_in_order(db, first, last, sentence):
    facts = {"slug": "county", "name": "New", "organisation": "A trust"}
    ends = {"first_quarter": first, "last_quarter": last}
    with pytest.raises(ValidationError) as refused:
        Programme(**facts, **ends).full_clean()
    assert any(sentence in each for each in refused.value.messages)
    with pytest.raises(IntegrityError, match="the same or a later one"), transaction.atomic():
        Programme(**facts, **ends).save()


@pytest.mark.parametrize("last", ["2023/24 Q1", "2099/00 Q4", "2100/01 Q1"])
def test_one_quarter_and_the_turn_of_a_century_are_in_order(db, last):
    facts = {
        "slug": "county",
        "name": "New",
        "organisation": "A trust",
        **ENDS,
        "last_quarter": last,
    }
    programme = Programme(**facts)
    programme.full_clean()
    programme.save()
    assert Programme.objects.get(slug="county").quarters[-1].slug == last


if connection.vendor == "sqlite":  # PostgreSQL changes a table where it stands

    def test_while_migrations_run_no_trigger_names_another_table_than_its_own(programme):
        """SQLite could not remake that table; each ``migrate`` that has something to do is told."""
        own = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'appointment_%'"
        standing = []
        with connection.cursor() as cursor:
            for plan in ([], ["a migration"]):
                drop_before_migrating("default", plan=plan)
                standing.append(len(cursor.execute(own).fetchall()))
        assert standing == [2, 0]
