"""Addresses of measures, and what their pages and files say."""

import csv
import html
import re
from io import BytesIO, StringIO

from openpyxl import load_workbook

from scorecards.models import Metric


def address(metric: Metric, rest: str = "") -> str:
    return f"/scas/metrics/{metric.pk}/{rest}"


def text_of(page) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def read_csv(client, metric: Metric) -> list[list[str]]:
    answer = client.get(address(metric, "figures.csv"))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline="")))


def read_xlsx(client, metric: Metric):
    answer = client.get(address(metric, "figures.xlsx"))
    assert "attachment" in answer.headers["Content-Disposition"]
    return load_workbook(BytesIO(answer.content)).worksheets[0]
