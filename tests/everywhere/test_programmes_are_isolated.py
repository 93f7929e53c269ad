"""Nobody reaches another programme: every address with every id of theirs, as every role of ours.

The other programme has its own of everything, and a word of its own in every text. Whatever is
asked is refused or not there, nothing of their text is in any answer, and no row is changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver

from improvement import accounts
from improvement.clock import now, today
from improvement.models import (
    ApiToken,
    CqcAction,
    ExitCriterion,
    Month,
    Person,
    Plan,
    Programme,
    Role,
    Section,
)
from improvement.tokens import make_token
from improvement.writing import milestone_key
from reporting import freezing
from reporting.renderers import RENDERERS
from reporting.trails import TRAILS
from scorecards.models import Metric, Scale
from tests.another_programme import SLUG, STREAM, THEIRS, build, person
from tests.test_architecture import addresses

pytestmark = pytest.mark.slow

OURS = {
    "lead": "nicola-howells",
    "lead of another workstream": "amy-carden",
    "executive": "melanie-saunders",
    "programme office": "programme-office",
    "CEO’s office": "ceo-office",
    "board reader": "board-reader",
}
# Which rows an id in an address is of. An address that is new has to say so here.
IDS_OF: dict[str, type[Model]] = {
    "revoke_token": ApiToken,
    "invite_again": Person,
    "deactivate": Person,
    "edit_metric": Metric,
    "aims": Metric,
    "move_metric": Metric,
    "retire_metric": Metric,
    "metric": Metric,
    "metric_figures": Metric,
    "edit_scale": Scale,
    "action_timeline": CqcAction,
    "criterion_timeline": ExitCriterion,
}
WORKSTREAM = "culture-and-staff-wellbeing"
# One post that says enough for every form of a single button or box.
SAID = {
    "comment": "Ours now",
    "part": "",
    "reason": "Ours now",
    "due_on_0": "1",
    "due_on_1": "3",
    "due_on_2": "2030",
    "to": "up",
    "name": "Ours now",
    "points": "A, Ours\nB, Now",
    "headline": "Ours now",
    "progress": "Ours now",
    "confirm": "on",
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Programme]:
    """Build the other programme once for this file, in a transaction that is rolled back."""
    formats = {"json": RENDERERS["json"]}
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(freezing, "RENDERERS", formats)
        yield build(at=now())
        transaction.set_rollback(True)


@pytest.fixture
def theirs(world: Programme, db: None) -> Programme:
    return world


def ours(slug: str) -> Person:
    return Person.objects.get(programme__slug="scas", slug=slug)


def rows_of(model: type[Model], programme: Programme) -> Any:
    """Give a programme's rows of a model, whichever way they hang on it."""
    ways = ("programme", "workstream__programme", "month__programme")
    names = {field.name for field in model._meta.get_fields()}
    way = next(one for one in ways if one.partition("__")[0] in names)
    return model._default_manager.filter(**{way: programme})


def snapshot() -> dict[str, list[Any]]:
    """Give every row of our rooms, as the database has it."""
    models = [
        model
        for room in ("improvement", "scorecards", "reporting")
        for model in apps.get_app_config(room).get_models()
    ]
    return {
        model.__name__: list(model._default_manager.order_by("pk").values()) for model in models
    }


def ours_only(name: str, pattern: URLPattern) -> bool:
    # Addresses below accounts/ are about the person who is signed in: their own tests have them.
    mine = {getattr(one, "name", None) for one in accounts.urlpatterns}
    return name not in mine and not name.startswith(("admin:", "socialaccount_", "mfa_", "openid_"))


PATTERNS = {
    name: pattern for name, pattern in addresses(get_resolver()) if ours_only(name, pattern)
}
WITH_SLUG = {name: one for name, one in PATTERNS.items() if "programme" in one.pattern.converters}
# A session opens no data: with a token it is asked for below.
ON_PAGES = {name: one for name, one in WITH_SLUG.items() if not name.startswith("api_")}
WITH_ID = {
    name: one for name, one in PATTERNS.items() if {"pk", "row"} & set(one.pattern.converters)
}


def filled(pattern: URLPattern, prefix: str, **given: Any) -> str:
    """Give an address of a pattern with its parts filled in."""
    route = prefix + str(pattern.pattern)
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(given[found[1]]), route)


def prefix_of(name: str) -> str:
    return "api/" if name.startswith("api_") else ""


def _sections(month: Month) -> Iterator[tuple[str, Any]]:
    for section in Section.objects.filter(report__month=month):
        yield section.kind, section


def _plan_texts(month: Month) -> Iterator[tuple[str, Any]]:
    for plan in Plan.objects.filter(report__month=month):
        yield from ((part, plan) for part in (*Plan.LEADS, *Plan.PARTS))
        yield from ((milestone_key(one.quarter), one) for one in plan.milestones.all())


def _overview_texts(month: Month) -> Iterator[tuple[str, Any]]:
    yield from ((part, month) for part in Month.TEXTS)
    for section in month.overview_sections.all():
        yield section.kind, section


# The addresses of earlier texts, and the texts of a month that each of them is of, by name.
EARLIER_TEXTS: dict[str, Callable[[Month], Iterator[tuple[str, Any]]]] = {
    "restore": _sections,
    "restore_plan": _plan_texts,
    "restore_overview": _overview_texts,
}


