"""Tags for templates/nhsuk/ and templates/_components/: {% load nhsuk %}."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import lru_cache
from typing import Any

from django import forms, template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from improvement.values.clock import is_demo_time, today
from improvement.values.ratings import Rating
from improvement.web.nhsuk_forms import DateParts

register = template.Library()

# The first that fits: CheckboxSelectMultiple is a RadioSelect, PasswordInput an Input.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (DateParts, "date"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
)

# Django says "This field is required." for all of them.
MISSING = {
    "checkboxes": "Choose at least one",
    "radios": "Choose one",
    "select": "Choose one",
    "checkbox": "Tick the box",
    "file": "Choose a file",
}
DJANGO_MISSING = forms.Field.default_error_messages["required"]

CLASSES = {
    "select": "nhsuk-select",
    "textarea": "nhsuk-textarea nhsuk-js-character-count",
    "file": "nhsuk-file-upload",
    "password": "nhsuk-input nhsuk-password-input__input nhsuk-js-password-input-input",
    "checkbox": "nhsuk-checkboxes__input",
    "radios": "nhsuk-radios__input",
    "checkboxes": "nhsuk-checkboxes__input",
}


@register.filter
def field_kind(field: BoundField) -> str:
    """Which of the pack's controls draws this field."""
    if field.is_hidden:
        return "hidden"
    widget = field.field.widget
    return next((kind for class_, kind in KINDS if isinstance(widget, class_)), "text")


@register.filter
def first_id(field: BoundField) -> str:
    """The id an error points to: the first box, button or option of the field."""
    if field_kind(field) in ("radios", "checkboxes", "date"):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.filter
def limit(field: BoundField) -> int | None:
    """How many characters a text area takes, for the counter under it."""
    return getattr(field.field, "max_length", None)


@register.filter
def messages(field: BoundField) -> list[str]:
    """What is wrong with a field."""
    missing = MISSING.get(field_kind(field), "Enter an answer")
    return [missing if text == DJANGO_MISSING else str(text) for text in field.errors]


@register.filter
def described_by(field: BoundField) -> str:
    """The ids of the hint, the error and the counter, for aria-describedby."""
    ids = [f"{field.auto_id}_helptext"] if field.help_text else []
    ids += [f"{field.auto_id}_error"] if field.errors else []
    own = field.field.widget.attrs.get("aria-describedby")
    if field_kind(field) == "textarea" and limit(field):
        ids.append(f"{field.auto_id}-info")
    return " ".join(([own] if own else []) + ids)


@register.simple_tag
def hidden_input(field: BoundField) -> SafeString:
    """A hidden input, without the widget's templates: a page of writing has a dozen."""
    value = field.value()
    return format_html(
        '<input type="hidden" name="{}" value="{}" id="{}">',
        field.html_name,
        "" if value is None else value,
        field.auto_id,
    )


@register.simple_tag
def control(field: BoundField, options: dict[str, Any] | None = None) -> str:
    """The bare input, select or textarea with NHS.UK classes.

    `maxlength` goes: it would cut pasted text without a word. The counter warns, the
    server refuses. `required` goes: the page says what is missing, not the browser.
    """
    kind, options = field_kind(field), options or {}
    widget = field.field.widget
    classes = [CLASSES.get(kind, "nhsuk-input"), widget.attrs.get("class", "")]
    if width := options.get("width"):
        classes.append(f"nhsuk-input--width-{width}")
    if field.errors:
        base = CLASSES.get(kind, "nhsuk-input").split()[0]
        classes.append(f"{base}--error" if kind != "checkbox" else "")
    attrs: dict[str, Any] = {
        "class": " ".join(filter(None, classes)),
        "maxlength": False,
        "required": False,
        "placeholder": False,
        "aria-describedby": described_by(field) or False,
    }
    if kind == "textarea":
        # Django's own default of 10 rows is kept only where a form asks for it.
        rows = widget.attrs.get("rows", "10")
        attrs["rows"] = "5" if str(rows) == "10" else rows
        attrs["cols"] = False
    if kind == "password":
        attrs |= {"spellcheck": "false", "autocapitalize": "none"}
    if isinstance(widget, forms.NumberInput):
        # A number box empties itself when somebody types "30%"; a text box keeps it.
        widget.input_type = "text"
        parts = isinstance(field.field, forms.DecimalField | forms.FloatField)
        attrs["inputmode"] = "decimal" if parts else "numeric"
        attrs |= {"min": False, "max": False, "step": False}
    # BoundField adds `required` after these attributes unless the form says otherwise.
    field.form.use_required_attribute = False
    if isinstance(widget, forms.Textarea | forms.CheckboxInput):
        return _drawn_without_templates(field, widget, attrs)
    return field.as_widget(attrs=attrs)


def _drawn_without_templates(
    field: BoundField, widget: forms.Textarea | forms.CheckboxInput, attrs: dict[str, Any]
) -> SafeString:
    """Draw a text area or a tick as its widget would: pages have dozens of them."""
    value = field.value()
    attrs = {
        "name": field.html_name,
        "id": field.auto_id,
        **widget.attrs,
        **field.build_widget_attrs(attrs, widget),
    }
    text = widget.format_value(value)
    if isinstance(widget, forms.Textarea):
        return format_html("<textarea{}>\n{}</textarea>", flatatt(attrs), text or "")
    attrs |= {"type": "checkbox", "value": text, "checked": widget.check_test(value)}
    return format_html("<input{}>", flatatt(attrs))


