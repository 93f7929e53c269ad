"""The lists of set-up: workstreams, sources and actions, exit criteria."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from improvement.access.permissions import Standing
from improvement.models import Action, ActionRating, ExitCriterion, Source, Workstream
from improvement.setup.lookup import links_to, set_up_page, standing_to_set_up
from improvement.setup.things.kinds import ACTIONS, CRITERIA


@dataclass(frozen=True)
class Narrowed:
    """What of the actions is shown: of a workstream, of a source, only those that go on."""

    of: str = ""
    source: str = ""
    ended: bool = False

    @classmethod
    def read(cls, request: HttpRequest) -> Narrowed:
        asked = request.GET
        return cls(asked.get("of", ""), asked.get("source", ""), "ended" in asked)

    def narrow(self, actions: QuerySet[Action]) -> QuerySet[Action]:
        if self.of.isdecimal():
            actions = actions.filter(workstream=int(self.of))
        if self.source.isdecimal():
            actions = actions.filter(source=int(self.source))
        return actions if self.ended else actions.filter(ended_from=None)


@require_safe
def workstreams(request: HttpRequest, programme: str) -> HttpResponse:
    """List the workstreams in their order, with how many actions and criteria of each go on."""
    standing = standing_to_set_up(request, programme)
    goes_on = Action.objects.filter(parent=None, ended_from=None)
    listed = standing.programme.workstreams.prefetch_related(
        Prefetch("actions", goes_on),
        Prefetch("criteria", ExitCriterion.objects.filter(ended_from=None)),
    )
    return set_up_page(
        request,
        "improvement/setup/workstreams.html",
        standing,
        title="Workstreams",
        workstreams=listed,
        links=links_to(programme, "workstreams", "Add a workstream", "setup_add_workstream"),
    )


@require_safe
def actions(request: HttpRequest, programme: str) -> HttpResponse:
    """List the actions by workstream in their order, and the sources they come from."""
    standing, narrowed = standing_to_set_up(request, programme), Narrowed.read(request)
    everything = ACTIONS.of(standing.programme)
    listed = list(narrowed.narrow(everything.filter(parent=None).select_related("source", "owner")))
    streams = list(standing.programme.workstreams.all())
    return set_up_page(
        request,
        "improvement/setup/actions.html",
        standing,
        title="Sources and actions",
        narrowed=narrowed,
        streams=streams,
        groups=_by_workstream(listed, streams, _last_ratings(listed)),
        shown=len(listed),
        total=everything.filter(parent=None).count(),
        sources=_sources(standing),
        links=_links(standing, "actions", "Add an action", narrowed.of),
    )


@require_safe
def criteria(request: HttpRequest, programme: str) -> HttpResponse:
    """List the exit criteria beneath the exit statements of their workstreams."""
    standing = standing_to_set_up(request, programme)
    listed = list(CRITERIA.of(standing.programme).select_related("owner"))
    streams = list(standing.programme.workstreams.all())
    return set_up_page(
        request,
        "improvement/setup/criteria.html",
        standing,
        title="Exit criteria",
        groups=_by_workstream(listed, streams, {}),
        links=_links(standing, "criteria", "Add a criterion", ""),
    )


def _links(standing: Standing, kind: str, label: str, of: str) -> list[dict[str, str]]:
    """Return the buttons of a list; something is added where a workstream is narrowed to."""
    slug = standing.programme.slug
    paste, add = links_to(slug, kind, label, f"setup_choose_{kind}")
    if of.isdecimal():
        argument = {"actions": "action", "criteria": "criterion"}[kind]
        add["url"] = reverse(f"setup_add_{argument}", args=[slug, int(of)])
        paste["url"] += f"?into={of}"
    return [paste, add]


def _by_workstream(
    things: list[Any], streams: list[Workstream], ratings: dict[int, ActionRating]
) -> list[tuple[Workstream, list[tuple[Any, ActionRating | None]]]]:
    """Return the workstreams, each with its things and how each is rated now."""
    grouped: dict[int, list[tuple[Any, ActionRating | None]]] = {}
    for thing in things:
        grouped.setdefault(thing.workstream_id, []).append((thing, ratings.get(thing.pk)))
    return [(stream, grouped.get(stream.pk, [])) for stream in streams]


def _last_ratings(listed: list[Action]) -> dict[int, ActionRating]:
    """Return the latest rating of each action. One query."""
    rated = ActionRating.objects.filter(action__in=[action.pk for action in listed])
    in_order = rated.order_by("report__month__starts_on")
    return {rating.action_id: rating for rating in in_order}


def _sources(standing: Standing) -> list[tuple[Source, int]]:
    """Return the sources, each with the number of its actions."""
    counted = Counter(
        ACTIONS.of(standing.programme).filter(parent=None).values_list("source", flat=True)
    )
    return [(source, counted[source.pk]) for source in standing.programme.sources.all()]
