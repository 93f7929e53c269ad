"""The form of an action, and of a sub-action, which has less to ask."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError

from improvement.models import Action
from improvement.setup.actions import ASK_WHY_MOVED, refuse_reference_twice, write_action
from improvement.setup.forms.parts import SetUpForm, chosen, owners, row, short, why
from improvement.setup.reword import ASK_WHY
from improvement.values.refusals import Refused
from improvement.values.short_names import ACTION_CHARACTERS
from improvement.web.nhsuk_forms import DatePartsField, LongText, Question

OF_A_SUB_ACTION = ("reference", "text", "owner_id", "due_on", "due_moved_because", "why")
RATED = {"": "No sub-actions", "done": "Only done or not done", "rated": "Rated each month"}


class ActionForm(SetUpForm):
    """Asks for everything about an action but how it ends. Its sub-actions are pages of theirs."""

    title = "Action"
    asked_at: ClassVar[dict[str, str]] = {ASK_WHY: "why", ASK_WHY_MOVED: "due_moved_because"}

    def __init__(self, data: Any = None, *, thing: Action, **who: Any) -> None:
        super().__init__(data, **who)
        self.thing = thing
        self.is_sub_action = thing.parent is not None
        for name, field in self._fields().items():
            if not self.is_sub_action or name in OF_A_SUB_ACTION:
                self.add_claimed_field(name, field, getattr(thing, name))
                self.initial[name] = _shown(thing, name)
        if thing.pk:
            self.fields["why"] = why(
                "Why do its words change?", "The next pack prints the earlier words beside it."
            )
        self.show_drafts()

    @property
    def kinds(self) -> list[str]:
        """What sources of the programme call their actions, to choose from while typing."""
        sources = self.thing.workstream.programme.sources.all()
        return list(dict.fromkeys(kind for source in sources for kind in source.kinds or []))

    def clean_reference(self) -> str:
        reference = str(self.cleaned_data["reference"]).strip()
        try:
            if reference:
                refuse_reference_twice(self.thing, reference)
        except Refused as refused:
            raise ValidationError(refused.sentence) from refused
        return reference

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("source_id", "owner_id"):
            if name in cleaned:
                cleaned[name] = int(cleaned[name]) if cleaned[name] else None
        for name in ("due_on", "percent_complete"):
            if name in cleaned:
                cleaned[name] = None if cleaned[name] in ("", None) else cleaned[name]
        if "sub_actions_rated" in cleaned:
            rated = {"": None, "done": False, "rated": True}
            cleaned["sub_actions_rated"] = rated.get(str(cleaned["sub_actions_rated"]))
        return cleaned

    def save(self, *, at: datetime) -> None:
        cleaned = self.cleaned_data
        names = [name for name in self._fields() if name in self.fields]
        if self.thing.pk and cleaned.get("kind") == self.thing.called_kind:
            names.remove("kind")  # it may be shown by its strength, and is left as it is
        write_action(
            action=self.thing,
            facts={name: cleaned[name] for name in names},
            seen_texts=self.seen_texts,
            why=cleaned.get("why", ""),
            by=self.by,
            at=at,
        )

    @property
    def helper(self) -> FormHelper:
        reason = [Question("why")] if self.thing.pk else []
        due = row("three", Question("owner_id"), Question("due_on"), Question("due_moved_because"))
        if self.is_sub_action:
            return self.make_helper(Question("reference", width=10), Question("text"), due, *reason)
        percent = [Question("percent_complete", width=3, suffix="%")]
        return self.make_helper(
            row("action", Question("reference"), Question("kind"), Question("short_name")),
            Question("text"),
            *reason,
            row("two", Question("source_id"), Question("regulation")),
            due,
            Question("sub_actions_rated"),
            *(percent if "percent_complete" in self.fields else []),
        )

    def _fields(self) -> dict[str, forms.Field]:
        programme = self.thing.workstream.programme
        sources = [(source.pk, source.title) for source in programme.sources.all()]
        first = self.thing.due_first
        agreed = f"First agreed {first:%-d %B %Y}." if first else ""
        fields: dict[str, forms.Field] = {
            "reference": short(
                "Reference",
                30,
                "Left empty, the next of its action." if self.is_sub_action else "",
                required="" if self.is_sub_action else "Write the action’s reference.",
            ),
            "kind": _kind(),
            "short_name": short("Short name", ACTION_CHARACTERS, "On screens; optional"),
            "text": _text(),
            "source_id": chosen("Source", [("", self.thing.source_text or "None yet"), *sources]),
            "regulation": short("Regulation or standard", 200, "If any"),
            "owner_id": owners(programme, "No owner yet"),
            "due_on": DatePartsField(label="Due", help_text=agreed, required=False),
            "due_moved_because": short("Why it moved", 500, "Printed beside both dates"),
            "sub_actions_rated": chosen("Sub-actions", list(RATED.items())),
        }
        if programme.percent_complete_wanted:
            fields["percent_complete"] = forms.IntegerField(
                label="Percent complete", required=False, min_value=0, max_value=100
            )
        return fields


def _shown(action: Action, name: str) -> Any:
    """Return what the field of a fact shows, which for two of them is not what is recorded."""
    if name == "kind":
        return action.called_kind
    if name == "sub_actions_rated":
        return {None: "", False: "done", True: "rated"}[action.sub_actions_rated]
    return getattr(action, name)


def _kind() -> forms.CharField:
    kind = short("Kind", 40, "As the source says")
    kind.widget.attrs |= {"list": "kinds", "autocomplete": "off"}
    return kind


def _text() -> LongText:
    text = LongText(
        label="Text",
        help_text="As the source says. It stands in issued packs, so a change asks for a reason.",
        error_messages={"required": "Write what has to be done."},
    )
    text.widget.attrs["rows"] = 3
    return text
