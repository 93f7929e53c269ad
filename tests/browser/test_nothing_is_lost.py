"""Nothing typed is lost: two leads at once, no connection, an ended session, no JavaScript."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from improvement.models import Draft
from tests.support.summary_page import PAGE, SUMMARY, box, saved_summary


def drafted(field: str) -> list[str]:
    kept = [draft.by_field.get(field, []) for draft in Draft.objects.all()]
    return [version.text for versions in kept for version in versions]


@pytest.mark.postgresql
def test_two_leads_who_write_the_same_section_see_both_texts(visitor, person):
    nicola = visitor().sign_in(person("nicola-howells"))
    emma = visitor(own_browser=True).sign_in(person("emma-manaton"))
    nicola.go(PAGE)
    emma.go(PAGE)
    box(nicola).fill("Nicola’s account of the month")
    nicola.press("Save highlight report")
    box(emma).fill("Emma’s account of the month")
    emma.press("Save highlight report")
    assert saved_summary() == "Nicola’s account of the month"
    conflict = emma.page.get_by_role("group", name=SUMMARY)
    expect(conflict).to_contain_text("Nicola Howells saved at")
    expect(conflict).to_contain_text("Nicola’s account of the month")
    expect(conflict).to_contain_text("Emma’s account of the month")
    emma.press("Save highlight report")  # without a choice it stays refused
    assert saved_summary() == "Nicola’s account of the month"
    emma.page.get_by_label("Keep both, mine after theirs").check()
    emma.press("Save highlight report")
    assert saved_summary() == "Nicola’s account of the month\nEmma’s account of the month"


def test_the_one_who_comes_second_may_keep_theirs_or_a_merged_text(visitor, person):
    nicola = visitor().sign_in(person("nicola-howells"))
    emma = visitor().sign_in(person("emma-manaton"))
    for keep, text in (
        ("Keep what Nicola Howells saved", "Nicola’s"),
        ("Keep what stands in my box below", "Merged by Emma"),
    ):
        nicola.go(PAGE)
        emma.go(PAGE)
        box(nicola).fill("Nicola’s")
        nicola.press("Save highlight report")
        box(emma).fill("Emma’s")
        emma.press("Save highlight report")
        box(emma).fill("Merged by Emma")
        emma.page.get_by_label(keep).check()
        emma.press("Save highlight report")
        assert saved_summary() == text
        box(nicola.go(PAGE) and nicola).fill("Between the rounds")
        nicola.press("Save highlight report")


def test_two_leads_who_write_different_sections_meet_no_conflict(visitor, person):
    nicola = visitor().sign_in(person("nicola-howells"))
    emma = visitor().sign_in(person("emma-manaton"))
    nicola.go(PAGE)
    emma.go(PAGE)
    box(nicola).fill("Nicola’s summary")
    box(emma, "What’s gone well").fill("Emma’s good news")
    nicola.press("Save highlight report")
    emma.press("Save highlight report")
    expect(emma.page.get_by_text("Highlight report saved.")).to_be_visible()
    assert saved_summary() == "Nicola’s summary"


def test_what_is_typed_is_kept_as_a_draft_and_is_no_record(visitor, person):
    nicola = visitor().sign_in(person("nicola-howells"))
    nicola.go(PAGE)
    box(nicola).fill("Half a sentence")
    box(nicola).blur()
    expect(nicola.page.get_by_text("Draft saved at")).to_be_visible()
    assert saved_summary() == ""
    nicola.go("/")
    nicola.go(PAGE)
    expect(box(nicola)).to_have_value("Half a sentence")
    expect(nicola.page.get_by_text("This is your draft from")).to_be_visible()
    nicola.press("Throw the draft away and show what is saved")
    expect(box(nicola)).to_have_value("")
    assert not Draft.objects.exists()


def test_a_lost_connection_loses_nothing(visitor, person):
    nicola = visitor().sign_in(person("nicola-howells"))
    nicola.go(PAGE)
    nicola.page.context.set_offline(True)
    box(nicola).fill("Typed on the train")
    box(nicola).blur()
    expect(nicola.page.get_by_text("there is no connection")).to_be_visible()
    nicola.page.context.set_offline(False)
    nicola.faults.clear()  # the browser reports the failed request itself
    nicola.page.goto(f"{nicola.server}{PAGE}")  # it sends the text and is loaded once more
    expect(box(nicola)).to_have_value("Typed on the train")
    for _ in range(100):  # the page saves it itself, before or after it was opened again
        if "Typed on the train" in drafted("summary"):
            return
        nicola.page.wait_for_timeout(100)
    pytest.fail("The text did not reach the server.")


@pytest.mark.parametrize("javascript", [True, False])
def test_text_typed_before_the_session_ended_survives_signing_in_again(visitor, person, javascript):
    nicola = visitor(java_script_enabled=javascript)
    if not javascript:
        nicola.check = lambda: None  # axe itself needs JavaScript
    nicola.sign_in(person("nicola-howells"))
    nicola.go(PAGE)
    for session in Session.objects.all():
        session.delete()
    box(nicola).fill("An hour’s work")
    nicola.press("Save highlight report")
    nicola.page.get_by_label("Email").fill("nicola-howells@trust.example")
    nicola.page.get_by_label("Password", exact=True).fill("a pass phrase for the browser")
    nicola.follow(nicola.page.get_by_role("main").get_by_role("button", name="Sign in"))
    expect(box(nicola)).to_have_value("An hour’s work")
    nicola.press("Save highlight report")
    assert saved_summary() == "An hour’s work"


def test_somebody_else_signing_in_on_the_same_browser_is_not_given_the_text(visitor, person):
    nicola = visitor().sign_in(person("nicola-howells"))
    emma = person("emma-manaton")
    emma.email = "emma@trust.example"
    emma.set_password("a pass phrase for the browser")
    emma.save()
    nicola.go(PAGE)
    for session in Session.objects.all():
        session.delete()
    box(nicola).fill("Nicola’s own words")
    nicola.press("Save highlight report")
    nicola.page.get_by_label("Email").fill("emma@trust.example")
    nicola.page.get_by_label("Password", exact=True).fill("a pass phrase for the browser")
    nicola.follow(nicola.page.get_by_role("main").get_by_role("button", name="Sign in"))
    expect(box(nicola)).to_have_value("")


def test_a_bullet_is_brought_over_without_javascript(visitor, person):
    nicola = visitor(java_script_enabled=False)
    nicola.check = lambda: None
    nicola.sign_in(person("nicola-howells"))
    nicola.go(PAGE)
    box(nicola).fill("Typed before")
    item = nicola.page.get_by_role("button", name=re.compile("^Bring over.*The NHSE Retention"))
    item.click()
    expect(box(nicola)).to_have_value("Typed before")
    assert box(nicola, "What’s gone well").input_value().startswith("The NHSE Retention exemplar")
    group = nicola.page.get_by_role("group", name="Draw up the plan for comms")
    group.get_by_label("Still open").check()
    nicola.press("Save highlight report")
    nicola.go(PAGE)
    ahead = box(nicola, "Key activity, month ahead").input_value()
    assert ahead == "Draw up the plan for comms and engagement."


def test_the_report_is_seen_as_printed_before_it_is_saved(visitor, person):
    nicola = visitor().sign_in(person("nicola-howells"))
    nicola.go(PAGE)
    box(nicola).fill("Only typed")
    with nicola.page.context.expect_page() as opened:
        nicola.page.get_by_role("button", name="See it as printed").click()
    assert opened.value.url.endswith("/preview/")
    assert saved_summary() == ""
