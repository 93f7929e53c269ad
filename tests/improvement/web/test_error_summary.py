"""The summary of errors: each leads to its box, and none is lost."""

from __future__ import annotations

from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template
from lxml import html

from improvement.web.nhsuk_forms import (
    form_helper,
)
from tests.support.form_pages import GIVEN, Report, Row, by_id, links_of, page, summary


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
