"""Pages that add, change, move and end a thing of a list of set-up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement.access.permissions import Standing
from improvement.editing.answer import answer, editing_page, writer_and_drafts
from improvement.editing.conflicts import StaleSave
from improvement.models import Action
from improvement.setup.actions import mark_done
from improvement.setup.end import bring_back
from improvement.setup.forms.end import EndForm
from improvement.setup.forms.parts import SetUpForm
from improvement.setup.lookup import find_workstream, set_up_page, standing_to_set_up
from improvement.setup.things.aside import aside_of
from improvement.setup.things.kinds import ACTIONS, KINDS, ThingKind, first_month_to_end
from improvement.values.clock import now, today
from improvement.values.periods import CalendarMonth
from improvement.values.refusals import NotThere, Refused
from improvement.web.pages import person_of, pressed_again, saved

READ_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
FORM = "improvement/setup/form.html"


@editing_page
def add(request: HttpRequest, programme: str, kind: str) -> HttpResponse:
    """Add a workstream or a source."""
    standing, of = standing_to_set_up(request, programme), KINDS[kind]
    thing = of.model(programme=standing.programme)
    return _write(request, standing, of, thing, f"Add a {of.thing}")


@editing_page
def add_to(request: HttpRequest, programme: str, kind: str, pk: int) -> HttpResponse:
    """Add an action or an exit criterion to a workstream."""
    standing, of = standing_to_set_up(request, programme), KINDS[kind]
    workstream = find_workstream(standing, pk)
    thing = of.model(workstream=workstream)
    article = "an"
    return _write(request, standing, of, thing, f"Add {article} {of.thing} to {workstream}")


@READ_OR_POST
def choose_workstream(request: HttpRequest, programme: str, kind: str) -> HttpResponse:
    """Ask which workstream something is added to, or lead on where there is but one."""
    standing, of = standing_to_set_up(request, programme), KINDS[kind]
    workstreams = [one for one in standing.programme.workstreams.all() if not one.ended_from]
    if not workstreams:
        raise Refused("There is no workstream yet: add one first.")
    return set_up_page(
        request,
        "improvement/setup/choose.html",
        standing,
        (of.title, of.page),
        title=f"Add an {of.thing}",
        choices=[
            (one, reverse(f"setup_add_{of.argument}", args=[programme, one.pk]))
            for one in workstreams
        ],
        cancel=reverse(of.page, args=[programme]),
    )


@editing_page
def add_sub_action(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    """Add a sub-action beneath an action."""
    standing = standing_to_set_up(request, programme)
    parent: Action = ACTIONS.find(standing, pk)
    thing = Action(workstream=parent.workstream, parent=parent)
    title = f"Add a sub-action to {parent.reference}"
    back = reverse("setup_action", args=[programme, parent.pk])
    return _write(request, standing, ACTIONS, thing, title, back)


@editing_page
def edit(request: HttpRequest, programme: str, kind: str, pk: int) -> HttpResponse:
    """Change a thing; of an action beside where it stands, its sub-actions and its history."""
    standing, of = standing_to_set_up(request, programme), KINDS[kind]
    thing = of.find(standing, pk)
    return _write(request, standing, of, thing, _title(of, thing))


def _title(of: ThingKind, thing: Any) -> str:
    if isinstance(thing, Action):
        return f"{thing.reference} {thing.short_name}".strip()
    return str(thing)


def _write(
    request: HttpRequest,
    standing: Standing,
    of: ThingKind,
    thing: Any,
    title: str,
    back: str = "",
) -> HttpResponse:
    form = of.form(request.POST or None, thing=thing, **writer_and_drafts(request))
    back = back or reverse(of.page, args=[standing.programme.slug])

    def show() -> HttpResponse:
        return set_up_page(
            request,
            FORM,
            standing,
            (of.title, of.page),
            title=title,
            lead=getattr(thing, "ended_words", ""),
            save="Save",
            cancel=back,
            form=form,
            kinds=getattr(form, "kinds", ()),
            **aside_of(standing, of, thing),
        )

    return answer_or_say(request, form, back, show)


def answer_or_say(
    request: HttpRequest, form: SetUpForm, back: str, show: Callable[[], HttpResponse]
) -> HttpResponse:
    """Answer a page of set-up; what its save refuses is said at its field, nothing typed lost."""
    try:
        return answer(request, form, back, show)
    except StaleSave:
        raise
    except Refused as refused:
        if request.method != "POST" or not form.is_bound or form.errors:
            raise
        form.show_refusal(refused)
        return show()


@READ_OR_POST
def move(request: HttpRequest, programme: str, kind: str, pk: int) -> HttpResponse:
    """Move a thing one place up or down in its list."""
    standing, of = standing_to_set_up(request, programme), KINDS[kind]
    thing = of.find(standing, pk)
    back = f"{reverse(of.page, args=[programme])}#{of.anchor(thing)}"
    if request.method != "POST":
        return pressed_again(request, back)
    up = request.POST.get("to") == "up"
    of.move(**{of.argument: thing}, up=up, by=person_of(request), at=now())
    return saved(request, f"{thing} moved {'up' if up else 'down'}.", back)


@READ_OR_POST
def end(request: HttpRequest, programme: str, kind: str, pk: int) -> HttpResponse:
    """Ask how, from when and why a thing ends; or report one again that had ended."""
    standing, of = standing_to_set_up(request, programme), KINDS[kind]
    thing = of.find(standing, pk)
    by, back = person_of(request), reverse(of.page, args=[programme])
    if thing.ended_from and request.method == "POST":
        bring_back(thing=thing, by=by, at=now())
        return saved(request, f"{thing} is reported again.", back)
    if of.end is None or thing.ended_from:
        raise NotThere(f"{thing} cannot be ended here.")
    form = _end_form(request, standing, of, thing)
    if form.is_valid():
        try:
            of.end(**{of.argument: thing}, **form.facts, by=by, at=now())
            ending = thing.ended_words
            return saved(request, f"{thing}: {ending[:1].lower()}{ending[1:]}.", back)
        except Refused as refused:
            form.add_error(None, refused.sentence)
    return set_up_page(
        request,
        FORM,
        standing,
        (of.title, of.page),
        title=f"End {thing}",
        lead=getattr(thing, "text", ""),
        words="Nothing is deleted. Earlier months and their packs keep it.",
        save="End it",
        cancel=back,
        form=form,
    )


def _end_form(request: HttpRequest, standing: Standing, of: ThingKind, thing: Any) -> EndForm:
    others = [one for one in of.of(standing.programme) if one.pk != thing.pk and not one.ended_from]
    first = first_month_to_end(of, standing.programme, CalendarMonth.of(today()))
    asked = request.GET.get("as", "")
    posted = request.POST if request.method == "POST" else None
    return EndForm(posted, first=first, others=others, asked=asked)


@READ_OR_POST
def done(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    """Say that a sub-action is done, or that it is not yet."""
    standing = standing_to_set_up(request, programme)
    action: Action = ACTIONS.find(standing, pk)
    back = reverse("setup_action", args=[programme, action.parent_id or action.pk])
    if request.method != "POST":
        return pressed_again(request, back)
    is_done = request.POST.get("is") == "done"
    mark_done(action=action, done=is_done, by=person_of(request), at=now())
    return saved(request, f"{action} is {'done' if is_done else 'not done yet'}.", back)
