"""Workstreams pasted from a spreadsheet, a row a workstream."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from improvement.editing.conflicts import SeenTexts
from improvement.models import Person, Workstream
from improvement.setup.pasting.columns import PastedColumn, plain
from improvement.setup.pasting.looked import Looked, PastedList, RowOutcome
from improvement.setup.workstreams import write_workstream


class PastedWorkstreams(PastedList):
    kind = "workstreams"
    title, address = "Workstreams", "setup_workstreams"
    thing, things = "workstream", "workstreams"
    columns = (
        PastedColumn(
            "name", "Name", ("workstream", "work stream", "pillar", "theme"), is_needed=True
        ),
        PastedColumn("exit_statement", "Exit statement", ("statement", "exit", "outcome")),
    )

    def key(self, texts: Mapping[str, str]) -> str:
        return texts["name"]

    def look(self, texts: Mapping[str, str], answer: str) -> Looked:
        name = texts["name"]
        if any(plain(one.name) == plain(name) for one in self.programme.workstreams.all()):
            return Looked(RowOutcome.HERE, "It stays as it is.")
        if len(name) > 200:
            return Looked(RowOutcome.UNREAD, "Its name is longer than 200 characters.")
        facts = {"name": name, "exit_statement": texts.get("exit_statement", "")}
        return Looked(RowOutcome.NEW, facts=facts)

    def take(self, facts: Mapping[str, Any], *, base_url: str, by: Person, at: datetime) -> None:
        write_workstream(
            workstream=Workstream(programme=self.programme),
            facts=facts,
            seen_texts=SeenTexts(),
            by=by,
            at=at,
        )
