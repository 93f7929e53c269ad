"""The kinds of things that are set up in lists: how each is found, written, moved and ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from improvement.access.permissions import Standing
from improvement.models import Action, ExitCriterion, Programme, Source, Workstream
from improvement.setup.actions import move_action
from improvement.setup.criteria import move_criterion
from improvement.setup.end import end_action, end_criterion, end_workstream
from improvement.setup.forms.action import ActionForm
from improvement.setup.forms.criterion import CriterionForm
from improvement.setup.forms.parts import SetUpForm
from improvement.setup.forms.source import SourceForm
from improvement.setup.forms.workstream import WorkstreamForm
from improvement.setup.sources import move_source
from improvement.setup.workstreams import move_workstream
from improvement.values.periods import CalendarMonth
from improvement.values.refusals import NotThere
from improvement.workflow.appear import first_month_to_change


@dataclass(frozen=True)
class ThingKind:
    """A kind of thing: what it is called, the list it is in, and what is done with it.

    ``argument`` is what its verbs call it. ``end`` is missing where it does not end.
    """

    slug: str
    thing: str
    title: str
    page: str
    model: type[models.Model]
    argument: str
    form: Callable[..., SetUpForm]
    move: Callable[..., None]
    end: Callable[..., None] | None = None
    of_workstream: bool = False

    def of(self, programme: Programme) -> models.QuerySet[Any]:
        """Return every thing of the kind on a programme, in order."""
        if self.of_workstream:
            rows = self.model._default_manager.filter(workstream__programme=programme)
            return rows.select_related("workstream__programme").order_by(
                "workstream__position", "position", "pk"
            )
        return self.model._default_manager.filter(programme=programme)

    def find(self, standing: Standing, pk: int) -> Any:
        """Return a thing of the programme. Raises ``NotThere`` for one of another."""
        thing = self.of(standing.programme).filter(pk=pk).first()
        if thing is None:
            raise NotThere(f"{standing.programme} has no such {self.thing}.")
        return thing

    def anchor(self, thing: models.Model) -> str:
        """Return the id of a thing's row in its list."""
        return f"{self.argument}-{thing.pk}"


WORKSTREAMS = ThingKind(
    "workstreams",
    "workstream",
    "Workstreams",
    "setup_workstreams",
    Workstream,
    "workstream",
    WorkstreamForm,
    move_workstream,
    end_workstream,
)
SOURCES = ThingKind(
    "sources",
    "source",
    "Sources and actions",
    "setup_actions",
    Source,
    "source",
    SourceForm,
    move_source,
)
ACTIONS = ThingKind(
    "actions",
    "action",
    "Sources and actions",
    "setup_actions",
    Action,
    "action",
    ActionForm,
    move_action,
    end_action,
    of_workstream=True,
)
CRITERIA = ThingKind(
    "criteria",
    "exit criterion",
    "Exit criteria",
    "setup_criteria",
    ExitCriterion,
    "criterion",
    CriterionForm,
    move_criterion,
    end_criterion,
    of_workstream=True,
)
KINDS = {kind.slug: kind for kind in (WORKSTREAMS, SOURCES, ACTIONS, CRITERIA)}


def first_month_to_end(kind: ThingKind, programme: Programme, this: CalendarMonth) -> CalendarMonth:
    """Return the first month from which something of a kind can be left out.

    A workstream whose report is in the open month is asked for it a last time.
    """
    first = first_month_to_change(programme)
    if kind is WORKSTREAMS:
        latest = programme.months.first()
        first = latest.period.next() if latest else None
    return first or this
