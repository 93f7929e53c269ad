"""Meetings pasted from a spreadsheet, a row a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from improvement.editing.conflicts import SeenTexts
from improvement.models import Person
from improvement.setup.meetings import MeetingRow, write_meetings
from improvement.setup.pasting.columns import PastedColumn, plain
from improvement.setup.pasting.looked import Looked, PastedList, RowOutcome


class PastedMeetings(PastedList):
    kind = "meetings"
    title, address = "Meetings", "setup_meetings"
    thing, things = "meeting", "meetings"
    columns = (
        PastedColumn("name", "Name", ("meeting", "committee", "group"), is_needed=True),
        PastedColumn("tier", "Tier", ("level",), is_needed=True),
        PastedColumn("chair", "Chaired by", ("chair", "chairperson")),
    )

    def key(self, texts: Mapping[str, str]) -> str:
        return texts["name"]

    def look(self, texts: Mapping[str, str], answer: str) -> Looked:
        name, tier = texts["name"], plain(texts["tier"]).removeprefix("tier")
        if any(plain(meeting.name) == plain(name) for meeting in self.programme.meetings.all()):
            return Looked(RowOutcome.HERE, "It stays as it is.")
        if not (tier.isascii() and tier.isdigit() and 0 < int(tier) < 10):
            return Looked(RowOutcome.UNREAD, f"“{texts['tier']}” is no tier: write 1, 2 or 3.")
        facts = {"name": name[:200], "tier": int(tier), "chair": texts.get("chair", "")[:200]}
        return Looked(RowOutcome.NEW, facts=facts)

    def take(self, facts: Mapping[str, Any], *, base_url: str, by: Person, at: datetime) -> None:
        write_meetings(
            programme=self.programme,
            meetings=[MeetingRow("pasted", **facts)],
            seen_texts=SeenTexts(),
            by=by,
            at=at,
        )
