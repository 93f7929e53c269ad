"""The pages that the trust answers for: its own words, or ours and said to be."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from improvement.trust_pages.text import LARGEST, PAGES, PRIVACY, text_of

TO_COMPLETE = "For your trust to complete"
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} {% now 'Y' %} ![x](/static/x.png) [y](javascript:z)"


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    settings.TRUST_PAGES = str(tmp_path)
    return tmp_path


def told() -> list[str]:
    return [one.msg for one in run_checks() if one.id == "improvement.W002"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_without_a_file_it_shows_what_came_with_the_app_and_says_that_the_trust_has_to(page):
    answer = Client().get(f"/{page.slug}/")  # nobody is signed in, and no database is asked
    assertContains(answer, f'<h1 class="nhsuk-heading-l">{page.heading}</h1>', html=True)
    assertContains(answer, TO_COMPLETE)
    assertContains(answer, "[")
    assert told() == []


def test_every_page_leads_to_them_from_its_foot():
    foot = Client().get("/accounts/oidc/cancelled/").content.decode().partition("<footer")[2]
    assert all(f'href="/{page.slug}/"' in foot for page in PAGES)


def test_the_trust_s_own_file_takes_its_place_headings_lists_and_table_dressed(folder):
    own = "# How we treat your data\n\n# Why\n\n- one\n\n| a | b |\n|---|---|\n| c | **d** |\n"
    (folder / "privacy.md").write_text(own, encoding="utf-8")
    answer = Client().get("/privacy/")
    assertContains(answer, '<h1 class="nhsuk-heading-l">How we treat your data</h1>', html=True)
    assertContains(answer, '<h2 class="nhsuk-heading-m">Why</h2>', html=True)
    assertContains(answer, '<ul class="nhsuk-list nhsuk-list--bullet"><li>one</li></ul>', html=True)
    assertContains(answer, "<td><strong>d</strong></td>", html=True)
    assertNotContains(answer, TO_COMPLETE)
    assertContains(Client().get("/support/"), TO_COMPLETE)


def test_plain_text_keeps_its_lines_and_means_nothing_else(folder):
    (folder / "support.txt").write_text("Ask *us*:\n# 7\n\nor <b>them</b>", encoding="utf-8-sig")
    assertContains(Client().get("/support/"), "<p>Ask *us*:<br># 7</p>")
    assertContains(Client().get("/support/"), "<p>or &lt;b&gt;them&lt;/b&gt;</p>")


@pytest.mark.parametrize("kind", [".md", ".txt"])
def test_hostile_text_stays_text(folder, kind):
    (folder / f"privacy{kind}").write_text(HOSTILE, encoding="utf-8")
    body = text_of(PRIVACY).body
    assert body.startswith("<p>&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }} {% now ")
    assert "<img" not in body
    assert "href=" not in body.replace('href="/static/x.png"', "")
    assertContains(Client().get("/privacy/"), "{{ 7*7 }}")


@pytest.mark.parametrize(
    ("name", "made", "sentence"),
    [
        ("privacy.md", b"\xff\xfe", "privacy.md is not text in UTF-8."),
        ("privacy.txt", b" \n", "privacy.txt is empty."),
        ("privacy.md", b"a" * (LARGEST + 1), "privacy.md is larger than 100 kB."),
    ],
)
def test_a_file_that_cannot_be_shown_is_told_of_and_the_page_is_there(folder, name, made, sentence):
    (folder / name).write_bytes(made)
    assert told() == [f"{sentence} /privacy/ shows the text that came with the app."]
    assertContains(Client().get("/privacy/"), TO_COMPLETE)


def test_a_file_that_no_page_shows_is_told_of(folder):
    for name in ("support.md", "support.txt", "Privacy notice.docx", ".keep"):
        (folder / name).write_text("Ask us", encoding="utf-8")
    assert told() == [
        f"No page shows {folder / 'Privacy notice.docx'}.",
        "/support/ shows support.md, and not support.txt beside it.",
    ]


def test_a_folder_that_is_not_there_is_told_of(folder, settings):
    settings.TRUST_PAGES = str(folder / "gone")
    sentence = f"TRUST_PAGES names {folder / 'gone'}, which cannot be read"
    assert told() == [f"{sentence}: No such file or directory."]
    assertContains(Client().get("/support/"), TO_COMPLETE)
