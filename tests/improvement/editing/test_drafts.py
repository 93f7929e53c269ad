"""What a draft keeps: what it was based on, what no window showed, and what is too much."""

from __future__ import annotations

import json

import pytest

from improvement.editing.forms.report import HighlightReportForm
from improvement.models import Draft
from tests.support.browser_windows import Window

REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"
PAGE = f"{REPORT}highlight-report/"


def text_of(report, kind: str) -> str:
    return report.sections.get(kind=kind).text


def test_a_draft_keeps_what_it_was_based_on(window, signed_in, someone, culture):
    window().type(summary="My draft").autosave()
    emma = Window(signed_in(someone("emma-manaton")), PAGE)
    emma.type(summary="Emma’s text").save()
    again = window()
    assert again.fields["summary"] == "My draft"
    assert "Emma Manaton saved a different text" in again.save().content.decode()
    assert text_of(culture, "summary") == "Emma’s text"


def test_only_what_a_window_showed_is_thrown_away(window):
    window().type(summary="Shown").autosave()
    second = window()
    window().type(gone_well="Typed later").autosave()
    second.type(risks="Typed here").autosave()
    second.press("discard")
    assert list(Draft.objects.get().by_field) == ["gone_well"]
    assert second.fields["gone_well"] == "Typed later"


def test_a_window_that_only_looked_saves_no_draft_of_another(window, culture):
    second = window()
    window().type(summary="Half").autosave()
    second.save()
    assert text_of(culture, "summary") == ""
    assert window().fields["summary"] == "Half"


def test_a_draft_kept_whole_is_still_shown_and_saved(window, nicola, culture, noon):
    window().type(issues_nil="on").save()
    form = HighlightReportForm(report=culture, by=nicola)
    fields = {"seen": [json.dumps(form.shown)], "summary": ["Typed before the upgrade"]}
    fields |= {kind: [text_of(culture, kind)] for kind in ("risks", "issues", "gone_well")}
    Draft.objects.create(person=nicola, path=PAGE, fields=fields, kept_at=noon)
    first = window()
    assert first.fields["summary"] == "Typed before the upgrade"
    assert "issues_nil" not in first.fields  # a whole form without a tick had none
    window().type(gone_well="And after it").autosave()
    assert window().fields["summary"] == "Typed before the upgrade"
    window().save()
    assert text_of(culture, "summary") == "Typed before the upgrade"
    assert not Draft.objects.exists()


def test_a_page_opened_before_an_upgrade_loses_no_draft(signed_in, nicola, window, culture):
    """It sends neither a window nor what stood."""
    window().type(summary="In a new window").autosave()
    seen = HighlightReportForm(report=culture, by=nicola).shown
    old = {"seen": json.dumps(seen), "summary": "In an old one", "gone_well": ""}
    signed_in(nicola).post(PAGE, {**old, "autosave": "1"})
    assert "In a new window" in signed_in(nicola).post(PAGE, old).content.decode()
    assert text_of(culture, "summary") == ""


def test_more_than_a_page_can_hold_is_not_kept_and_said(window):
    first = window()
    first.type(summary="Kept").autosave()
    first.type(gone_well="x" * 1_000_001)
    answer = first.client.post(PAGE, {**first.sent, "turn": "2", "autosave": "1"})
    assert answer.status_code == 403
    assert "more typed on this page than is kept as a draft" in answer.content.decode()
    assert list(Draft.objects.get().by_field) == ["summary"]


@pytest.mark.parametrize(
    "based_on", ["[" * 50_000, '{"stood": 3}', "[1]", '{"stood":{},"drafted":{"a":[]}}']
)
def test_a_page_that_says_nonsense_of_itself_is_read_as_one_that_says_nothing(window, based_on):
    first = window().type(summary="Not lost")
    first.put({"based_on": based_on, "turn": "x"})
    first.client.post(PAGE, {**first.sent, "autosave": "1"})
    assert window().fields["summary"] == "Not lost"


def test_what_was_typed_on_a_page_that_claims_nonsense_is_kept(window):
    first = window().type(summary="Not lost").put({"seen": "[" * 50_000})
    assert "did not say what it had shown you" in first.save().content.decode()
    assert window().fields["summary"] == "Not lost"
