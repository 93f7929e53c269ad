"""The forms as people meet them: labels, hints, errors, and links that land on a box."""

from __future__ import annotations

import datetime as dt

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template
from lxml import html

from improvement.nhsuk import (
    Button,
    Buttons,
    DatePartsField,
    LongText,
    Question,
    Section,
    form_helper,
)
from improvement.ratings import CHOICES


class Report(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(max_length=60, help_text="As it is printed.")
    secret = forms.CharField(widget=forms.PasswordInput, label="Password")
    share = forms.DecimalField(label="Share done")
    summary = LongText(max_length=10, help_text="Two sentences.")
    lead = forms.ChoiceField(choices=[("", "Choose"), ("a", "Alex")])
    delivery = forms.ChoiceField(
        choices=CHOICES, widget=forms.RadioSelect, help_text="Is it done on time?"
    )
    regulations = forms.MultipleChoiceField(
        choices=[("17", "Regulation 17"), ("18", "Regulation 18")],
        widget=forms.CheckboxSelectMultiple,
    )
    checked = forms.BooleanField(label="I have checked the figures")
    due = DatePartsField(label="Due date")
    evidence = forms.FileField()

    def clean(self):
        raise forms.ValidationError("Somebody else saved this report after you opened it.")


class Row(forms.Form):
    what = forms.CharField()


GIVEN = {"version": "1", "share": "half", "summary": "x" * 11, "due_0": "31", "due_1": "2"}
GIVEN |= {"due_2": "2024"}


def page(form, helper=None):
    return html.fromstring(render_crispy_form(form, helper=helper or form_helper()))


def by_id(tree, id_):
    found = tree.xpath("//*[@id=$id]", id=id_)
    assert len(found) == 1, f"{id_} is there {len(found)} times"
    return found[0]


def described(tree, element):
    """The words a screen reader says after an element's name."""
    ids = element.get("aria-describedby", "").split()
    return [" ".join(by_id(tree, id_).text_content().split()) for id_ in ids]


def summary(*given):
    rendered = Template("{% load nhsuk %}{% error_summary a b %}").render(
        Context({"a": given[0], "b": given[1] if len(given) > 1 else None})
    )
    return html.fromstring(rendered) if rendered.strip() else None


def links_of(tree):
    return {a.text_content(): a.get("href") for a in tree.xpath("//a")}


def test_every_visible_control_has_a_label_or_legend():
    tree = page(Report())
    for control in tree.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        labels = tree.xpath("//label[@for=$id]", id=control.get("id"))
        assert len(labels) == 1, control.get("name")
    for group in tree.xpath("//fieldset"):
        assert group.xpath("./legend")[0].text_content().strip()


def test_hint_error_and_counter_are_read_out_in_that_order():
    tree = page(Report(GIVEN))
    assert described(tree, by_id(tree, "id_summary")) == [
        "Two sentences.",
        "Error: Ensure this value has at most 10 characters (it has 11).",
        "You can enter up to 10 characters",
    ]
    assert described(tree, by_id(tree, "id_name")) == [
        "As it is printed.",
        "Error: Enter an answer",
    ]
    radios = by_id(tree, "id_delivery_0").xpath("ancestor::fieldset")[0]
    assert described(tree, radios) == ["Is it done on time?", "Error: Choose one"]


def test_a_form_without_errors_shows_none():
    tree = page(Report())
    assert not tree.xpath("//*[contains(@class, '--error') or contains(@class, 'error-message')]")
    assert summary(Report()) is None


def test_the_browser_neither_cuts_text_nor_refuses_it():
    tree = page(Report())
    assert not tree.xpath("//*[@maxlength or @required or @placeholder or @style]")
    assert by_id(tree, "id_share").get("type") == "text"
    counted = by_id(tree, "id_summary").getparent()
    assert counted.get("data-module") == "nhsuk-character-count"
    assert counted.get("data-maxlength") == "10"


def test_what_was_typed_stays_even_when_it_is_wrong():
    tree = page(Report(GIVEN))
    assert by_id(tree, "id_share").get("value") == "half"
    assert [by_id(tree, f"id_due_{part}").get("value") for part in range(3)] == ["31", "2", "2024"]


def test_checkboxes_are_not_mistaken_for_radios():
    tree = page(Report({"regulations": ["18"], "delivery": "on_track"}))
    boxes = tree.xpath("//input[@name='regulations']")
    assert [box.get("type") for box in boxes] == ["checkbox", "checkbox"]
    assert [box.get("checked") is not None for box in boxes] == [False, True]
    chosen = tree.xpath("//input[@name='delivery' and @checked]/@value")
    assert chosen == ["on_track"]


def test_a_group_is_in_error_as_a_group():
    tree = page(Report(GIVEN))
    group = by_id(tree, "id_regulations_0").xpath("ancestor::fieldset")[0]
    assert described(tree, group) == ["Error: Choose at least one"]


def test_the_summary_leads_to_the_first_box_of_each_field():
    form = Report(GIVEN)
    links = links_of(summary(form))
    assert links == {
        "Somebody else saved this report after you opened it.": "#form-errors",
        "Name: Enter an answer": "#id_name",
        "Password: Enter an answer": "#id_secret",
        "Share done: Enter a number.": "#id_share",
        "Summary: Ensure this value has at most 10 characters (it has 11).": "#id_summary",
        "Lead: Choose one": "#id_lead",
        "Delivery: Choose one": "#id_delivery_0",
        "Regulations: Choose at least one": "#id_regulations_0",
        "I have checked the figures: Tick the box": "#id_checked",
        "Due date: Enter a real date, for example 31 3 2024": "#id_due_0",
        "Evidence: Choose a file": "#id_evidence",
    }
    tree = page(form)
    for href in links.values():
        assert by_id(tree, href.removeprefix("#")) is not None


def test_the_summary_is_announced_and_takes_the_focus():
    box = summary(Report(GIVEN))
    assert box.get("tabindex") == "-1"
    assert box.get("data-module") == "nhsuk-error-summary"
    alert = box.xpath(".//*[@role='alert']")[0]
    assert alert.xpath("./h2")[0].text_content() == "There is a problem"


def test_one_summary_covers_a_form_and_the_rows_under_it():
    rows = forms.formset_factory(Row, extra=2, min_num=2, validate_min=True)(
        {"rows-TOTAL_FORMS": "2", "rows-INITIAL_FORMS": "0", "rows-1-what": "Second"},
        prefix="rows",
    )
    links = links_of(summary(Row({}, prefix="top"), rows))
    assert links["What: Enter an answer"] == "#id_top-what"
    assert links["What, row 1: Enter an answer"] == "#id_rows-0-what"
    rendered = html.fromstring(
        Template("{% load crispy_forms_tags %}<div>{{ rows|crispy }}</div>").render(
            Context({"rows": rows})
        )
    )
    assert by_id(rendered, "id_rows-0-what").get("class") == "nhsuk-input nhsuk-input--error"
    assert by_id(rendered, "id_rows-TOTAL_FORMS").get("value") == "2"


def test_a_form_given_twice_is_listed_once():
    form = Row({})
    assert len(summary(form, form).xpath("//li")) == 1


def test_an_error_of_a_hidden_field_is_not_lost():
    form = Report(GIVEN | {"version": "new"})
    assert links_of(summary(form))["Version: Enter a whole number."] == "#form-errors"
    assert "Version: Enter a whole number." in by_id(page(form), "form-errors").text_content()


def test_words_in_a_message_are_never_markup():
    class Echo(forms.Form):
        name = forms.CharField()

        def clean_name(self):
            raise forms.ValidationError(f"{self.cleaned_data['name']} is taken")

    form = Echo({"name": "<b>Bo</b>"})
    assert "&lt;b&gt;Bo&lt;/b&gt; is taken" in render_crispy_form(form, helper=form_helper())
    assert not summary(form).xpath("//b")


def test_questions_sections_and_buttons():
    helper = form_helper(
        Section("About it", Question("name", size="l", width=20), hint="Once a month."),
        Question("share", suffix="%"),
        Question("delivery", ratings=True, inline=True, small=True),
        Buttons(Button("Save"), Button("Send", name="then", value="send", kind="secondary")),
        action="/save/",
    )
    tree = page(Report(), helper)
    assert tree.tag == "form"
    assert tree.get("action") == "/save/"
    assert tree.get("novalidate") is not None
    section = tree.xpath("//fieldset[legend[normalize-space()='About it']]")[0]
    assert "nhsuk-input--width-20" in section.xpath(".//input")[0].get("class")
    assert section.xpath(".//label")[0].get("class") == "nhsuk-label nhsuk-label--l"
    assert tree.xpath("//*[contains(@class, '__suffix')]")[0].text == "%"
    label = tree.xpath("//label[@for='id_delivery_3']")[0]
    assert label.text_content().strip() == "Overdue (>1 month)"
    assert label.xpath(".//*[contains(@class, 'app-rating--overdue')]")
    assert label.xpath(".//svg[@aria-hidden='true']")
    assert [b.text for b in tree.xpath("//button[@type='submit']")] == ["Save", "Send"]
    assert tree.xpath("//button[@name='then']/@value") == ["send"]
    # A field the layout leaves out stays away, a hidden one comes along.
    assert tree.xpath("//input[@name='version']")
    assert not tree.xpath("//input[@name='evidence']")


def test_a_question_refuses_what_it_does_not_know():
    with pytest.raises(TypeError, match="colour"):
        Question("name", colour="red")


@pytest.mark.parametrize(
    ("given", "date"),
    [
        (("31", "3", "2024"), dt.date(2024, 3, 31)),
        (("1", "12", "23"), dt.date(2023, 12, 1)),
        (("", "", ""), None),
    ],
)
def test_a_date_in_three_boxes(given, date):
    class When(forms.Form):
        due = DatePartsField(required=False)

    form = When({f"due_{part}": text for part, text in enumerate(given)})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["due"] == date


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("30", "2", "2024"), "Enter a real date, for example 31 3 2024"),
        (("", "2", "2024"), "Enter a day, a month and a year"),
        (("x", "2", "2024"), "Enter a real date, for example 31 3 2024"),
        (("", "", ""), "Enter a date"),
    ],
)
def test_a_date_that_cannot_be(given, message):
    class When(forms.Form):
        due = DatePartsField()

    form = When({f"due_{part}": text for part, text in enumerate(given)})
    assert form.errors["due"] == [message]


