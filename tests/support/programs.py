"""Programs of the machine that tests check the app with: a PDF reader, a proxy, a mail server."""

from __future__ import annotations

import os
import shutil

import pytest

PACKAGES = {
    "caddy": "caddy",
    "chromium": "chromium",
    "msmtpd": "msmtp-mta",
    "pdfinfo": "poppler-utils",
    "pdftotext": "poppler-utils",
    "wget": "wget",
}


def program(name: str) -> str:
    """Return where a program is. Without it the test is skipped and says so, and in CI it fails."""
    if found := shutil.which(name):
        return found
    said = f"NOT TESTED: there is no {name} here. Install the package {PACKAGES[name]}."
    if os.environ.get("CI"):
        pytest.fail(said)
    pytest.skip(said)
