"""NHS.UK forms: the layout objects and fields that go with templates/nhsuk/. For example:

class RatingForm(forms.Form):
    delivery = forms.ChoiceField(choices=..., widget=forms.RadioSelect)
    summary = LongText(max_length=4000, label="Summary", help_text="Two or three sentences.")

    @property
    def helper(self):
        return form_helper(
            Question("delivery", ratings=True, small=True),
            Question("summary", size="m"),
            Buttons(Button("Save"), Button("Save and submit", name="then", value="submit")),
        )
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.template.loader import render_to_string

# So that no request or page takes for ever. The longest text of a published pack has 1,500
# characters; comments pasted from Word had 10,000.
LONGEST = 20_000  # characters
MOST_LINES = 200


class Question(LayoutObject):
    """One field and how its question is shown.

    size      label or legend: "s", "m", "l", "xl"
    heading   the label is the page's h1 (one question on a page)
    width     of a text box, in characters: 2, 3, 4, 5, 10, 20, 30
    prefix, suffix   words attached to a text box, such as "%"
    inline, small    radios and checkboxes side by side; smaller
    ratings   radio labels carry the rating's shape and colour
    hidden_label     the label is there for screen readers only
    guide     how many characters fit as printed; a guide, never a limit
    before    the rating of the month before, so that the page can say it moved
    undertaking      radios that put their label into another text
    question  what is asked about the text in the box, under it
    """

    def __init__(self, name: str, **options: Any) -> None:
        known = {"size", "heading", "width", "prefix", "suffix", "inline", "small"}
        known |= {"ratings", "hidden_label", "guide", "before", "undertaking", "question"}
        if unknown := options.keys() - known:
            raise TypeError(f"Question has no {', '.join(sorted(unknown))}")
        self.fields, self.options = [name], options

    def render(
        self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any
    ) -> Any:
        name = self.fields[0]
        form.rendered_fields.add(name)
        field = f"{template_pack}/field.html"
        return render_to_string(field, {"field": form[name], "options": self.options})


class Fieldset(LayoutObject):
    """Fields under a common legend."""

    template = "%s/layout/fieldset.html"

    def __init__(
        self,
        legend: str,
        *fields: Any,
        size: str = "m",
        hint: str = "",
        tag: str = "",
        anchor: str = "",
    ) -> None:
        self.legend, self.fields, self.size, self.hint = legend, list(fields), size, hint
        self.tag, self.anchor = tag, anchor

    def render(
        self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any
    ) -> Any:
        inside = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string(
            self.get_template_name(template_pack),
            {"fieldset": self, "legend": self.legend, "hint": self.hint, "fields": inside},
        )


class Beside(LayoutObject):
    """A question with last month's bullets beside it, each to be brought over."""

    template = "improvement/editing/_last_month_beside.html"

    def __init__(self, question: Question, kind: str, bullets: Any, before: Any) -> None:
        self.fields, self.kind, self.bullets, self.before = [question], kind, bullets, before

    def render(
        self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any
    ) -> Any:
        inside = self.get_rendered_fields(form, context, template_pack, **kwargs)
        context = {"question": inside, "kind": self.kind, "bullets": self.bullets}
        return render_to_string(self.template, {**context, "month": self.before.month})


class Included(LayoutObject):
    """A template of its own within the form, which it takes."""

    def __init__(self, template: str) -> None:
        self.template = template

    def render(
        self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any
    ) -> Any:
        return render_to_string(self.template, {"form": form})


class Notes(Included):
    """Notes above the form: the writer's draft, who else is writing, texts in conflict."""

    def __init__(self) -> None:
        super().__init__("_components/writing_notes.html")


class Columns(Div):
    """Fields side by side where there is room."""

    def __init__(self, *fields: str | Question) -> None:
        questions = [Question(field) if isinstance(field, str) else field for field in fields]
        super().__init__(*questions, css_class="app-columns")