def their_ids(name: str, theirs: Programme) -> Iterator[dict[str, Any]]:
    """Give every id of theirs that fits into an address, with the kind of thing it is of."""
    if name == "changes":
        things = {kind: one for kind, one in TRAILS.items() if one.objects.get(kind) == "pk"}
        for kind, trail in things.items():
            for row in trail.model._default_manager.filter(**{trail.programme: theirs.pk}):
                yield {"kind": kind, "pk": row.pk}
    elif name in EARLIER_TEXTS:
        # The first row of every history: what else it holds is found in the same way.
        month = theirs.months.first()
        for part, thing in EARLIER_TEXTS[name](month):
            yield {"kind": part, "part": part, "row": thing.history.last().history_id}
    elif name in WITH_ID:
        for row in rows_of(IDS_OF[name], theirs):
            yield {"pk": row.pk}
    else:
        yield {}


def their_parts(name: str, pattern: URLPattern, theirs: Programme) -> Iterator[dict[str, Any]]:
    """Give every way to fill an address with what is theirs, but for the programme."""
    wanted = set(pattern.pattern.converters)
    months = [one.slug for one in theirs.months.all()] if "month" in wanted else [""]
    for month in months:
        for ids in their_ids(name, theirs):
            yield {"month": month, "workstream": STREAM, "version": 1, "format": "json"} | ids


def asked_under_theirs(theirs: Programme) -> set[str]:
    """Every address of theirs, as it stands in their own browsers."""
    return {
        filled(pattern, "", programme=SLUG, **parts)
        for name, pattern in ON_PAGES.items()
        for parts in their_parts(name, pattern, theirs)
    }


def asked_under_ours(theirs: Programme) -> set[str]:
    """Their months, workstreams and ids under our programme: all of them, and each of them alone.

    Under our own month and workstream an id of theirs is the only thing that is not ours.
    """
    found = set()
    named = ON_PAGES | WITH_ID
    del named["open_month"]  # which names a month that is nobody's yet
    for name, pattern in named.items():
        wanted = set(pattern.pattern.converters)
        for parts in their_parts(name, pattern, theirs):
            mixed = [parts]
            mixed += [parts | {"workstream": WORKSTREAM}] if "month" in wanted else []
            mixed += [parts | {"month": "2024-01"}] if "workstream" in wanted else []
            for one in mixed:
                if wanted & {"month", "workstream", "pk", "row"}:
                    found.add(filled(pattern, "", programme="scas", **one))
    return found


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
    return answer.status_code == 200 and THEIRS.encode() in said_by(answer)


def said_by(answer: Any) -> bytes:
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
    """Give a page without what is a page's own each time."""
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
            parts |= {"programme": "scas", "role": "lead"} | ids
            answer = client.get(filled(pattern, prefix_of(name), **parts))
            seen += answer.status_code == 200
            assert THEIRS.encode() not in said_by(answer), name
    assert seen > 10


@pytest.mark.parametrize("role", OURS)
def test_a_search_finds_nothing_of_theirs(theirs, role: str):
    client = Client()
    client.force_login(ours(OURS[role]))
    answer = client.get("/search/", {"q": THEIRS})
    assert answer.status_code == 200
    assert f"/{SLUG}/" not in answer.content.decode()


class Form(HTMLParser):
    """Every field of a page with its value, as a browser would send it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        name = given.get("name") or ""
        if tag in ("input", "textarea", "select") and name:
            self.fields.setdefault(name, given.get("value") or "")
            self._area = name if tag == "textarea" else ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        self._area = ""


# Which pages people write on, and who of theirs and of ours writes there.
WRITTEN = {
    "highlight_report": Role.SRO,
    "actions": Role.SRO,
    "criteria": Role.SRO,
    "plan": Role.SRO,
    "scorecard": Role.SRO,
    "readings": Role.SRO,
    "overview": Role.PROGRAMME_OFFICE,
    "edit_metric": Role.PROGRAMME_OFFICE,
    "aims": Role.PROGRAMME_OFFICE,
    "edit_scale": Role.PROGRAMME_OFFICE,
}


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
    before = _their_rows(theirs)
    for sent in (fields, stolen):
        answer = client.post(filled(pattern, "", programme="scas", **own), sent)
        assert answer.status_code in (200, 302)
        assert _their_rows(theirs) == before


def _their_rows(theirs: Programme) -> dict[str, list[Any]]:
    """Every row that hangs on their programme: those that name one of their ids."""
    mine = {
        "Workstream": set(theirs.workstreams.values_list("pk", flat=True)),
        "Month": set(theirs.months.values_list("pk", flat=True)),
    }
    rows = snapshot()
    hung = {
        name: [
            row
            for row in found
            if row.get("programme_id") == theirs.pk
            or row.get("workstream_id") in mine["Workstream"]
            or row.get("month_id") in mine["Month"]
        ]
        for name, found in rows.items()
    }
    reports = {row["id"] for row in hung["HighlightReport"]}
    metrics = {row["id"] for row in hung["Metric"]}
    for name, found in rows.items():
        hung[name] += [row for row in found if row.get("report_id") in reports]
        hung[name] += [row for row in found if row.get("metric_id") in metrics]
    lines = {row["id"] for row in hung["ActualLine"]}
    plans = {row["id"] for row in hung["Plan"]}
    for name, found in rows.items():
        hung[name] += [row for row in found if row.get("line_id") in lines]
        hung[name] += [row for row in found if row.get("plan_id") in plans]
    return hung


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
