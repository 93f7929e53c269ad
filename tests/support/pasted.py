"""Pasting a block into a page, as its button does."""

from __future__ import annotations

import html
import re

from scorecards.models import ActualLine
from tests.support.browser_windows import Window

GOVERNANCE = "/scas/2024-01/governance-and-well-led/scorecard/"


def box(metric: str, quarter: str = "2023-24-q4", line: str = "Actual") -> str:
    of = ActualLine.objects.filter(metric__workstream__slug="governance-and-well-led")
    return f"actual-{of.get(metric__number=metric, name=line).pk}-{quarter}"


def paste(page: Window, text: str, at: str, read_as: str = "") -> list[str]:
    """Paste a block and give what becomes of each cell, in words."""
    page.put({"pasted": text, "paste_at": at}).press("paste", read_as)
    rows = re.findall(r'<li class="app-differences__one">(.*?)</li>', page.page, re.S)
    return [words(row) for row in rows]


def words(part: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]*>", " ", part)).split())


def in_boxes(page: Window, *names: str) -> list[str]:
    return [page.fields[name] for name in names]