class Buttons(LayoutObject):
    """A row of buttons. ``sticky`` keeps it at the foot of the window on long pages."""

    template = "%s/layout/buttonholder.html"

    def __init__(self, *fields: Any, sticky: bool = False) -> None:
        self.fields, self.sticky = list(fields), sticky

    def render(
        self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any
    ) -> Any:
        inside = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string(
            self.get_template_name(template_pack),
            {"sticky": self.sticky, "fields_output": inside},
        )


class Button:
    """A submit button. ``kind`` is "" (primary), "secondary" or "warning".

    ``action`` sends the form to another address, in a new window.
    """

    def __init__(
        self, label: str, *, name: str = "", value: str = "", kind: str = "", action: str = ""
    ) -> None:
        self.label, self.name, self.value, self.kind = label, name, value, kind
        self.action = action

    def render(
        self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any
    ) -> Any:
        return render_to_string(f"{template_pack}/layout/button.html", {"button": self})


def form_helper(*layout: Any, tag: bool = True, action: str = "", form_id: str = "") -> FormHelper:
    """Return a helper for {% crispy form %}. Without ``tag`` the page has <form> and the token."""
    helper = FormHelper()
    helper.form_tag = tag
    helper.disable_csrf = not tag
    helper.form_action = action
    helper.form_id = form_id
    helper.include_media = False
    helper.render_hidden_fields = True
    if layout:
        helper.layout = Layout(*layout)
    return helper


def too_long(text: str) -> str:
    """Return a sentence that says by how much ``text`` is too long, or an empty text."""
    if len(text) > LONGEST:
        return f"Shorten this to {LONGEST:,} characters: it has {len(text):,}."
    lines = text.count("\n") + 1
    if lines > MOST_LINES:
        return f"Shorten this to {MOST_LINES} lines: it has {lines:,}."
    return ""


class LongText(forms.CharField):
    """A text box for several lines, whose length is counted as the page counts it.

    Its maximum is the same for every text: see ``too_long``.
    """

    widget = forms.Textarea

    @classmethod
    def optional(cls, label: str, hint: str = "", rows: int = 4) -> Self:
        """Return a box that may stay empty, in which the spaces at the start of a line count."""
        widget = forms.Textarea({"rows": rows})
        return cls(label=label, help_text=hint, required=False, strip=False, widget=widget)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        # A browser sends two characters for each line break and counts one.
        return text.replace("\r\n", "\n") if isinstance(text, str) else text

    def validate(self, value: Any) -> None:
        super().validate(value)
        if why := too_long(value or ""):
            raise forms.ValidationError(why)


class DateParts(forms.MultiWidget):
    """Day, month and year in three boxes."""

    use_fieldset = True
    parts = (("Day", 2), ("Month", 2), ("Year", 4))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric"}
        super().__init__([forms.TextInput(box) for _ in self.parts], attrs)

    def decompress(self, value: dt.date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DatePartsField(forms.MultiValueField):
    """A date in three text boxes. The value is a date or None."""

    widget = DateParts
    default_error_messages = {
        "required": "Enter a date",
        "incomplete": "Enter a day, a month and a year",
        "invalid": "Enter a real date, for example 31 3 2024",
    }

    def __init__(self, **kwargs: Any) -> None:
        boxes = tuple(forms.CharField(required=False) for _ in DateParts.parts)
        super().__init__(fields=boxes, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> dt.date | None:
        texts = [text.strip() for text in data_list or [] if text]
        if not any(texts):
            return None
        if len(texts) < len(DateParts.parts):
            raise forms.ValidationError(self.error_messages["incomplete"], code="incomplete")
        try:
            day, month, year = (int(text) for text in texts)
            return dt.date(year if year > 99 else 2000 + year, month, day)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


__all__ = [
    "HTML",
    "Beside",
    "Button",
    "Buttons",
    "Columns",
    "DateParts",
    "DatePartsField",
    "Fieldset",
    "Included",
    "LongText",
    "Notes",
    "Question",
    "form_helper",
]
