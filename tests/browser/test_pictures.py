"""The pictures of the help pages: taken here, and refused once a page no longer looks like its own.

``make pictures`` takes them again.
"""

import hashlib
import json
import os
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone
from PIL import Image

from improvement.models import HighlightReport, Person
from improvement.workflow import transitions

FOLDER = Path(__file__).resolve().parents[2] / "static" / "help"
KNOWN = FOLDER / "pictures.json"
REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"
COLOURS = 128
TAKEN_AT = datetime(2024, 1, 31, 10, 0, tzinfo=UTC)
# What a page says and what it is built of: a picture is stale once either differs. A pack's own
# hash depends on the numbers the database gave to its rows.
SEEN = """() => {
  const main = document.querySelector("main");
  const said = main.innerText.replace(/[0-9a-f]{64}/, "sha256");
  return said + [...main.querySelectorAll("*")].map((one) => one.tagName).join();
}"""
NARROW, WIDE = {"width": 1000, "height": 760}, {"width": 1280, "height": 800}
# The pages to read, which are one screen or wide tables.
READ = {
    "ceo-dashboard",
    "list-workstreams",
    "workstream",
    "list-measures",
    "list-actions",
    "list-exit",
    "list-packs",
}
PICTURES = {
    "lead-tasks": ("nicola-howells", REPORT),
    "lead-report": ("nicola-howells", f"{REPORT}highlight-report/"),
    "executive-reading": ("melanie-saunders", f"{REPORT}as-it-stands/"),
    "office-returns": ("programme-office", "/scas/2024-01/returns/"),
    "ceo-dashboard": ("ceo-office", "/scas/?month=2023-12"),
    "list-workstreams": ("ceo-office", "/scas/workstreams/?month=2023-12"),
    "workstream": ("ceo-office", "/scas/workstreams/performance-improvement/?month=2023-12"),
    "list-measures": ("ceo-office", "/scas/measures/?month=2023-12"),
    "list-actions": ("ceo-office", "/scas/actions/?month=2023-12"),
    "list-exit": ("ceo-office", "/scas/exit/?month=2023-12"),
    "list-packs": ("ceo-office", "/scas/packs/"),
    "board-month": ("board-reader", "/scas/2023-12/"),
}


@pytest.fixture(autouse=True)
def at_the_end_of_january(monkeypatch) -> None:
    clock = SimpleNamespace(now=lambda: TAKEN_AT, localdate=timezone.localdate)
    monkeypatch.setattr("improvement.values.clock.timezone", clock)


def save_small(picture: bytes, file: Path) -> None:
    """Save a picture in as many colours as a page needs, which takes a third of the room."""
    with Image.open(BytesIO(picture)) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


@pytest.mark.parametrize("name", PICTURES)
def test_the_help_shows_the_page_as_it_is(visitor, programme, name, noon):
    slug, address = PICTURES[name]
    if name == "executive-reading":
        nicola = Person.objects.get(programme=programme, slug="nicola-howells")
        months = {"month__starts_on": "2024-01-01"}
        report = HighlightReport.objects.get(workstream__slug__startswith="culture", **months)
        transitions.submit(report=report, by=nicola, at=noon)
    someone = visitor(viewport=WIDE if name in READ else NARROW)
    someone.sign_in(Person.objects.get(programme=programme, slug=slug))
    page = someone.go(address)
    seen = hashlib.sha256(page.evaluate(SEEN).encode()).hexdigest()
    known = json.loads(KNOWN.read_text()) if KNOWN.exists() else {}
    if os.environ.get("PICTURES"):
        page.locator("main").evaluate("main => main.scrollIntoView()")
        save_small(page.screenshot(), FOLDER / f"{name}.png")
        KNOWN.write_text(json.dumps(known | {name: seen}, indent=1, sort_keys=True) + "\n")
    else:
        assert (FOLDER / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert known.get(name) == seen, f"The page has changed: make pictures takes {name} again."
