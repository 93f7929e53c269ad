"""Exit criteria pasted from a spreadsheet, a row a criterion."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from improvement.editing.conflicts import SeenTexts
from improvement.models import ExitCriterion, Person
from improvement.setup.criteria import write_criterion
from improvement.setup.pasting.columns import PastedColumn
from improvement.setup.pasting.looked import Looked, PastedList, RowOutcome


class PastedCriteria(PastedList):
    kind = "criteria"
    title, address = "Exit criteria", "setup_criteria"
    thing, things = "exit criterion", "exit criteria"
    into_workstream = True
    columns = (
        PastedColumn("number", "Number", ("no", "no.", "ref", "#"), is_needed=True),
        PastedColumn(
            "text", "Condition", ("criterion", "exit criterion", "wording"), is_needed=True
        ),
        PastedColumn("workstream", "Workstream", ("of", "work stream", "pillar", "theme")),
        PastedColumn("owner", "Owner", ("who", "lead")),
    )

    def key(self, texts: Mapping[str, str]) -> str:
        return f"{texts.get('workstream', '')} {texts['number']}"

    def look(self, texts: Mapping[str, str], answer: str) -> Looked:
        workstream, owner = self.find_workstream(texts), self.find_person(texts.get("owner", ""))
        if isinstance(workstream, Looked):
            return workstream
        if isinstance(owner, Looked):
            return owner
        number = texts["number"]
        if len(number) > 10:
            return Looked(RowOutcome.UNREAD, "Its number is longer than 10 characters.")
        there = ExitCriterion.objects.filter(workstream=workstream, number__iexact=number).first()
        if there:
            same = there.text == texts["text"]
            words = "It stays as it is." if same else f"{number} says otherwise here, and stays."
            return Looked(RowOutcome.HERE, words)
        facts = {
            "workstream": workstream,
            "number": number,
            "text": texts["text"],
            "owner_id": owner.pk if isinstance(owner, Person) else None,
        }
        return Looked(RowOutcome.NEW, facts=facts)

    def take(self, facts: Mapping[str, Any], *, base_url: str, by: Person, at: datetime) -> None:
        written = dict(facts)
        write_criterion(
            criterion=ExitCriterion(workstream=written.pop("workstream")),
            facts=written,
            seen_texts=SeenTexts(),
            by=by,
            at=at,
        )
