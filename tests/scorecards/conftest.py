"""Workbooks: downloaded as Excel would open them, and sent back as a browser does."""

from __future__ import annotations

import html
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from scorecards.entry.scorecard_form import ScorecardForm
from scorecards.workbook.write import workbook_of
from tests.support.workbooks import CULTURE, written


@pytest.fixture
def lead(nicola, signed_in) -> Client:
    return signed_in(nicola)


@pytest.fixture
def downloaded(lead) -> Callable[[], Any]:
    """Return the workbook of Culture & Staff Wellbeing as Excel would open it."""
    return lambda: openpyxl.load_workbook(io.BytesIO(lead.get(f"{CULTURE}workbook/").content))


@pytest.fixture
def upload(lead) -> Callable[..., str]:
    """Send bytes, or a workbook, and return the page that answers."""

    def send(book: Any, address: str = CULTURE, by: Client = lead) -> str:
        sent = {"workbook": SimpleUploadedFile("scorecard.xlsx", written(book))}
        return html.unescape(by.post(f"{address}upload/", sent).content.decode())

    return send


@pytest.fixture
def book(culture, nicola) -> bytes:
    return workbook_of(culture, ScorecardForm(report=culture, by=nicola))
