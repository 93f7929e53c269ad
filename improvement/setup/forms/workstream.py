"""The form of a workstream: its name and the statement its exit criteria stand under."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper

from improvement.models import Workstream
from improvement.setup.forms.parts import SetUpForm, short, why
from improvement.setup.reword import ASK_WHY
from improvement.setup.workstreams import FACTS, write_workstream
from improvement.web.nhsuk_forms import LongText, Question


class WorkstreamForm(SetUpForm):
    title = "Workstream"
    asked_at: ClassVar[dict[str, str]] = {ASK_WHY: "why"}

    def __init__(self, data: Any = None, *, thing: Workstream, **who: Any) -> None:
        super().__init__(data, **who)
        self.thing = thing
        name = short("Name", 200, "As the pack prints it.", required="Write the workstream’s name.")
        self.add_claimed_field("name", name, thing.name)
        statement = LongText.optional(
            "Exit statement (optional)", "Its exit criteria stand under this sentence.", rows=3
        )
        self.add_claimed_field("exit_statement", statement, thing.exit_statement)
        if thing.pk:
            self.fields["why"] = why(hint="Asked for where an issued pack has the earlier words.")
        self.show_drafts()

    def save(self, *, at: datetime) -> None:
        write_workstream(
            workstream=self.thing,
            facts={name: self.cleaned_data[name] for name in FACTS},
            seen_texts=self.seen_texts,
            why=self.cleaned_data.get("why", ""),
            by=self.by,
            at=at,
        )

    @property
    def helper(self) -> FormHelper:
        return self.make_helper(*(Question(name) for name in self.shown_fields))
