"""The page that a block is pasted into."""

from __future__ import annotations

import pytest

from tests.support.browser_windows import Window
from tests.support.pasted import GOVERNANCE


@pytest.fixture
def page(signed_in, amy) -> Window:
    """The scorecard of Governance & Well Led, as its lead has it open."""
    return Window(signed_in(amy), GOVERNANCE)
