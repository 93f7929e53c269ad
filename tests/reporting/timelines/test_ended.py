"""An action that ended: its page says how and why, and has no rating of the month it ends from."""

from __future__ import annotations

from improvement.models import Ending
from improvement.setup.end import end_action
from improvement.values.periods import CalendarMonth
from tests.support.set_up_rows import AT


def test_the_page_of_an_ended_action_says_how_and_why_and_ends_with_it(
    culture, office, board_reader, signed_in, words
):
    action = culture.workstream.actions.first()
    address = f"/scas/actions/{action.pk}/"
    said = words(signed_in(office).get(address)).partition("What each month said")[2]
    assert "January 2024" in said
    end = {"ending": Ending.WITHDRAWN, "month": CalendarMonth(2024, 1), "reason": "CQC closed it"}
    end_action(action=action, by=office, at=AT, **end)
    page = words(signed_in(office).get(address))
    assert "Withdrawn from January 2024 : CQC closed it" in page
    said = page.partition("What each month said")[2]
    assert ("December 2023" in said, "January 2024" in said) == (True, False)
    assert "CQC closed it" not in words(signed_in(board_reader).get(address))
