"""Two windows of one person: what was typed in either of them is kept, or asked about."""

from __future__ import annotations

import pytest

from improvement.models import ActionRating, Draft
from improvement.values.browser_windows import digest
from tests.support.browser_windows import Window

REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"
PAGE = f"{REPORT}highlight-report/"


def text_of(report, kind: str) -> str:
    return report.sections.get(kind=kind).text


# Each page: its address, whose it is, what is typed in one window and what in another.
def ratings(report) -> tuple[str, str]:
    first, second = ActionRating.objects.filter(report=report)[:2]
    return f"action-{first.pk}-explanation", f"action-{second.pk}-delivery"


def figures(report) -> tuple[str, str]:
    first, second = report.workstream.metrics.all()[:2]
    line = second.lines.get()
    return f"remark-{first.pk}", f"actual-{line.pk}-2023-24-q4"


def criteria(report) -> tuple[str, str]:
    first, second = report.criterion_ratings.all()[:2]
    return f"criterion-{first.pk}", f"criterion-{second.pk}"


PAGES = {
    "highlight-report/": (lambda _: ("summary", "gone_well"), "Half a sentence", "Good news"),
    "actions/": (ratings, "Half a sentence", "overdue"),
    "criteria/": (criteria, "overdue", "complete"),
    "plan/": (lambda _: ("aims", "risks"), "Half a sentence", "A risk"),
    "scorecard/": (figures, "Half a sentence", "Awaited"),
    "overview": (lambda _: ("headline", "key_progress"), "Half a sentence", "Good news"),
}


@pytest.mark.parametrize("page", PAGES)
def test_what_was_drafted_in_one_window_outlives_a_save_in_another(
    signed_in, nicola, office, culture, page
):
    names, drafted, saved = PAGES[page]
    here, there = names(culture)
    by, address = (
        (office, "/scas/2024-01/overview/") if page == "overview" else (nicola, REPORT + page)
    )
    first, second = (Window(signed_in(by), address) for _ in range(2))
    first.put({here: drafted}).autosave()
    second.put({there: saved}).autosave()
    answer = second.save()
    assert "What you typed in another window is still a draft" in answer.content.decode()
    again = Window(signed_in(by), address)
    assert (again.fields[here], again.fields[there]) == (drafted, saved)
    [draft] = Draft.objects.filter(person=by)
    assert list(draft.by_field) == [here]
    again.save()
    assert not Draft.objects.exists()
    assert Window(signed_in(by), address).fields[here] == drafted


def test_two_windows_that_draft_different_fields_make_one_draft(window):
    first, second = window(), window()
    first.type(summary="First").autosave()
    second.type(gone_well="Second").autosave()
    first.type(summary="First, and more").autosave()
    again = window()
    assert (again.fields["summary"], again.fields["gone_well"]) == ("First, and more", "Second")
    assert "settle-" not in again.page


def test_two_texts_of_one_field_are_both_kept_and_shown(window):
    first, second = window(), window()
    assert first.type(summary="The first text").autosave()["elsewhere"] == []
    assert second.type(summary="The second text").autosave()["elsewhere"] == ["Workstream summary"]
    again = window()
    assert again.fields["summary"] == "The second text"
    assert "The first text" in again.page
    assert "You typed at" in again.page
    assert "in another window" in again.page


@pytest.mark.parametrize(
    ("choice", "text"),
    [
        ("mine", "The second text"),
        ("theirs", "The first text"),
        ("both", "The first text\nThe second text"),
    ],
)
def test_a_save_over_what_another_window_drafted_asks_which_text_stands(
    window, culture, choice, text
):
    first, second = window(), window()
    first.type(summary="The first text", gone_well="Only here").autosave()
    second.type(summary="The second text")
    assert "You typed a different text in another window." in second.save().content.decode()
    assert text_of(culture, "summary") == ""
    assert "The first text" in second.page
    second.save()  # without a choice it stays refused
    assert text_of(culture, "summary") == ""
    against = {"against-summary": digest("The first text"), "settle-summary": choice}
    second.save(**against)
    assert text_of(culture, "summary") == text
    assert list(Draft.objects.get().by_field) == ["gone_well"]


def test_a_choice_that_another_fault_holds_up_is_made_once(window, culture):
    first, second = window(), window()
    first.type(summary="The first text").autosave()
    second.type(summary="The second text", issues="An issue", issues_nil="on")
    against = {"against-summary": digest("The first text"), "settle-summary": "both"}
    assert "there is text above" in second.save(**against).content.decode()
    second.type(issues_nil=None).save()
    assert text_of(culture, "summary") == "The first text\nThe second text"
    assert not Draft.objects.exists()


def test_an_autosave_takes_no_choice(window):
    first, second = window(), window()
    first.type(summary="The first text").autosave()
    second.type(summary="The second text")
    second.put({"against-summary": digest("The first text"), "settle-summary": "theirs"}).autosave()
    texts = [one.text for one in Draft.objects.get().by_field["summary"]]
    assert texts == ["The second text", "The first text"]


def test_a_window_goes_on_with_the_draft_that_it_showed(window):
    window().type(summary="Begun").autosave()
    window().type(summary="Begun, and gone on with").autosave()
    [version] = Draft.objects.get().by_field["summary"]
    assert version.text == "Begun, and gone on with"


def test_a_text_put_back_as_it_was_is_no_draft(window):
    window().type(summary="Begun").autosave()
    second = window()
    second.type(summary="Gone on with").autosave()
    second.type(summary="").autosave()
    assert not Draft.objects.exists()


def test_a_tick_put_in_and_taken_out_is_no_draft_and_one_taken_out_is(window, culture):
    first = window()
    first.type(issues_nil="on").autosave()
    assert window().fields["issues_nil"] == "on"
    first.type(issues_nil=None).autosave()
    assert not Draft.objects.exists()
    window().type(issues_nil="on").save()
    window().type(issues_nil=None).autosave()
    assert "issues_nil" not in window().fields


def test_what_was_overtaken_on_its_way_changes_nothing(window):
    first = window()
    late = {**first.type(summary="Short", turn="1").sent, "autosave": "1"}
    first.type(summary="Short, then long").autosave()
    first.client.post(PAGE, late)
    assert window().fields["summary"] == "Short, then long"


def test_what_this_person_saved_meanwhile_in_another_window_is_a_conflict(window, culture):
    first, second = window(), window()
    first.type(summary="The first text").save()
    page = second.type(summary="The second text").save().content.decode()
    assert "You saved a different text in another window while you were writing." in page
    assert "Keep what you saved" in page
    assert text_of(culture, "summary") == "The first text"
