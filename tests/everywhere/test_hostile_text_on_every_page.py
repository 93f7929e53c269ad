"""A programme whose every text is hostile: names, units, labels, reasons, drafts, all of it.

The texts a lead types are tried one kind of hostility after another in reporting; here one text
that is markup, template, formula and Typst at once stands in every place where a text can stand.
"""

from __future__ import annotations

import csv
import html
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from openpyxl import load_workbook

from improvement.accounts.tokens import make_token
from improvement.models import Month, Programme, Role
from improvement.values.clock import now, today
from reporting.renderers import RENDERERS, render
from reporting.snapshots.month import contents_of
from tests.support import another_programme
from tests.support.another_programme import SLUG, build, person
from tests.support.hostile_documents import assert_nothing_runs, formulas_in, letters, said
from tests.support.isolation import WITH_SLUG, asked_under_theirs, filled

pytestmark = pytest.mark.slow

HOSTILE = '=1+1<script>alert(1)</script>&"{{7*7}}#eval("9*9")'
TAGS = ("<script>alert(1)", 'alert(1)</script>&"', "=1+1<")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Programme]:
    """Build the programme once for this file, in a transaction that is rolled back."""
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(another_programme, "THEIRS", HOSTILE)
        yield build(at=now())
        transaction.set_rollback(True)


@pytest.fixture
def hostile(world: Programme, db: None) -> Programme:
    return world


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICE, Role.SRO, Role.BOARD_READER])
def test_every_page_shows_it_as_text(hostile, role: Role):
    client = Client()
    client.force_login(person(hostile, role))
    shown = 0
    for address in ["/", "/tokens/", "/reminders/", *asked_under_theirs(hostile)]:
        answer = client.get(address)
        if answer.headers["Content-Type"].startswith("text/html"):
            page = answer.content.decode()
            assert not [tag for tag in TAGS if tag in page], address
            shown += html.escape(HOSTILE[:14]) in page
            assert "49#eval" not in page, address
    assert shown > 10


@pytest.mark.parametrize("month", ["2023-06-01", "2023-07-01"])
@pytest.mark.parametrize("format", RENDERERS)
def test_every_document_prints_it_and_runs_none_of_it(hostile, format: str, month: str):
    found = Month.objects.select_related("programme").get(programme=hostile, starts_on=month)
    made = render(contents_of(found), format)
    told = letters(said(made, format))
    assert told.count("11scriptalert1script7") > 10, "it is not printed"
    assert_nothing_runs(made, format)


def test_what_is_taken_away_has_no_formula(hostile):
    client = Client()
    client.force_login(person(hostile, Role.PROGRAMME_OFFICE))
    metric = hostile.workstreams.get().metrics.first()
    parts = {"programme": SLUG, "pk": metric.pk}
    figures = client.get(filled(WITH_SLUG["metric_figures"], "", **parts, format="csv"))
    assert_no_formula(figures.content.decode("utf-8-sig"))
    lists = ("action_list_file", "exit_file", "measures_file", "packs_file", "workstreams_file")
    for name in lists:
        told = client.get(filled(WITH_SLUG[name], "", programme=SLUG, format="csv"))
        assert_no_formula(told.content.decode("utf-8-sig"))
    for address in (
        *(filled(WITH_SLUG[name], "", programme=SLUG, format="xlsx") for name in lists),
        filled(WITH_SLUG["metric_figures"], "", **parts, format="xlsx"),
        f"/{SLUG}/2023-07/{another_programme.STREAM}/scorecard/workbook/",
    ):
        book = load_workbook(BytesIO(client.get(address).content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert any(HOSTILE[:10] in str(cell.value) for cell in cells), address
        assert [cell for cell in cells if cell.data_type == "f"] == []


def test_data_out_hands_no_spreadsheet_a_formula(hostile):
    by = person(hostile, Role.PROGRAMME_OFFICE)
    key = make_token(programme=hostile, name="T", expires_on=today(), by=by, at=now())[1]
    tables = [name for name in WITH_SLUG if name.startswith("api_")]
    for name in tables:
        address = f"{filled(WITH_SLUG[name], 'api/', programme=SLUG)}?format=csv"
        answer = Client().get(address, headers={"Authorization": f"Bearer {key}"})
        assert answer.status_code == 200, answer.content
        assert_no_formula(answer.content.decode("utf-8-sig"))
    assert len(tables) == 9


def assert_no_formula(text: str) -> None:
    cells = [cell for row in csv.reader(StringIO(text)) for cell in row]
    assert len(cells) > 5
    assert formulas_in(cells) == []
