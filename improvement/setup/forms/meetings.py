"""The form of a programme's meetings: a row a meeting, and empty rows for new ones."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from improvement.models import Meeting, Programme
from improvement.setup.forms.parts import SetUpForm, row, rows, short
from improvement.setup.meetings import MeetingRow, refuse_one_name_twice, write_meetings
from improvement.values.refusals import Refused
from improvement.web.nhsuk_forms import Fieldset, Question

NEW_ROWS = 3
HIGHEST_TIER = 9


class MeetingsForm(SetUpForm):
    title = "Meetings"
    words = (
        "The meetings that read the pack, which prints them. Tier 1 is nearest to the work. "
        "Empty a name to take its meeting off."
    )

    def __init__(self, data: Any = None, *, programme: Programme, **who: Any) -> None:
        super().__init__(data, **who)
        self.programme = programme
        meetings = list(programme.meetings.all())
        self.rows: dict[str, Meeting | None] = {str(meeting.pk): meeting for meeting in meetings}
        self.rows |= {f"new-{place}": None for place in range(1, NEW_ROWS + 1)}
        for place, (key, meeting) in enumerate(self.rows.items(), start=1):
            for name, field in _fields(place).items():
                value = getattr(meeting, name) if meeting else ""
                label = f"{field.label} of meeting {place}"
                self.add_claimed_field(f"{name}-{key}", field, value, place=label)
        self.show_drafts()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for key in self.rows:
            name, tier, chair = (cleaned.get(f"{one}-{key}") for one in ("name", "tier", "chair"))
            if name and not tier and f"tier-{key}" not in self.errors:
                self.add_error(f"tier-{key}", f"Enter the tier of {name}: 1 is nearest the work.")
            if not name and self.rows[key] is None and (tier or chair):
                self.add_error(f"name-{key}", "Enter the name of the meeting.")
        try:
            refuse_one_name_twice([str(cleaned.get(f"name-{key}") or "") for key in self.rows])
        except Refused as refused:
            self.add_error(None, refused.sentence)
        return cleaned

    def save(self, *, at: datetime) -> None:
        cleaned = self.cleaned_data
        write_meetings(
            programme=self.programme,
            meetings=[
                MeetingRow(
                    key,
                    cleaned[f"name-{key}"].strip(),
                    cleaned[f"tier-{key}"] or 0,
                    cleaned[f"chair-{key}"].strip(),
                    meeting.pk if meeting else None,
                )
                for key, meeting in self.rows.items()
                if meeting or cleaned[f"name-{key}"].strip()
            ],
            seen_texts=self.seen_texts,
            by=self.by,
            at=at,
        )

    @property
    def helper(self) -> FormHelper:
        return self.make_helper(
            rows(
                *(
                    Fieldset(
                        str(meeting or "A new meeting"),
                        row(
                            "meeting",
                            Question(f"name-{key}"),
                            Question(f"tier-{key}", width=2),
                            Question(f"chair-{key}"),
                        ),
                        size="s",
                    )
                    for key, meeting in self.rows.items()
                )
            )
        )


def _fields(place: int) -> dict[str, forms.Field]:
    return {
        "name": short("Name", 200),
        "tier": forms.IntegerField(
            label="Tier",
            min_value=1,
            max_value=HIGHEST_TIER,
            required=False,
            widget=forms.TextInput({"inputmode": "numeric"}),
            error_messages={
                "invalid": "Enter a number, 1 for the tier nearest the work.",
                "min_value": "Enter 1 or more.",
                "max_value": f"Enter {HIGHEST_TIER} or less.",
            },
        ),
        "chair": short("Chaired by", 200),
    }
