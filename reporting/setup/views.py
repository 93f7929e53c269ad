"""The list of what there is to set up, each with its state."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from improvement.models import Appointment, Role
from improvement.setup.lookup import standing_to_set_up
from improvement.values.clock import today
from improvement.web.pages import page
from reporting.setup.tasks import StepState, many, next_step, steps_of


@require_safe
def tasks(request: HttpRequest, programme: str) -> HttpResponse:
    """Show what there is to set up, what is done, and who can do it."""
    standing = standing_to_set_up(request, programme)
    on = today()
    steps = steps_of(standing.programme, on=on)
    following = next_step(steps)
    held = Appointment.objects.current(on).filter(
        programme=standing.programme, role=Role.PROGRAMME_OFFICE
    )
    links = []
    if following:
        label = f"Continue: {following.name[0].lower()}{following.name[1:]}"
        links = [{"label": label, "url": following.url, "kind": "main"}]
    return page(
        request,
        "reporting/setup/tasks.html",
        standing,
        steps=steps,
        done=sum(step.state is StepState.DONE for step in steps),
        links=links,
        office=many(held.values("person").distinct().count(), "person", "people"),
    )
