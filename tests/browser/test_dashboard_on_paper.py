"""The dashboard on paper: one A4 page that can be read, whatever the programme holds."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from improvement.models import Person, Programme

LOOK = os.environ.get("SCREENSHOTS")
BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.app-paper *')]
  .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
  .filter(one => !one.closest('.nhsuk-u-visually-hidden'))
  .map(one => parseFloat(getComputedStyle(one).fontSize) * 72 / 96))"""

GROUND = "getComputedStyle(document.documentElement).backgroundColor"


@pytest.fixture
def printed(visitor, tmp_path) -> Callable[[Person, str, str], str]:
    """Print a page as a person sees it; hold it to one A4 page, and give its words."""

    def press_print(person: Person, address: str, name: str) -> str:
        somebody = visitor().sign_in(person)
        page = somebody.page
        page.goto(f"{somebody.server}{address}")
        page.emulate_media(media="print")
        assert page.evaluate(SMALLEST) >= 6.5
        assert page.evaluate(GROUND) == "rgb(255, 255, 255)"
        body = page.pdf(prefer_css_page_size=True, print_background=False)
        file = Path(LOOK or tmp_path) / f"{name}.pdf"
        file.write_bytes(body)
        with pikepdf.open(BytesIO(body)) as pdf:
            assert len(pdf.pages) == 1
            *_, width, height = pdf.pages[0].mediabox
            assert (round(width), round(height)) == (842, 595)
        said = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
        return " ".join(said.stdout.decode().split())

    return press_print


def test_december_as_issued_is_one_page(printed, programme: Programme):
    office = programme.people.get(slug="ceo-office")
    said = printed(office, "/scas/?month=2023-12", "december")
    assert "December 2023" in said
    assert "As issued in version 1 of the pack" in said
    assert "There is no pack of the month before to compare with." in said
    assert said.count("red since December 2023 or before") == said.count("delivery Overdue")
    assert "Returns" not in said


def test_january_as_it_stands_is_one_page_and_says_who_has_not_submitted(printed, programme):
    office = programme.people.get(slug="ceo-office")
    said = printed(office, "/scas/?month=2024-01", "january")
    assert "Not issued yet" in said
    assert "Returns: 0 of 4 submitted, 4 late" in said
    for stream in programme.workstreams.all():
        assert stream.name in said
    assert re.search(r"To leave the segment by 30 September 2024: passed [\d,]+ days before", said)


def test_a_large_programme_is_one_page_that_says_how_much_more_there_is(
    printed, transactional_db, monkeypatch
):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import dashboard as benchmark

    whole = benchmark.SIZES["whole"]
    by = Person.objects.create_user("large@trust.example", name="Somebody")
    size = benchmark.Size(whole.workstreams, whole.actions, whole.metrics, months=3)
    benchmark.build("large", size, by)
    said = printed(by, "/large/", "large")
    assert said.count("more on the dashboard") >= 3
    met = int(re.search(r"worst first: (\d+) of 200 met", said)[1])
    shown = said.count("below the aim")
    assert f"and {200 - met - shown} more on the dashboard" in said
