"""A window of somebody who writes."""

from __future__ import annotations

import pytest

from tests.support.browser_windows import Window

REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"
PAGE = f"{REPORT}highlight-report/"


@pytest.fixture
def window(signed_in, nicola, culture):
    """Open one more window of Nicola's on a page."""
    return lambda address=PAGE: Window(signed_in(nicola), address)
