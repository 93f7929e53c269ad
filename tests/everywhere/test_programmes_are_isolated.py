"""Nobody reaches another programme: every address with every id of theirs, as every role of ours.

The other programme has its own of everything, and a word of its own in every text. Whatever is
asked is refused or not there, nothing of their text is in any answer, and no row is changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from improvement.accounts.tokens import make_token
from improvement.models import (
    ApiToken,
    Month,
    Programme,
    Role,
)
from improvement.values.clock import now, today
from scorecards.models import Metric, Scale
from tests.support.another_programme import SLUG, STREAM, THEIRS, build, person
from tests.support.forms_of_theirs import WRITTEN, Form, their_rows
from tests.support.isolation import (
    EARLIER_TEXTS,
    IDS_OF,
    OURS,
    PATTERNS,
    SAID,
    WITH_ID,
    WITH_SLUG,
    WORKSTREAM,
    asked_under_ours,
    asked_under_theirs,
    filled,
    ours,
    prefix_of,
    rows_of,
    snapshot,
    their_ids,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Programme]:
    """Build the other programme once for this file, in a transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(at=now())
        transaction.set_rollback(True)


@pytest.fixture
def theirs(world: Programme, db: None) -> Programme:
    return world


def test_every_address_with_an_id_says_of_what():
    assert set(IDS_OF) | {"changes", *EARLIER_TEXTS} == set(WITH_ID)


def test_the_other_programme_has_its_own_of_everything(theirs):
    """What is tried below is there to be found: their own office finds it."""
    client = Client()
    client.force_login(person(theirs, Role.PROGRAMME_OFFICE))
    client.raise_request_exception = False
    found = {address for address in asked_under_theirs(theirs) if _has_theirs(client, address)}
    assert len(found) > 40
    empty = {model.__name__ for model in IDS_OF.values() if not rows_of(model, theirs).exists()}
    assert empty == set()


def _has_theirs(client: Client, address: str) -> bool:
    answer = client.get(address)
    return answer.status_code == 200 and THEIRS.encode() in row_text(answer)


