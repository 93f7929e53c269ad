"""Workstreams, sources, actions and exit criteria on their pages: added, changed, moved, ended."""

from __future__ import annotations

import re
from datetime import date

import pytest

from improvement.models import Action, ExitCriterion, Source, Workstream

SETUP = "/scas/set-up/"


@pytest.fixture
def client(office, signed_in):
    return signed_in(office)


@pytest.fixture
def workstream(culture) -> Workstream:
    return culture.workstream


@pytest.fixture
def action(workstream) -> Action:
    return workstream.actions.get(reference="CSW-03")


def asked(action: Action) -> dict[str, str]:
    """What a browser sends back from the untouched page of an action."""
    names = ("reference", "text", "short_name", "regulation", "due_moved_because")
    sent = {name: getattr(action, name) for name in names}
    sent |= {"kind": action.called_kind, "owner_id": str(action.owner_id or "")}
    sent |= {"source_id": str(action.source_id or ""), "sub_actions_rated": "", "why": ""}
    if action.due_on:
        day = action.due_on
        sent |= {"due_on_0": day.day, "due_on_1": day.month, "due_on_2": day.year}
    return sent


def test_a_workstream_is_added_last_and_is_in_the_open_month(client, january, send, words):
    sent = {"name": "Digital & Data", "exit_statement": "Data is trusted."}
    assert "Workstream saved." in words(send(client, f"{SETUP}workstreams/add/", sent))
    added = Workstream.objects.get(name="Digital & Data")
    assert (added.slug, added.position) == ("digital-data", 4)
    assert january.reports.filter(workstream=added).exists()


def test_a_workstream_of_an_issued_pack_changes_with_a_reason(client, workstream, send, words):
    address = f"{SETUP}workstreams/{workstream.pk}/"
    sent = {"name": "Culture", "exit_statement": workstream.exit_statement}
    page = words(send(client, address, sent))
    assert "An issued pack has the earlier wording: say why it changes." in page
    send(client, address, sent | {"why": "Shorter"})
    workstream.refresh_from_db()
    assert workstream.name == "Culture"
    assert workstream.history.first().history_change_reason == "Shorter"


def test_a_source_and_an_action_of_its_kind_are_added(client, workstream, january, send, words):
    source = {"title": "Section 29A notice", "regulator": "CQC", "kinds": "Requirement\n\n"}
    assert "Source saved." in words(send(client, f"{SETUP}sources/add/", source))
    made = Source.objects.get(title="Section 29A notice")
    assert made.kinds == ["Requirement"]
    sent = {"reference": "N-1", "kind": "Requirement", "text": "Do it.", "source_id": made.pk}
    due = {"due_on_0": "31", "due_on_1": "3", "due_on_2": "2024"}
    add = f"{SETUP}actions/add/{workstream.pk}/"
    assert "has no kind “Must”" in words(send(client, add, sent | {"kind": "Must"}))
    assert "Action saved." in words(send(client, add, sent | due))
    added = Action.objects.get(reference="N-1")
    assert (added.due_on, added.due_first, added.source) == (
        date(2024, 3, 31),
        date(2024, 3, 31),
        made,
    )
    assert added.ratings.get().report.month == january


def test_a_moved_date_and_a_changed_text_ask_for_their_reasons(client, action, send, words):
    address = f"{SETUP}actions/{action.pk}/"
    due = {"due_on_0": "31", "due_on_1": "12", "due_on_2": "2023"}
    send(client, address, asked(action) | due)
    action.refresh_from_db()
    moved = asked(action) | {"due_on_1": "3", "due_on_2": "2024"}
    assert "Say why the due date moves" in words(send(client, address, moved))
    send(client, address, moved | {"due_moved_because": "Paused"})
    action.refresh_from_db()
    assert (action.due_first, action.due_on) == (date(2023, 12, 31), date(2024, 3, 31))
    changed = asked(action) | {"text": "Appraise everybody."}
    page = words(send(client, address, changed))
    assert "An issued pack has the earlier wording: say why it changes." in page
    send(client, address, changed | {"why": "As the report says"})
    action.refresh_from_db()
    assert action.text == "Appraise everybody."


def test_the_untouched_page_of_an_action_changes_nothing(client, action, send, words):
    before = action.history.count()
    page = words(send(client, f"{SETUP}actions/{action.pk}/", asked(action)))
    assert "Action saved." in page
    assert action.history.count() == before


