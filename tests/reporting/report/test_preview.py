"""The report as printed: what is on the page now, and the length guide held to the PDF."""

import io
import subprocess

import pikepdf
import pytest

from improvement.editing.forms.report import GUIDE
from improvement.models import SectionKind
from tests.support.programs import program

PAGE = "/scas/2024-01/culture-and-staff-wellbeing/preview/"
SENTENCE = "The team has agreed the plan with the directorate and the first sessions took place. "


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def text_of(pdf: bytes) -> str:
    command = [program("pdftotext"), "-layout", "-", "-"]
    return subprocess.run(command, input=pdf, check=True, capture_output=True).stdout.decode()


def of_length(kind: str, length: int) -> str:
    """Return a text in bullets of 110 characters; the summary is prose."""
    text = (SENTENCE * 40)[:length]
    size = length if kind == SectionKind.SUMMARY else 110
    return "\n".join(text[start : start + size].strip() for start in range(0, length, size))


@pytest.mark.parametrize(("share", "pages"), [(1, 1), (2, 2)])
def test_a_report_as_long_as_the_guide_says_fits_one_page(signed_in, nicola, share, pages):
    typed = {kind: of_length(kind, GUIDE[kind] * share) for kind in SectionKind.values}
    answer = signed_in(nicola).post(PAGE, typed)
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert pages_of(answer.content) == pages


def test_the_preview_shows_what_is_typed_and_saves_nothing(signed_in, nicola, culture):
    typed = {"summary": "Only typed", "delivery": "overdue", "issues_nil": "on", "issues": ""}
    said = text_of(signed_in(nicola).post(PAGE, typed).content)
    assert "Only typed" in said
    assert "Overdue (>1 month)" in said
    assert "Nothing to report" in said
    assert "Highlight report: Culture & Staff Wellbeing" in said
    assert "Executive summary" not in said
    assert culture.sections.get(kind="summary").text == ""


def test_without_typed_text_it_shows_what_is_saved(signed_in, nicola, culture):
    said = text_of(signed_in(nicola).get(PAGE).content)
    assert culture.sections.get(kind="risks").bullets[0].text[:40] in " ".join(said.split())