def row_text(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("role", OURS)
@pytest.mark.parametrize("asked", [asked_under_theirs, asked_under_ours])
def test_whatever_is_theirs_is_refused_or_not_there_and_nothing_is_changed(
    theirs, role: str, asked: Callable[[Programme], set[str]]
):
    client = Client()
    client.force_login(ours(OURS[role]))
    before = snapshot()
    tried = asked(theirs)
    for address in tried:
        for answer in (client.get(address), client.post(address, SAID)):
            refused = (403, 404)
            refused += (405,) if answer.request["REQUEST_METHOD"] == "POST" else ()
            assert answer.status_code in refused, address
            assert THEIRS not in answer.content.decode(), address
    assert len(tried) > 60
    assert snapshot() == before


def test_a_programme_of_others_looks_like_one_that_is_none(theirs):
    """Nobody is told that it exists: the answers differ in nothing but the name asked for."""
    client = Client()
    client.force_login(ours("programme-office"))
    for address in asked_under_theirs(theirs):
        other = address.replace(f"/{SLUG}/", "/nowhere/", 1)
        said, of_none = client.get(address), client.get(other)
        assert said.status_code == of_none.status_code, address
        assert _of_nobody(said).replace(SLUG, "nowhere") == _of_nobody(of_none), address


def _of_nobody(answer: HttpResponse) -> str:
    """Return a page without what is a page's own each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


@pytest.mark.parametrize("role", OURS)
def test_no_page_of_ours_shows_anything_of_theirs(theirs, role: str):
    client = Client()
    client.force_login(ours(OURS[role]))
    scas = Programme.objects.get(slug="scas")
    seen = 0
    for name, pattern in PATTERNS.items():
        for month in ("2023-12", "2024-01"):
            ids = next(
                their_ids(name, scas), {"pk": 0, "row": 0, "kind": "progress", "part": "aims"}
            )
            parts = {"month": month, "workstream": WORKSTREAM, "version": 1, "format": "json"}
            parts |= {"programme": "scas", "role": "lead", "kind": "actions"} | ids
            answer = client.get(filled(pattern, prefix_of(name), **parts))
            seen += answer.status_code == 200
            assert THEIRS.encode() not in row_text(answer), name
    assert seen > 10


@pytest.mark.postgresql
@pytest.mark.parametrize("role", OURS)
def test_a_search_finds_nothing_of_theirs(theirs, role: str):
    client = Client()
    client.force_login(ours(OURS[role]))
    answer = client.get("/search/", {"q": THEIRS})
    assert answer.status_code == 200
    assert f"/{SLUG}/" not in answer.content.decode()


@pytest.mark.parametrize("name", WRITTEN)
def test_their_form_sent_to_a_page_of_ours_changes_nothing_of_theirs(theirs, name: str):
    """The ids inside a form are tried too: of rows, lines, ratings, scales and undertakings."""
    role, pattern = WRITTEN[name], WITH_SLUG[name]
    parts = {"month": "2023-07", "workstream": STREAM, **next(their_ids(name, theirs))}
    client = Client()
    client.force_login(person(theirs, role))
    page = client.get(filled(pattern, "", programme=SLUG, **parts))
    fields = Form(page.content.decode()).fields
    assert len(fields) > 3, page.status_code
    stolen = {key: "6" if key not in ("seen", "writer") else one for key, one in fields.items()}
    client.force_login(ours("programme-office" if role != Role.SRO else "nicola-howells"))
    scas = Programme.objects.get(slug="scas")
    own = {"month": "2024-01", "workstream": WORKSTREAM, **next(their_ids(name, scas))}
    before = their_rows(theirs)
    for sent in (fields, stolen):
        answer = client.post(filled(pattern, "", programme="scas", **own), sent)
        assert answer.status_code in (200, 302)
        assert their_rows(theirs) == before


def test_a_scale_a_lead_and_a_programme_of_theirs_cannot_be_chosen(theirs, signed_in, office):
    client = signed_in(office)
    scale, lead = rows_of(Scale, theirs).first(), person(theirs, Role.SRO)
    metric = Metric.objects.filter(workstream__programme__slug="scas").first()
    form = Form(client.get(f"/scas/metrics/{metric.pk}/edit/").content.decode()).fields
    given = form | {"kind": "scale", "scale_id": str(scale.pk)}
    answer = client.post(f"/scas/metrics/{metric.pk}/edit/", given)
    assert "is not one of the available choices" in answer.content.decode()
    assert not Metric.objects.filter(workstream__programme__slug="scas", scale=scale).exists()
    address = f"/scas/2024-01/{WORKSTREAM}/submit/"
    client.post(address, {"on_behalf_of": str(lead.pk)})
    assert Month.objects.get(starts_on="2024-01-01").reports.exclude(submitted_at=None).count() == 0
    until = {"expires_on_0": "1", "expires_on_1": "1", "expires_on_2": str(today().year + 1)}
    client.post("/tokens/", {"name": "Ours", "programme": SLUG, **until})
    assert not ApiToken.objects.filter(person=office).exists()


@pytest.mark.parametrize("role", OURS)
def test_a_token_of_ours_reads_nothing_of_theirs(theirs, role: str):
    scas = Programme.objects.get(slug="scas")
    by = ours(OURS[role])
    key = make_token(programme=scas, name="T", expires_on=today(), by=by, at=now())[1]
    sent = {"Authorization": f"Bearer {key}"}
    tables = [name for name in WITH_SLUG if name.startswith("api_")]
    assert len(tables) == 9
    for name in tables:
        table = filled(WITH_SLUG[name], "api/", programme="scas")
        for address in (
            filled(WITH_SLUG[name], "api/", programme=SLUG),
            f"{table}?workstream={STREAM}",
            *(f"{table}?month={month.slug}" for month in theirs.months.all()),
            f"{table}?page_size=5000",
            "/api/v1/programmes",
        ):
            answer = Client().get(address, headers=sent)
            assert THEIRS not in answer.content.decode(), address
            if "scas" not in address and address != "/api/v1/programmes":
                assert answer.status_code == 404, address
            assert Client().post(address, SAID, headers=sent).status_code == 405, address
    assert Session.objects.count() == 0