def test_how_sub_actions_are_followed_changes_alone(client, action, send, words):
    address = f"{SETUP}actions/{action.pk}/"
    for chosen, recorded in (("rated", True), ("done", False), ("", None)):
        sent = asked(action) | {"sub_actions_rated": chosen}
        assert "Action saved." in words(send(client, address, sent)), chosen
        action.refresh_from_db()
        assert (action.sub_actions_rated, action.kind) == (recorded, "")


def test_a_kind_shown_by_its_strength_is_changed(client, action, send, words):
    sent = asked(action) | {"kind": "Recommendation"}
    assert "Action saved." in words(send(client, f"{SETUP}actions/{action.pk}/", sent))
    action.refresh_from_db()
    assert action.kind == "Recommendation"


def test_the_page_of_an_action_says_where_it_stands(client, action, words):
    page = words(client.get(f"{SETUP}actions/{action.pk}/"))
    for said in ("Where it stands", "As rated in January 2024", "When it ends", "Add a sub-action"):
        assert said in page


def test_a_sub_action_is_added_and_marked_as_done(client, action, office, send, words):
    add = f"{SETUP}actions/{action.pk}/sub-actions/add/"
    assert "Action saved." in words(send(client, add, {"text": "Protected hours"}))
    sub = action.sub_actions.get()
    assert sub.reference == "CSW-03.1"
    answer = client.post(f"{SETUP}actions/{sub.pk}/done/", {"is": "done"}, follow=True)
    assert "CSW-03.1 is done." in words(answer)
    sub.refresh_from_db()
    assert sub.done_by == office


def test_what_ended_and_sub_actions_are_not_counted_among_a_workstreams_actions(
    client, workstream, action, send
):
    send(client, f"{SETUP}actions/{action.pk}/sub-actions/add/", {"text": "Protected hours"})
    other = workstream.actions.get(reference="CSW-04")
    ending = {"ending": "withdrawn", "month": "2024-01", "reason": "The CQC took it back."}
    client.post(f"{SETUP}actions/{other.pk}/end/", ending)
    page = client.get(f"{SETUP}workstreams/").content.decode()
    assert re.findall(r'data-label="Actions">(\d+)<', page) == ["4", "6", "10", "10"]


def test_a_criterion_is_added_moved_and_its_number_is_its_own(client, workstream, send, words):
    add = f"{SETUP}criteria/add/{workstream.pk}/"
    sent = {"number": "1", "text": "A condition"}
    assert "1 is the number of “" in words(send(client, add, sent))
    assert "Exit criterion saved." in words(send(client, add, sent | {"number": "5"}))
    criterion = workstream.criteria.get(number="5")
    answer = client.post(f"{SETUP}criteria/{criterion.pk}/move/", {"to": "up"}, follow=True)
    assert "Criterion 5 moved up." in words(answer)
    assert [one.number for one in workstream.criteria.all()] == ["1", "2", "3", "5", "4"]


def test_what_ends_stays_in_earlier_months_and_is_reported_again(
    client, action, january, words, send
):
    address = f"{SETUP}actions/{action.pk}/end/"
    page = words(client.post(address, {"ending": "merged"}))
    for said in ("Choose another one that it is merged into.", "Say why it ends", "Choose a month"):
        assert said in page
    sent = {"ending": "withdrawn", "month": "2024-01", "reason": "The CQC took it back."}
    answer = client.post(address, sent, follow=True)
    assert "Should CSW-03: withdrawn from January 2024." in words(answer)
    listed = words(client.get(f"{SETUP}actions/"))
    assert "CSW-03" not in listed
    assert "CSW-03" in words(client.get(f"{SETUP}actions/?ended=1"))
    assert "Should CSW-03 is reported again." in words(client.post(address, follow=True))
    action.refresh_from_db()
    assert action.ended_from is None


def test_nothing_of_another_programme_is_found(client, nicola, signed_in, action):
    Workstream.objects.filter(pk=action.workstream_id)
    for kind in ("workstreams", "sources", "actions", "criteria"):
        assert client.get(f"{SETUP}{kind}/999999/").status_code == 404
    assert signed_in(nicola).get(f"{SETUP}actions/{action.pk}/").status_code == 403
    assert ExitCriterion.objects.count() == 16