def test_a_line_break_counts_once():
    field = LongText(max_length=3)
    assert field.clean("a\r\nb") == "a\nb"


def rating(code, **asked):
    tag = "{% include '_components/rating.html' with code=code short=short only %}"
    return html.fromstring(Template(tag).render(Context({"code": code, **asked})))


def test_ratings_say_it_in_words_and_shape():
    for code, words in CHOICES:
        assert rating(code).text_content().strip() == words
        assert rating(code).xpath(".//svg")
    assert rating(None).text_content().strip() == "Not yet rated"


def test_a_short_rating_keeps_its_whole_name_for_screen_readers():
    shown = rating("overdue", short=True)
    assert shown.text_content().strip() == "Overdue (>1 month)"
    assert shown.xpath(".//*[contains(@class, 'visually-hidden')]")[0].text == " (>1 month)"


def test_a_component_is_drawn_once_for_the_same_and_again_for_another():
    given = "{% load nhsuk %}{% kept '_components/rating.html' code=code short=True %}"
    drawn = [Template(given).render(Context({"code": code})) for code in ("", "overdue", "overdue")]
    plain = "{% include '_components/rating.html' with code=code short=True only %}"
    assert drawn[1] == drawn[2] == Template(plain).render(Context({"code": "overdue"}))
    assert drawn[0] == Template(plain).render(Context({"code": ""})) != drawn[1]
