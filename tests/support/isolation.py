"""Addresses with every id of another programme, and what must not change or show of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, get_resolver

from improvement.accounts import urls
from improvement.editing.save_report import milestone_key
from improvement.models import (
    Action,
    ApiToken,
    Appointment,
    ExitCriterion,
    Month,
    Person,
    Plan,
    Programme,
    Section,
    Source,
    Workstream,
)
from reporting.history.registry import AUDITED_MODELS
from scorecards.models import Metric, Scale
from tests.support.addresses import addresses
from tests.support.another_programme import SLUG, STREAM

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
    "action_timeline": Action,
    "criterion_timeline": ExitCriterion,
    **dict.fromkeys(("setup_workstream", "setup_move_workstream"), Workstream),
    **dict.fromkeys(("setup_end_workstream", "setup_add_action"), Workstream),
    "setup_add_criterion": Workstream,
    **dict.fromkeys(("setup_source", "setup_move_source"), Source),
    **dict.fromkeys(("setup_action", "setup_move_action", "setup_end_action"), Action),
    **dict.fromkeys(("setup_done_action", "setup_add_sub_action"), Action),
    **dict.fromkeys(("setup_criterion", "setup_move_criterion"), ExitCriterion),
    "setup_end_criterion": ExitCriterion,
    **dict.fromkeys(("setup_end_appointment", "setup_move_appointment"), Appointment),
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


def ours(slug: str) -> Person:
    return Person.objects.get(programme__slug="scas", slug=slug)


def rows_of(model: type[Model], programme: Programme) -> Any:
    """Return a programme's rows of a model, whichever way they hang on it."""
    ways = ("programme", "workstream__programme", "month__programme")
    names = {field.name for field in model._meta.get_fields()}
    way = next(one for one in ways if one.partition("__")[0] in names)
    return model._default_manager.filter(**{way: programme})


def snapshot() -> dict[str, list[Any]]:
    """Return every row of our rooms, as the database has it."""
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
    mine = {getattr(one, "name", None) for one in urls.urlpatterns}
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
    """Return an address of a pattern with its parts filled in."""
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
    """Return every id of theirs that fits into an address, with the kind of thing it is of."""
    if name == "changes":
        for kind, audited in AUDITED_MODELS.items():
            if audited.objects.get(kind) != "pk":
                continue
            for row in audited.model._default_manager.filter(**{audited.programme: theirs.pk}):
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
    """Return every way to fill an address with what is theirs, but for the programme."""
    wanted = set(pattern.pattern.converters)
    months = [one.slug for one in theirs.months.all()] if "month" in wanted else [""]
    for month in months:
        for ids in their_ids(name, theirs):
            named = {"month": month, "workstream": STREAM, "kind": "actions", "role": "sro"}
            yield named | {"version": 1, "format": "json"} | ids


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
