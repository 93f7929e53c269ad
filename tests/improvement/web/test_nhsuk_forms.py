"""The forms as people meet them: labels, hints, errors, and links that land on a box."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.template import Context, Template
from lxml import html

from improvement.values.ratings import CHOICES
from improvement.web.nhsuk_forms import (
    Button,
    Buttons,
    DatePartsField,
    Fieldset,
    LongText,
    Question,
    form_helper,
)
from tests.support.form_pages import GIVEN, Report, by_id, described, page, summary

GIVEN |= {"due_2": "2024"}


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


def test_questions_sections_and_buttons():
    helper = form_helper(
        Fieldset("About it", Question("name", size="l", width=20), hint="Once a month."),
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
    assert section.xpath(".//label")[0].get("class").split() == ["nhsuk-label", "nhsuk-label--l"]
    assert tree.xpath("//*[contains(@class, '__suffix')]")[0].text == "%"
    label = tree.xpath("//label[@for='id_delivery_3']")[0]
    assert label.text_content().strip() == "Overdue (>1 month)"
    assert label.xpath(".//*[contains(@class, 'app-rating--red')]")
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
