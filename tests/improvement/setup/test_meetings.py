"""The meetings of a programme: added, changed and taken off in one page."""

from __future__ import annotations

import pytest

from improvement.editing.conflicts import SeenTexts, StaleSave
from improvement.models import Meeting
from improvement.setup.forms.meetings import MeetingsForm
from improvement.setup.meetings import MeetingRow, write_meetings

ADDRESS = "/scas/set-up/meetings/"


@pytest.fixture
def asked(programme) -> dict[str, str]:
    """What a browser sends back from the untouched page."""
    return {
        f"{name}-{meeting.pk}": str(getattr(meeting, name))
        for meeting in programme.meetings.all()
        for name in ("name", "tier", "chair")
    }


def test_a_meeting_is_added_one_changed_and_one_taken_off(
    programme, office, asked, signed_in, send, words
):
    first, second, third = programme.meetings.all()
    sent = asked | {
        f"chair-{first.pk}": "the Director of Nursing",
        f"name-{second.pk}": "",
        "name-new-1": "Quality Committee",
        "tier-new-1": "2",
    }
    assert "Meetings saved." in words(send(signed_in(office), ADDRESS, sent))
    now = [(meeting.name, meeting.tier, meeting.chair) for meeting in programme.meetings.all()]
    assert now == [
        (first.name, 1, "the Director of Nursing"),
        ("Quality Committee", 2, ""),
        (third.name, 3, third.chair),
    ]
    gone = Meeting.history.filter(id=second.pk).first()
    assert (gone.history_type, gone.history_user) == ("-", office)
    assert third.history.count() == 1


def test_what_is_missing_or_used_twice_is_said(programme, office, asked, signed_in, send, words):
    first = programme.meetings.first()
    sent = asked | {"name-new-1": first.name.upper(), "tier-new-2": "1"}
    page = words(send(signed_in(office), ADDRESS, sent))
    assert f"Enter the tier of {first.name.upper()}: 1 is nearest the work." in page
    assert "Enter the name of the meeting." in page
    assert f"Two meetings are called {first.name}: give each its own name." in page
    assert programme.meetings.count() == 3


def test_nobody_overwrites_a_chair_unseen(programme, office, noon):
    seen = SeenTexts(digests=MeetingsForm(programme=programme, by=office).shown)
    meeting = programme.meetings.first()

    def chaired_by(name: str) -> None:
        facts = MeetingRow(str(meeting.pk), meeting.name, 1, name, meeting.pk)
        write_meetings(programme=programme, meetings=[facts], seen_texts=seen, by=office, at=noon)

    chaired_by("One")
    with pytest.raises(StaleSave):
        chaired_by("Two")
    meeting.refresh_from_db()
    assert meeting.chair == "One"
