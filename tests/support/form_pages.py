"""A form as a page has it, and what is read of it."""

from __future__ import annotations

from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template
from lxml import html

from improvement.values.ratings import CHOICES
from improvement.web.nhsuk_forms import (
    DatePartsField,
    LongText,
    form_helper,
)


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
