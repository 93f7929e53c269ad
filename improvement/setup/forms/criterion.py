"""The form of an exit criterion: its number, its condition, whose it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django.core.exceptions import ValidationError

from improvement.models import ExitCriterion
from improvement.setup.criteria import FACTS, refuse_number_twice, write_criterion
from improvement.setup.forms.parts import SetUpForm, owners, short, why
from improvement.setup.reword import ASK_WHY
from improvement.values.refusals import Refused
from improvement.web.nhsuk_forms import LongText, Question


class CriterionForm(SetUpForm):
    title = "Exit criterion"
    asked_at: ClassVar[dict[str, str]] = {ASK_WHY: "why"}

    def __init__(self, data: Any = None, *, thing: ExitCriterion, **who: Any) -> None:
        super().__init__(data, **who)
        self.thing = thing
        number = short("Number", 10, "For example, 4a", required="Write the criterion’s number.")
        self.add_claimed_field("number", number, thing.number)
        text = LongText(
            label="Condition",
            help_text="As agreed. It stands in issued packs, so a change asks for a reason.",
            error_messages={"required": "Write the condition."},
        )
        text.widget.attrs["rows"] = 3
        self.add_claimed_field("text", text, thing.text)
        owner = owners(thing.workstream.programme, "The executive lead of its workstream")
        self.add_claimed_field("owner_id", owner, thing.owner_id)
        if thing.pk:
            self.fields["why"] = why(hint="The next pack prints the earlier words beside it.")
        self.show_drafts()

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"])
        try:
            refuse_number_twice(self.thing, number)
        except Refused as refused:
            raise ValidationError(refused.sentence) from refused
        return number

    def clean_owner_id(self) -> int | None:
        chosen = self.cleaned_data["owner_id"]
        return int(chosen) if chosen else None

    def save(self, *, at: datetime) -> None:
        write_criterion(
            criterion=self.thing,
            facts={name: self.cleaned_data[name] or None for name in FACTS},
            seen_texts=self.seen_texts,
            why=self.cleaned_data.get("why", ""),
            by=self.by,
            at=at,
        )

    @property
    def helper(self) -> FormHelper:
        widths = {"number": 5}
        return self.make_helper(
            *(Question(name, width=widths.get(name)) for name in self.shown_fields)
        )
