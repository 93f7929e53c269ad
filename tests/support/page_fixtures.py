"""Pages as somebody signed in opens, reads and sends them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.html import strip_tags

from improvement.editing.conflicts import SeenTexts
from improvement.editing.forms.actions import ActionsForm
from improvement.editing.forms.criteria import CriteriaForm
from improvement.editing.forms.overview import OverviewForm
from improvement.editing.forms.plan import PlanForm
from improvement.editing.forms.report import HighlightReportForm
from improvement.models import HighlightReport, Month, Person
from scorecards.entry.scorecard_form import ScorecardForm


@pytest.fixture
def signed_in() -> Callable[[Person], Client]:
    """Return a client that a person is signed in on."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def words() -> Callable[[HttpResponse], str]:
    """Return what a page says, white space folded."""

    def said(answer: HttpResponse) -> str:
        apart = answer.content.decode().replace("<", " <")
        return " ".join(html.unescape(strip_tags(apart)).split())

    return said


@pytest.fixture
def seeing() -> Callable[..., SeenTexts]:
    """Return every text of a report's pages, or a month's, as seen now."""

    def see(thing: HighlightReport | Month, by: Person) -> SeenTexts:
        if isinstance(thing, Month):
            return SeenTexts(digests=OverviewForm(month=thing, by=by).shown)
        # A plan has boxes of the same names as sections: the sections come last.
        pages = (PlanForm, ActionsForm, CriteriaForm, ScorecardForm, HighlightReportForm)
        seen: dict[str, str] = {}
        for page in pages:
            seen |= page(report=thing, by=by).shown
        return SeenTexts(digests=seen)

    return see


@pytest.fixture
def send() -> Callable[..., HttpResponse]:
    """Open a page, type on it and press its button, as a browser would."""

    def press(client: Client, address: str, given: dict[str, str]) -> HttpResponse:
        page = client.get(address).content.decode()
        seen = re.search(r'name="seen" value="([^"]*)"', page)
        seen_texts = {"seen": html.unescape(seen[1])} if seen else {}
        return client.post(address, {**seen_texts, **given}, follow=True)

    return press
