"""The version: one in pyproject.toml, told on every page, to machines and in the change log."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from django.conf import settings
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
NAMED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def test_it_is_the_one_that_pyproject_names():
    assert re.fullmatch(r"[1-9]\d*\.\d+\.\d+", NAMED)
    assert NAMED == settings.VERSION


def test_it_stands_at_the_foot_of_every_page_before_signing_in_too(db, signed_in, nicola):
    for page in (Client().get("/accounts/login/"), signed_in(nicola).get("/")):
        foot = page.content.decode().split("<footer")[1]
        assert f"Version {NAMED}" in foot


def test_a_machine_is_told_it():
    assert Client().get("/healthz").content.decode() == f"ok, version {NAMED}"


def test_the_change_log_has_a_dated_entry_of_it_on_top_but_for_what_is_to_come():
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", log, re.MULTILINE)
    released = [heading for heading in headings if heading != "Unreleased"]
    assert re.fullmatch(rf"{re.escape(NAMED)}, \d{{1,2}} [A-Z][a-z]+ 20\d\d", released[0])
