"""The documentation: its links lead somewhere, its index has everything, its commands exist."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOUND = subprocess.run(
    ["git", "ls-files", "-co", "--exclude-standard", "*.md"],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=True,
).stdout.split()
# Texts for the web pages of the application, whose links are addresses.
PAGES = [ROOT / name for name in FOUND if "trust_pages" not in name]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_every_target_of_make_is_there(page: Path):
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []
    records = "adr" in page.parts or page.name == "CHANGELOG.md"  # of their time, not of today
    files = (
        ()
        if records
        else re.findall(r"`((?:docs/|adr/|deploy/|tests/)[\w./-]+\.(?:md|py|yml))`", text)
    )
    beside = [
        file for file in files if not ((ROOT / file).exists() or (page.parent / file).exists())
    ]
    assert beside == []
    made = set(re.findall(r"^(\w[\w-]*):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"(?:`|^    )make ([\w-]+)", text, re.M)) <= made


def test_the_index_leads_to_every_page_of_the_documentation():
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = {one.name for one in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert {name for name in pages if f"]({name})" not in index} == set()
    for reader in ("lead", "programme office", "administrator", "engineer", "developer"):
        assert re.search(rf"^\| \*\*.*{reader}", index, re.M), reader


def test_every_decision_is_listed_by_its_question():
    decisions = {path.name for path in (ROOT / "docs" / "adr").glob("0*.md")}
    index = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\((0[\w-]+\.md)\)", index)) == decisions
