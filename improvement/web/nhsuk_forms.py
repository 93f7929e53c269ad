"""NHS.UK forms: the few layout objects and fields that go with templates/nhsuk/.

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
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.template.loader import render_to_string


class Question(Field):
    """One field and how it is asked.

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
    """

    def __init__(self, name: str, **asked: Any) -> None:
        known = {"size", "heading", "width", "prefix", "suffix", "inline", "small"}
        known |= {"ratings", "hidden_label", "guide", "before", "undertaking"}
        if unknown := asked.keys() - known:
            raise TypeError(f"Question has no {', '.join(sorted(unknown))}")
        super().__init__(name)
        self.asked = {"asked": asked}

    def render(
        self,
        form: Any,
        context: Any,
        template_pack: Any = TEMPLATE_PACK,
        extra_context: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> Any:
        extra = {**(extra_context or {}), **self.asked}
        return super().render(form, context, template_pack, extra_context=extra, **kwargs)


class Section(LayoutObject):
    """Fields that answer one thing, under a legend."""

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

    template = "_components/last_month.html"

    def __init__(self, question: Question, kind: str, bullets: Any, before: Any) -> None:
        self.fields, self.kind, self.bullets, self.before = [question], kind, bullets, before

    def render(
        self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any
    ) -> Any:
        inside = self.get_rendered_fields(form, context, template_pack, **kwargs)
        said = {"kind": self.kind, "bullets": self.bullets, "month": self.before.month}
        return render_to_string(self.template, {"question": inside, **said})


class Notes(LayoutObject):
    """What the writer should know first: their draft, who else is writing, texts in conflict."""

    template = "_components/writing_notes.html"

    def render(
        self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any
    ) -> Any:
        return render_to_string(self.template, {"form": form})


class Columns(Div):
    """Fields side by side where there is room."""

    def __init__(self, *asked: str | Question) -> None:
        questions = [Question(one) if isinstance(one, str) else one for one in asked]
        super().__init__(*questions, css_class="app-columns")


class Buttons(LayoutObject):
    """A row of buttons; `sticky` keeps it at the foot of the window on long pages."""

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
    """A submit button. kind: "" (primary), "secondary" or "warning".

    ``action`` sends the form to another address, in a window of its own.
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
    """A helper for {% crispy form %}; tag=False leaves <form> and the token to the page."""
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


class LongText(forms.CharField):
    """A text box for several lines whose length is counted as the page counts it."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        # A browser sends two characters for each line break and counts one.
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


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
    """A date asked for in three boxes; the value is a date or None."""

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
        given = [text.strip() for text in data_list or [] if text]
        if not any(given):
            return None
        if len(given) < len(DateParts.parts):
            raise forms.ValidationError(self.error_messages["incomplete"], code="incomplete")
        try:
            day, month, year = (int(text) for text in given)
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
    "LongText",
    "Notes",
    "Question",
    "Section",
    "form_helper",
]
