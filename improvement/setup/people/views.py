"""Pages of set-up about people: who holds what, appointing, ending, marking a vacancy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from improvement.access.lookup import find_people
from improvement.access.permissions import Standing
from improvement.editing.answer import editing_page
from improvement.editing.drafts import after_sign_in, sign
from improvement.models import WORKSTREAM_ROLES, Appointment, Role, Workstream
from improvement.setup.forms.appointment import AppointmentForm, EndingForm
from improvement.setup.lookup import links_to, set_up_page
from improvement.setup.people.appointments import (
    Appointing,
    appoint,
    end_appointment,
    mark_vacancy,
    move_appointment,
)
from improvement.setup.people.consequences import consequences_of
from improvement.values.browser_windows import digest
from improvement.values.clock import now, today
from improvement.values.refusals import NotThere
from improvement.web.pages import person_of, pressed_again, saved

READ_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
PEOPLE = ("People and appointments", "setup_people")


@dataclass(frozen=True)
class PostHeld:
    """A post, who holds it now or will, and since when it is marked as vacant."""

    role: Role
    held: tuple[Appointment, ...]
    vacant_from: date | None = None

    @property
    def label(self) -> str:
        return str(self.role.label)


@require_safe
def people(request: HttpRequest, programme: str) -> HttpResponse:
    """Show who holds what on each workstream and on the programme."""
    standing = find_people(person_of(request), programme, on=today())
    held = _going_on(standing)
    streams = [
        (workstream, _posts(workstream, held))
        for workstream in standing.programme.workstreams.all()
    ]
    rest = [role for role in Role if role not in WORKSTREAM_ROLES]
    return set_up_page(
        request,
        "improvement/setup/people.html",
        standing,
        streams=streams,
        office=[PostHeld(role, tuple(_of(held, None, role))) for role in rest],
        links=links_to(programme, "people", "Appoint somebody", "setup_appoint"),
    )


def _going_on(standing: Standing) -> list[Appointment]:
    """Return the appointments that have not ended, and those to come."""
    held = standing.programme.appointments.select_related("person", "workstream")
    return list(held.going_on(today()))


def _posts(workstream: Workstream, held: list[Appointment]) -> list[PostHeld]:
    return [
        PostHeld(role, tuple(_of(held, workstream, role)), workstream.vacant_from(role))
        for role in WORKSTREAM_ROLES
    ]


def _of(held: list[Appointment], workstream: Workstream | None, role: Role) -> list[Appointment]:
    pk = workstream.pk if workstream else None
    return [one for one in held if one.workstream_id == pk and one.role == role]


def _typed(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, or what was typed here before the session ended; None for neither."""
    if request.method == "POST":
        return request.POST
    typed = QueryDict(mutable=True)
    for name, values in after_sign_in(request, person_of(request)).items():
        typed.setlist(name, values)
    return typed or None


@editing_page
def appoint_somebody(request: HttpRequest, programme: str) -> HttpResponse:
    """Ask who is appointed to what, show what that changes, and do it once it was shown."""
    standing = find_people(person_of(request), programme, on=today())
    asked = {name: request.GET[name] for name in ("role", "of", "is_deputy") if name in request.GET}
    form = AppointmentForm(_typed(request), programme=standing.programme, on=today(), **asked)
    appointing = form.appointing if form.is_valid() else None
    shown = consequences_of(appointing) if appointing else []
    if appointing and request.POST.get("shown") == digest(*shown):
        return _appoint(request, standing, appointing)
    context: dict[str, Any] = {"form": form, "consequences": shown, "shown": digest(*shown)}
    context["writer"] = sign(person_of(request))
    return set_up_page(
        request,
        "improvement/setup/appoint.html",
        standing,
        PEOPLE,
        title="Appoint somebody",
        save=f"Appoint {appointing.who.name}" if appointing else "Show what changes",
        cancel=reverse("setup_people", args=[programme]),
        known=form.known,
        now=_standing_on(form, standing),
        **context,
    )


def _standing_on(form: AppointmentForm, standing: Standing) -> dict[str, Any] | None:
    """Return who holds what on the workstream that the form is about."""
    workstream = form.workstreams.get(str(form["of"].value() or ""))
    if workstream is None:
        return None
    return {"workstream": workstream, "posts": _posts(workstream, _going_on(standing))}


def _appoint(request: HttpRequest, standing: Standing, appointing: Appointing) -> HttpResponse:
    back = reverse("setup_people", args=[standing.programme.slug])
    by = person_of(request)
    try:
        appoint(appointing=appointing, base_url=settings.BASE_URL, by=by, at=now())
    except OSError:
        sentence = "They are appointed, and a mail could not be sent. Invite them in a few minutes."
        messages.error(request, sentence)
        return redirect(back)
    day = f"{appointing.term.starts_on:%-d %B %Y}"
    return saved(request, f"{appointing.who.name} is {appointing.post} from {day}.", back)


@READ_OR_POST
def move(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    """Move somebody one place up or down among those who hold the same role."""
    appointment = _appointment(find_people(person_of(request), programme, on=today()), pk)
    back = f"{reverse('setup_people', args=[programme])}#appointment-{pk}"
    if request.method != "POST":
        return pressed_again(request, back)
    up = request.POST.get("to") == "up"
    move_appointment(appointment=appointment, up=up, by=person_of(request), at=now())
    return saved(request, f"{appointment.person} moved {'up' if up else 'down'}.", back)


def _appointment(standing: Standing, pk: int) -> Appointment:
    """Return an appointment of the programme. Raises ``NotThere`` for one of another."""
    held = standing.programme.appointments.select_related("person", "workstream", "programme")
    appointment = held.filter(pk=pk).first()
    if appointment is None:
        raise NotThere(f"{standing.programme} has no such appointment.")
    return appointment


@editing_page
def end(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    """Ask for the last day of an appointment, and end it."""
    standing = find_people(person_of(request), programme, on=today())
    appointment = _appointment(standing, pk)
    back = reverse("setup_people", args=[programme])
    form = EndingForm(_typed(request), appointment=appointment, on=today())
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        end_appointment(appointment=appointment, **facts, by=person_of(request), at=now())
        day = f"{facts['ends_on']:%-d %B %Y}"
        return saved(request, f"{appointment.person}’s appointment ends on {day}.", back)
    of = f" of {appointment.workstream}" if appointment.workstream else ""
    return set_up_page(
        request,
        "improvement/setup/form.html",
        standing,
        PEOPLE,
        title=f"End {appointment.person}’s appointment",
        lead=f"{appointment.called}{of}",
        words="Their password and their other appointments are untouched. Packs keep their name.",
        save="End the appointment",
        cancel=back,
        form=form,
        writer=sign(person_of(request)),
    )


@READ_OR_POST
def vacancy(request: HttpRequest, programme: str, workstream: str, role: str) -> HttpResponse:
    """Mark a role of a workstream as vacant from today on, or as not vacant."""
    standing = find_people(person_of(request), programme, on=today())
    back = reverse("setup_people", args=[programme])
    stream = standing.programme.workstreams.filter(slug=workstream).first()
    if stream is None or role not in WORKSTREAM_ROLES:
        raise NotThere(f"{standing.programme} has no such role.")
    if request.method != "POST":
        return pressed_again(request, back)
    stream.programme, held = standing.programme, Role(role)
    since = today() if request.POST.get("is") == "vacant" else None
    mark_vacancy(workstream=stream, role=held, since=since, by=person_of(request), at=now())
    words = "is vacant" if since else "is not vacant any more"
    return saved(request, f"{held.label} of {stream} {words}.", f"{back}#{slugify(str(stream))}")
