"""Every text that somebody types has a maximum, and the field that passes it says so."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from time import process_time

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from improvement.accounts.forms import FirstPasswordForm
from improvement.accounts.sign_in import AccountAdapter
from improvement.editing.forms.fields import BulletText
from improvement.editing.save_report import action_key
from improvement.programme_file.faults import UnreadableFile
from improvement.web.nhsuk_forms import LONGEST, MOST_LINES, LongText
from scorecards.programme_file.load import load_file
from tests.support.long_texts import WITHOUT_STOP

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("improvement", "scorecards", "reporting")
BOXES_OF_A_DATE = ROOT / "improvement" / "web" / "nhsuk_forms.py"  # what is no number is refused
MODULES = sorted({one for room in ROOMS for one in (ROOT / room).rglob("*.py")} - {BOXES_OF_A_DATE})
REFUSED = "Shorten this to 20,000 characters: it has 40,800."


@pytest.mark.parametrize("field", [LongText.optional("Summary"), BulletText.optional("Progress")])
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a" * (LONGEST + 1), "Shorten this to 20,000 characters: it has 20,001."),
        ("a\r\n" * MOST_LINES + "a", "Shorten this to 200 lines: it has 201."),
    ],
)
def test_a_text_that_is_too_long_is_told_by_how_much(field, text: str, why: str):
    with pytest.raises(ValidationError) as told:
        field.clean(text)
    assert told.value.messages == [why]


@pytest.mark.parametrize("text", ["a" * LONGEST, "a\n" * (MOST_LINES - 1) + "a"])
def test_the_longest_text_is_taken_whole(text: str):
    assert (
        LongText.optional("Summary").clean(text)
        == BulletText.optional("Progress").clean(text)
        == text
    )


def test_every_box_for_text_has_a_maximum():
    """A long text has one by itself; an address and a number of parts are short by nature."""
    without = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "forms.CharField"
        and not {"max_length"} & {one.arg for one in node.keywords}
        and not any(kind in ast.unparse(node) for kind in ("HiddenInput", "PasswordInput"))
    ]
    assert without == []


def test_an_explanation_without_a_full_stop_is_refused_at_its_field_and_kept(
    culture, nicola, signed_in, send
):
    rating = culture.action_ratings.first()
    name = action_key(rating.pk, "explanation")
    browser, address = signed_in(nicola), "/scas/2024-01/culture-and-staff-wellbeing/actions/"
    answer = send(browser, address, {name: WITHOUT_STOP})
    assert answer.content.decode().count(REFUSED) == 2  # in the summary, and at the field
    assert WITHOUT_STOP.strip() in answer.content.decode()
    rating.refresh_from_db()
    assert rating.explanation != WITHOUT_STOP


@pytest.mark.parametrize(
    ("put", "sentence"),
    [
        (["a" * (LONGEST + 1)], "progress[0]: Shorten this to 20,000 characters: it has 20,001."),
        (["a"] * (MOST_LINES + 1), "progress: this is longer than 200, the most there is room for"),
    ],
)
def test_a_programme_file_says_where_it_is_too_long(nicola, december_text, noon, put, sentence):
    file = json.loads(december_text)
    file["months"][0]["reports"][0]["progress"] = put
    with pytest.raises(UnreadableFile, match=re.escape(f"months[0].reports[0].{sentence}")):
        load_file(text=json.dumps(file), name="december.json", by=nicola, at=noon)


def test_a_password_without_end_is_refused_before_anything_looks_at_it(nicola):
    password = "ab" * 200_000
    said = "Choose a password of at most 200 characters: this has 400,000."
    began = process_time()
    form = FirstPasswordForm({"password": password}, person=nicola)
    assert form.errors == {"password": [said]}
    with pytest.raises(ValidationError) as told:
        AccountAdapter().clean_password(password, nicola)
    assert told.value.messages == [said]
    assert process_time() - began < 0.1


def test_one_who_changes_to_a_password_without_end_is_told_at_its_field(nicola, words):
    nicola.set_password("three sensible words")
    nicola.save()
    browser = Client()
    browser.force_login(nicola, "improvement.accounts.sign_in.PersonBackend")
    given = dict.fromkeys(("password1", "password2"), "ab" * 200_000)
    answer = browser.post(
        "/accounts/password/change/", {"oldpassword": "three sensible words", **given}
    )
    assert "Choose a password of at most 200 characters: this has 400,000." in words(answer)
