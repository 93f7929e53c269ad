"""A programme is made by an administrator with its office; its office changes what it is called."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail

from improvement.editing.conflicts import SeenTexts, StaleSave
from improvement.models import Appointment, Person, Programme, Role
from improvement.setup.forms.programme import ProgrammeForm
from improvement.setup.programme import write_programme
from improvement.values.refusals import Refused
from tests.support.admin_site import administrator

NEW = "/set-up/new/"
WORDS = "/scas/set-up/programme/"
ASKED = {
    "name": "Getting Better",
    "organisation": "North Trust",
    "slug": "North",
    "exit_on_0": "30",
    "exit_on_1": "9",
    "exit_on_2": "2027",
    "first_quarter": "2026/27 Q3",
    "last_quarter": "2028/29 Q4",
    "office_name": "Ann Office",
    "office_email": "Ann@North.example",
}


def test_an_administrator_makes_a_programme_and_invites_its_office(
    db, words, django_capture_on_commit_callbacks
):
    client = administrator()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(NEW, ASKED, follow=True)
    assert "Getting Better is made. A mail is on its way to Ann@North.example." in words(answer)
    made = Programme.objects.get(slug="north")
    assert (made.exit_on, made.last_quarter) == (date(2027, 9, 30), "2028/29 Q4")
    [appointment] = Appointment.objects.filter(programme=made)
    assert (appointment.person.name, appointment.role) == ("Ann Office", Role.PROGRAMME_OFFICE)
    assert not appointment.person.has_usable_password()
    assert "/accounts/invitation/" in mail.outbox[0].body


def test_what_cannot_be_is_said_at_its_field_and_nothing_is_made(programme, words):
    wrong = {"slug": "scas", "last_quarter": "2025/26 Q4", "office_email": "ann"}
    client = administrator()
    page = words(client.post(NEW, ASKED | wrong))
    assert "There is a programme at /scas/ already." in page
    assert "Enter an e-mail address, such as name@trust.nhs.uk." in page
    page = words(client.post(NEW, ASKED | {"slug": "help"}))
    assert "“help” is part of the application’s own addresses: choose another" in page
    page = words(client.post(NEW, ASKED | {"last_quarter": "soon"}))
    assert "“soon” is not a quarter; write it as 2023/24 Q3." in page
    page = words(client.post(NEW, ASKED | {"last_quarter": "2025/26 Q4"}))
    assert "2025/26 Q4 is before 2026/27 Q3" in page
    assert list(Programme.objects.values_list("slug", flat=True)) == ["scas"]


def asked(programme: Programme) -> dict[str, str]:
    names = ("name", "organisation", "first_quarter", "last_quarter")
    day = programme.exit_on
    parts = {"exit_on_0": day.day, "exit_on_1": day.month, "exit_on_2": day.year} if day else {}
    return {name: getattr(programme, name) for name in names} | parts


def test_what_issued_packs_say_changes_with_a_reason_alone(
    programme, office, signed_in, send, words
):
    sent = asked(programme) | {"organisation": "South Trust"}
    page = words(send(signed_in(office), WORDS, sent))
    assert "Issued packs say it otherwise: say why it changes." in page
    send(signed_in(office), WORDS, sent | {"why": "The trusts have merged."})
    last = programme.history.first()
    assert (last.organisation, last.history_user) == ("South Trust", office)
    assert last.history_change_reason == "The trusts have merged."


def test_the_exit_date_of_an_issued_pack_moves_with_a_reason_and_the_first_is_kept(
    programme, office, signed_in, send, words
):
    client = signed_in(office)
    sent = asked(programme) | {"exit_on_0": "31", "exit_on_1": "3", "exit_on_2": "2025"}
    assert "Say why the exit date moves" in words(send(client, WORDS, sent))
    send(client, WORDS, sent | {"exit_moved_because": "Winter pressures"})
    programme.refresh_from_db()
    moved = (programme.exit_on, programme.exit_first, programme.exit_moved_because)
    assert moved == (date(2025, 3, 31), date(2024, 9, 30), "Winter pressures")
    assert programme.history.first().history_change_reason == "Winter pressures"
    first = "First agreed 30 September 2024. It moved last because: Winter pressures"
    assert first in words(client.get(WORDS))
    again = sent | {"exit_on_1": "6", "exit_on_0": "30", "exit_moved_because": "CQC asked"}
    send(client, WORDS, again)
    programme.refresh_from_db()
    assert (programme.exit_on, programme.exit_first) == (date(2025, 6, 30), date(2024, 9, 30))
    assert programme.history.first().history_change_reason == "CQC asked"


def test_a_date_that_no_pack_has_yet_is_put_right_without_a_reason(
    programme, office, noon, signed_in, send
):
    programme.months.update(issued_at=None, issued_by=None)
    sent = asked(programme) | {"exit_on_0": "31", "exit_on_1": "3", "exit_on_2": "2025"}
    send(signed_in(office), WORDS, sent)
    programme.refresh_from_db()
    assert (programme.exit_on, programme.exit_first) == (date(2025, 3, 31), None)


def test_quarters_with_figures_stay(programme, office, signed_in, send, words):
    sent = asked(programme)
    page = words(send(signed_in(office), WORDS, sent | {"last_quarter": sent["first_quarter"]}))
    assert f"Aims may stand in {programme.last_quarter}: end with it, or later." in page
    send(signed_in(office), WORDS, sent | {"last_quarter": "2026/27 Q4"})
    programme.refresh_from_db()
    assert programme.last_quarter == "2026/27 Q4"


def test_the_office_says_whether_actions_have_a_percentage(
    programme, culture, office, signed_in, send, words
):
    client, action = signed_in(office), culture.workstream.actions.first()
    page, sent = f"/scas/set-up/actions/{action.pk}/", asked(programme)
    send(client, WORDS, sent)
    programme.refresh_from_db()
    assert (programme.percent_complete_wanted, programme.history.count()) == (None, 1)
    assert "Percent complete" not in words(client.get(page))
    send(client, WORDS, sent | {"percent_complete_wanted": "yes"})
    assert "Percent complete" in words(client.get(page))
    send(client, WORDS, sent | {"percent_complete_wanted": "no"})
    programme.refresh_from_db()
    assert programme.percent_complete_wanted is False


def test_a_section_that_is_left_out_is_not_asked_for_and_what_stands_in_it_is_kept(
    programme, culture, nicola, office, signed_in, send, words
):
    report = "/scas/2024-01/culture-and-staff-wellbeing/highlight-report/"
    send(signed_in(office), WORDS, asked(programme) | {"parts_off": ["issues", "plan"]})
    programme.refresh_from_db()
    assert programme.parts_off == ["issues", "plan"]
    page = words(signed_in(nicola).get(report))
    assert "Workstream key risks" in page
    assert "Issues for escalation" not in page
    assert culture.sections.filter(kind="issues").exists()
    tasks = words(signed_in(nicola).get("/scas/2024-01/culture-and-staff-wellbeing/"))
    assert "6 sections written or nil" in tasks
    assert "Plan on a page" not in tasks
    send(signed_in(office), WORDS, asked(programme))
    programme.refresh_from_db()
    assert programme.parts_off is None
    assert "Issues for escalation" in words(signed_in(nicola).get(report))


def test_two_who_change_one_word_see_both(programme, office, noon):
    seen = SeenTexts(digests=ProgrammeForm(programme=programme, by=office).shown)
    facts = {name: getattr(programme, name) for name in ("first_quarter", "last_quarter")}
    who = {"seen_texts": seen, "why": "Merged", "by": office, "at": noon}
    write_programme(programme=programme, facts=facts | {"name": "One"}, **who)
    with pytest.raises(StaleSave):
        write_programme(programme=programme, facts=facts | {"name": "Two"}, **who)
    programme.refresh_from_db()
    assert programme.name == "One"


def test_a_lead_changes_nothing_of_it(programme, nicola: Person, noon):
    with pytest.raises(Refused, match="Only the Programme office may set this programme up"):
        write_programme(
            programme=programme, facts={}, why="", seen_texts=SeenTexts(), by=nicola, at=noon
        )
