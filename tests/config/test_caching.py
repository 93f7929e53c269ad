"""What a shared computer keeps of a page once its reader has signed out: nothing."""

from __future__ import annotations

import pytest

REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/scas/?month=2024-01",
        "/scas/access/",
        "/scas/access.csv",
        "/scas/history.csv",
        "/scas/search/?words=staff",
        "/scas/2023-12/pack/1/",
        "/scas/2024-01/no-such-workstream/",
        f"{REPORT}as-it-stands/",
        "/accounts/second-step/",
    ],
)
def test_a_page_of_somebody_signed_in_is_kept_nowhere(signed_in, someone, culture, page):
    answer = signed_in(someone("programme-office")).get(page)
    assert "no-store" in answer["Cache-Control"]


def test_a_page_that_is_written_on_may_be_gone_back_to(signed_in, nicola, culture):
    answer = signed_in(nicola).get(f"{REPORT}highlight-report/")
    assert answer.status_code == 200
    assert "Cache-Control" not in answer


def test_an_answer_that_says_how_it_is_kept_is_left_as_it_is(signed_in, nicola, culture):
    answer = signed_in(nicola).get("/tokens/")
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
