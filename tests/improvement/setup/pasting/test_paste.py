"""Pasted rows: the outcome is shown first, and then that, and nothing else, is saved."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.http import HttpResponse

from improvement.models import Appointment, Person

MEETINGS = "/scas/set-up/meetings/paste/"
PEOPLE = "/scas/set-up/people/paste/"
THREE = "Committee\tTier\tChair\nQuality Committee\t2\tA Chair\nBoard\tfour\t\n{first}\t1\t"


@pytest.fixture
def press(office, signed_in, django_capture_on_commit_callbacks) -> Callable[..., HttpResponse]:
    """Paste a block and press the button of the outcome, with answers where there are any."""

    def _press(address: str, block: str, **answers: str) -> HttpResponse:
        client, sent = signed_in(office), {"pasted": block, **answers}
        shown = client.post(address, sent).context["digest"]
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, {**sent, "take": "1", "shown": shown}, follow=True)

    return _press


def test_the_outcome_of_each_row_is_shown_and_nothing_saved(programme, office, signed_in, words):
    block = THREE.format(first=programme.meetings.first())
    page = words(signed_in(office).post(MEETINGS, {"pasted": block}))
    for said in (
        "Nothing is saved yet. You pasted 3 rows and 3 columns",
        "1 new, 1 already here, 1 that cannot be read",
        "“four” is no tier: write 1, 2 or 3.",
        "Add 1 meeting",
    ):
        assert said in page
    assert programme.meetings.count() == 3


def test_what_was_shown_is_saved_and_the_rest_left_out(programme, office, press, words):
    block = THREE.format(first=programme.meetings.first())
    page = words(press(MEETINGS, block))
    assert "1 meeting saved. 2 of the 3 rows were left out." in page
    meeting = programme.meetings.get(name="Quality Committee")
    assert (meeting.tier, meeting.chair) == (2, "A Chair")
    assert meeting.history.get().history_user == office


def test_nothing_else_than_was_shown_is_saved(programme, office, signed_in, words):
    client = signed_in(office)
    block = "Name\tTier\nOne\t1"
    shown = client.post(MEETINGS, {"pasted": block}).context["digest"]
    for sent in (
        {"pasted": block, "take": "1"},
        {"pasted": block + "\nTwo\t1", "take": "1", "shown": shown},
        {"pasted": block, "take": "1", "shown": shown, "column-1": ""},
    ):
        assert "Nothing is saved yet." in words(client.post(MEETINGS, sent))
    assert programme.meetings.count() == 3


def test_a_block_that_is_none_is_told_at_its_box_and_stays_there(office, signed_in, words):
    answer = signed_in(office).post(MEETINGS, {"pasted": "Name\tTier"})
    assert "The block has headings alone: copy the rows beneath them, too." in words(answer)
    assert "Name\tTier</textarea>" in answer.content.decode()


def test_people_are_appointed_and_those_with_an_address_invited(press, words, culture):
    block = (
        "Name\tRole\tOf\tE-mail\n"
        "Ann New\tSRO\tCulture & Staff Wellbeing\tann@trust.example\n"
        "Ann New\tBoard reader\t\tann@trust.example\n"
        "Bo Paper\tPM\tculture and staff wellbeing\t\n"
        "Nicola Howells\tSenior Responsible Officer\tCulture & Staff Wellbeing\t\n"
        "Cy Lost\tSRO\tNowhere\t"
    )
    page = words(press(PEOPLE, block))
    assert "3 appointments saved. 2 of the 5 rows were left out." in page
    ann = Person.objects.get(name="Ann New")
    assert sorted(ann.appointments.values_list("role", flat=True)) == ["board_reader", "sro"]
    assert not ann.has_usable_password()
    assert {message.to[0] for message in mail.outbox} == {"ann@trust.example"}
    paper = Appointment.objects.get(person__name="Bo Paper")
    assert (paper.workstream, paper.person.email) == (culture.workstream, None)


def test_a_role_that_is_not_known_is_asked_about(press, office, signed_in, words, culture):
    block = "Name\tRole\nAnn New\tSponsor"
    client = signed_in(office)
    page = words(client.post(PEOPLE, {"pasted": block}))
    assert "“Sponsor”: which role?" in page
    answer = press(PEOPLE, block, **{"answer-1": "board_reader"})
    assert "1 appointment saved." in words(answer)
    assert Appointment.objects.get(person__name="Ann New").role == "board_reader"


def test_a_lead_pastes_nothing(nicola, signed_in):
    for address in (MEETINGS, PEOPLE):
        assert signed_in(nicola).post(address, {"pasted": "Name\tTier\nOne\t1"}).status_code == 403


ACTIONS = "/scas/set-up/actions/paste/"


def test_actions_are_pasted_and_what_is_doubtful_is_asked(press, office, signed_in, words, culture):
    block = (
        "Ref\tM/S\tCQC wording\tReg\tTarget\tLead\n"
        "CSW-08\tM\tA new thing\t17 (2)\t31/3/24\tNicola Howells\n"
        "CSW-09\tshould\tAnother\t\t31/3/24 or sooner\t\n"
        "CSW-01\tMust\tOther words\t\t\t\n"
        "GWL-01\tMust\tFrom elsewhere\t\t\t\n"
        "CSW-08\tM\tTwice\t\t\t\n"
        "\tM\tNo reference\t\t\t"
    )
    into = {"into": str(culture.workstream.pk)}
    page = words(signed_in(office).post(ACTIONS, {"pasted": block, **into}))
    for said in (
        "6 rows and 6 columns into Culture & Staff Wellbeing",
        "1 new, 2 to be answered, 1 already here, 2 that cannot be read",
        "Due “31/3/24 or sooner”: a date?",
        "CSW-01 says otherwise here, and stays.",
        "Is this another action?",
        "An earlier row is the same: this one is left out.",
        "It has no reference.",
    ):
        assert said in page
    answer = press(ACTIONS, block, **into, **{"answer-2": "31 March 2024"})
    assert "2 actions saved. 4 of the 6 rows were left out." in words(answer)
    first = culture.workstream.actions.get(reference="CSW-08")
    assert (first.called_kind, first.regulation, str(first.owner)) == (
        "Must",
        "17 (2)",
        "Nicola Howells",
    )
    second = culture.workstream.actions.get(reference="CSW-09")
    assert (str(second.due_on), second.called_kind) == ("2024-03-31", "Should")


def test_workstreams_and_criteria_are_pasted(programme, press, words):
    press("/scas/set-up/workstreams/paste/", "Workstream\tExit statement\nDigital\tTrusted data")
    digital = programme.workstreams.get(name="Digital")
    assert digital.exit_statement == "Trusted data"
    block = "No\tCondition\tWorkstream\n1\tData is trusted\tDigital\n2\tUsed\tDigital\n1\tX\tLost"
    page = words(press("/scas/set-up/criteria/paste/", block))
    assert "2 exit criteria saved. 1 of the 3 rows were left out." in page
    assert [one.number for one in digital.criteria.all()] == ["1", "2"]
