"""The admin site: accounts and appointments. Everything else is written in the application."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from simple_history.admin import SimpleHistoryAdmin

from improvement import admin_ways_in  # noqa: F401  registers its pages
from improvement.clock import now
from improvement.inviting import withdraw_invitations
from improvement.leaving import deactivate
from improvement.models import Appointment, LogEntry, Person, Programme
from improvement.refusals import Refused
from improvement.views.pages import person_of

AT_ONCE = (
    "Somebody else was given this address or short name at the same moment: nothing is saved. "
    "Go back and enter another."
)
ANOTHER_ADDRESS = "Another address was entered in the admin site"


@login_not_required
def admin_sign_in(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    """Send administrators through the one sign-in there is, with its limits and second step."""
    if request.user.is_authenticated:
        raise Refused("Only administrators open the admin site.")
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))


def admin_password_change(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    """Send administrators to the one page that changes a password: limited, and mailed to them."""
    return redirect("account_change_password")


admin.site.login = admin_sign_in  # type: ignore[method-assign]
admin.site.password_change = admin_password_change  # type: ignore[method-assign, assignment]


class PastShown(SimpleHistoryAdmin):
    """Show what a thing was, and never put a whole row back.

    A row of the past has no password, and would close or open an account past ``save_model``.
    """

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            raise Refused("What was is only shown here. Change it on its own page.")
        return super().history_form_view(request, *args, **kwargs)


@admin.register(Person)
class PersonAdmin(PastShown):
    """People sign in with a password they set themselves, by invitation or reset."""

    list_display = ["name", "email", "job_title", "programme", "is_active", "last_login"]
    list_filter = ["programme", "is_active"]
    search_fields = ["name", "email"]
    fields = ["programme", "slug", "name", "job_title", "email", "is_active", "is_staff"]

    def has_delete_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        """Names stay in the record: a leaver's account is closed, not deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        """Close an account as the application does: appointments, sessions and tokens end.

        A link that was mailed to another address than is entered now works no more. Raises
        ``Refused`` where another administrator was faster.
        """
        try:
            with transaction.atomic():
                super().save_model(request, obj, form, change)
        except IntegrityError as taken:
            raise Refused(AT_ONCE) from taken
        if change and "email" in form.changed_data:
            withdraw_invitations(
                obj, by=person_of(request), at=now(), why=ANOTHER_ADDRESS, but_to=obj.email
            )
        if change and "is_active" in form.changed_data and not obj.is_active:
            deactivate(person=obj, by=person_of(request), at=now(), why="Closed in the admin site")


@admin.register(Appointment)
class AppointmentAdmin(PastShown):
    list_display = ["person", "role", "programme", "workstream", "starts_on", "ends_on"]
    list_filter = ["programme", "role"]
    autocomplete_fields = ["person"]


@admin.register(Programme)
class ProgrammeAdmin(PastShown):
    list_display = ["name", "organisation", "exit_on", "access"]

    @admin.display(description="Who has access")
    def access(self, programme: Programme) -> str:
        return format_html(
            '<a href="{}">See and invite</a>', reverse("access", args=[programme.slug])
        )


@admin.register(LogEntry)
class LogEntryAdmin(admin.ModelAdmin):
    """The log of the whole installation, also of accounts that are nobody's: to be read only."""

    list_display = ["at", "kind", "person", "about", "detail", "programme", "place"]
    list_filter = ["kind", "programme"]
    search_fields = ["person__name", "person__email", "about"]
    date_hierarchy = "at"
    list_select_related = ["person", "programme"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return False