@register.simple_tag
def choices(field: BoundField) -> list[dict[str, Any]]:
    """Radios or checkboxes as plain values for the template: attributes, id, value and label."""
    widget = field.field.widget
    chosen = widget.format_value(field.value())
    drawn = []
    for place, (value, label) in enumerate(widget.choices):
        id_, text = f"{field.auto_id}_{place}", "" if value is None else str(value)
        attributes = format_html(
            'id="{}" name="{}" type="{}" value="{}"', id_, field.html_name, widget.input_type, text
        )
        drawn.append(
            {"attributes": attributes, "id": id_, "value": value, "label": label}
            | {"checked": text in chosen}
        )
    return drawn


@register.simple_tag
def date_boxes(field: BoundField) -> list[dict[str, Any]]:
    """The boxes of a day, a month and a year as plain values for the template."""
    boxes = field.subwidgets[0].data["subwidgets"]
    return [
        {"id": box["attrs"]["id"], "name": box["name"], "value": box["value"]}
        | {"label": label, "width": width}
        for box, (label, width) in zip(boxes, DateParts.parts, strict=True)
    ]


@register.filter
def errors_id(whole: Any) -> str:
    """The id of the messages that belong to a form or formset as a whole."""
    return f"{whole.prefix}-errors" if whole.prefix else "form-errors"


@register.filter
def whole_messages(whole: Any) -> list[str]:
    """What is wrong with a form or formset and with no field a person can see."""
    if isinstance(whole, BaseFormSet):
        return [str(text) for text in whole.non_form_errors()] if whole.is_bound else []
    hidden = [
        _with_label(str(field.label), str(text))
        for field in whole.hidden_fields()
        for text in field.errors
    ]
    return [*map(str, whole.non_field_errors()), *hidden]


def listed_errors(*given: Any) -> Iterator[dict[str, str]]:
    """Every error of forms, formsets and lists of them, in order: its text and target id."""
    for whole in given:
        if isinstance(whole, list | tuple):
            yield from listed_errors(*whole)
        elif isinstance(whole, BaseFormSet):
            yield from _of_whole(whole)
            for number, form in enumerate(whole.forms, start=1):
                yield from _of_form(form, place=f", row {number}")
        elif isinstance(whole, forms.BaseForm):
            yield from _of_form(whole)


def _of_whole(whole: Any) -> Iterator[dict[str, str]]:
    for text in whole_messages(whole):
        yield {"text": text, "target": errors_id(whole)}


def _of_form(form: forms.BaseForm, place: str = "") -> Iterator[dict[str, str]]:
    if not form.is_bound:
        return
    yield from _of_whole(form)
    for field in form.visible_fields():
        for text in messages(field):
            yield {
                "text": _with_label(f"{field.label}{place}", text),
                "target": first_id(field),
            }


def _with_label(label: str, text: str) -> str:
    """Away from its field a message has to say which field it is about."""
    if label.casefold() in text.casefold():
        return text
    return f"{label} {text}" if label.endswith(("?", ":")) else f"{label}: {text}"


@register.simple_tag
def error_summary(*given: Any, title: str = "There is a problem") -> SafeString | str:
    """{% error_summary form formset %}: one summary over all of them, or nothing."""
    # A view may hand the same form over under two names.
    errors = list(listed_errors(*{id(whole): whole for whole in given}.values()))
    if not errors:
        return ""
    return render_to_string("_layout/_error_summary.html", {"errors": errors, "title": title})


@register.simple_tag
def error_prefix(*given: Any) -> str:
    """ "Error: " before the page's title when something has to be put right."""
    return "Error: " if any(listed_errors(*given)) else ""


@register.simple_tag
def links(*pairs: Any, current: str = "") -> list[dict[str, Any]]:
    """{% links "Dashboard" url "December 2023" url2 as items %} for breadcrumbs and menus."""
    labels, urls = pairs[::2], pairs[1::2]
    if len(labels) != len(urls):
        raise template.TemplateSyntaxError("links takes pairs of a label and a URL")
    return [
        {"label": label, "url": url, "current": bool(current) and url == current}
        for label, url in zip(labels, urls, strict=True)
    ]


@register.filter
def rating(code: str | None) -> Rating:
    """The rating behind a code; None and "" are not yet rated."""
    return Rating(code or "")


@register.filter
def before_bracket(words: str) -> str:
    """ "Overdue (>1 month)" -> "Overdue": enough where space is short."""
    return words.partition(" (")[0]


@register.filter
def from_bracket(words: str) -> str:
    """The part that before_bracket leaves out."""
    return "".join(words.partition(" (")[1:])


@register.simple_tag
def app_version() -> str:
    """The version of pyproject.toml, for the foot of every page."""
    return settings.VERSION


@register.simple_tag
def demo_day() -> str:
    """The day it is in the demo, where that has a time of its own; otherwise nothing."""
    return f"Demo: today is {today():%-d %B %Y}" if is_demo_time() else ""


@register.simple_tag
def all_ratings() -> list[Rating]:
    """Every rating, best first, for keys."""
    return list(Rating)


@register.simple_block_tag
def table_region(content: str, label: str, kind: str = "") -> SafeString:
    """{% table_region "Actions" %}<table>...</table>{% endtable_region %}

    A wide table scrolls inside its own region, which the keyboard can reach.
    kind="tall" also keeps the head of the table in view.
    """
    return render_to_string(
        "_components/table_region.html", {"content": content, "label": label, "kind": kind}
    )


@register.simple_tag
def kept(component: str, **given: Hashable) -> SafeString:
    """{% kept "_components/rating.html" code=code short=True %}: an include, drawn once and kept.

    For small components that a page repeats by the hundred. What one says has to follow from what
    it is given: words, numbers and frozen facts, never markup or rows of the database.
    """
    return _drawn(component, tuple(given.items()))


@lru_cache(maxsize=4096)
def _drawn(component: str, given: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return render_to_string(component, dict(given))
