"""The admin site: accounts. Everything else, appointments too, is written in the application."""

from __future__ import annotations

from functools import partial
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from simple_history.admin import SimpleHistoryAdmin

from improvement.accounts.deactivate import deactivate
from improvement.accounts.invite import withdraw_invitations
from improvement.audit.event_log import log_directory_account, log_second_step
from improvement.models import LogEntry, Person, Programme
from improvement.values.clock import now
from improvement.values.refusals import Refused
from improvement.web.pages import person_of

AT_ONCE = (
    "Somebody else was given this address or short name at the same moment: nothing is saved. "
    "Go back and enter another."
)
ANOTHER_ADDRESS = "Another address was entered in the admin site"


@login_not_required
def admin_sign_in(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    """Redirect administrators to the app's own sign-in, with its limits and second step."""
    if request.user.is_authenticated:
        raise Refused("Only administrators open the admin site.")
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))


def admin_password_change(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    """Redirect administrators to the app's own page for a new password, which mails them."""
    return redirect("account_change_password")


admin.site.login = admin_sign_in  # type: ignore[method-assign]
admin.site.password_change = admin_password_change  # type: ignore[method-assign, assignment]


class ReadOnlyHistoryAdmin(SimpleHistoryAdmin):
    """Show the history of a row, without the button that restores a whole row.

    A historical row has no password, and restoring it would close or open an account without
    ``save_model``.
    """

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            raise Refused("What was is only shown here. Change it on its own page.")
        return super().history_form_view(request, *args, **kwargs)


@admin.register(Person)
class PersonAdmin(ReadOnlyHistoryAdmin):
    """People. They set their passwords themselves, by invitation or reset."""

    list_display = ["name", "email", "job_title", "programme", "is_active", "last_login"]
    list_filter = ["programme", "is_active"]
    search_fields = ["name", "email"]
    fields = ["programme", "slug", "name", "job_title", "email", "is_active", "is_staff"]

    def has_delete_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        """Nobody is deleted: a leaver's account is closed, and the name stays in the record."""
        return False

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        """Save a person. Closing an account ends appointments, sessions and tokens.

        Invitations to an earlier address stop working. Raises ``Refused`` where another
        administrator saved the same address at the same moment.
        """
        if not change:
            obj.set_unusable_password()
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


@admin.register(Programme)
class ProgrammeAdmin(admin.ModelAdmin):
    """Programmes to be looked up: they are made, set up and appointed to in the app itself."""

    list_display = ["name", "organisation", "access", "people"]
    list_display_links = None

    @admin.display(description="Who has access")
    def access(self, programme: Programme) -> str:
        return _link("access", "See and invite", programme)

    @admin.display(description="People")
    def people(self, programme: Programme) -> str:
        return _link("setup_people", "See and appoint", programme)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Programme | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Programme | None = None) -> bool:
        return False


def _link(page: str, words: str, programme: Programme) -> str:
    return format_html('<a href="{}">{}</a>', reverse(page, args=[programme.slug]), words)


@admin.register(LogEntry)
class LogEntryAdmin(admin.ModelAdmin):
    """The log of the whole installation, unknown accounts included. Read only."""

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


FATE = "removed in the admin site"
# The library's own notices; it has none for recovery codes, which nobody removes alone there.
STEP_REMOVED = {
    Authenticator.Type.TOTP: "mfa/email/totp_deactivated",
    Authenticator.Type.WEBAUTHN: "mfa/email/webauthn_removed",
    Authenticator.Type.RECOVERY_CODES: "mfa/email/recovery_codes_removed",
}

# Addresses belong to people, the directory is set by the environment, and roles are appointments.
# The page Access closes accounts and removes sign-in methods; “Where I am signed in” ends sessions.
for model in (Authenticator, EmailAddress, Group, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(model)
admin.site.unregister(UserSession)  # it shows the keys of sessions, with which one can be anybody


class RemoveOnlyAdmin(admin.ModelAdmin):
    """Rows that only their owner makes and changes, and an administrator can remove."""

    search_fields = ["user__name", "user__email"]
    list_select_related = ["user"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_queryset(request, type(obj)._default_manager.filter(pk=obj.pk))


@admin.register(Authenticator)
class SecondStepAdmin(RemoveOnlyAdmin):
    """Second steps, to be removed when they are lost."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    fields = ["user", "type", "created_at", "last_used_at"]

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Authenticator]) -> None:
        """Remove second steps, and recovery codes that would be left alone and still asked for."""
        by, steps = person_of(request), list(queryset.select_related("user"))
        for step in steps:
            _mail(STEP_REMOVED[Authenticator.Type(step.type)], step.user, by)
            step.delete()
        codes = [delete_dangling_recovery_codes(owner) for owner in {step.user for step in steps}]
        for step in filter(None, (*steps, *codes)):
            log_second_step(step, fate=FATE, of=step.user, by=by, at=now(), place=request.path)


@admin.register(SocialAccount)
class DirectoryAccountAdmin(RemoveOnlyAdmin):
    """Directory accounts and whom they sign in as, to be removed where that is the wrong person."""

    list_display = ["user", "provider", "uid", "date_joined", "last_login"]
    search_fields = [*RemoveOnlyAdmin.search_fields, "uid"]
    fields = ["user", "provider", "uid", "date_joined", "last_login"]

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[SocialAccount]) -> None:
        """Remove directory accounts: their next sign-in is matched by the address again."""
        by, at, place = person_of(request), now(), request.path
        for account in queryset.select_related("user"):
            account.delete()
            _mail("socialaccount/email/account_disconnected", account.user, by)
            log_directory_account(account, fate=FATE, of=account.user, by=by, at=at, place=place)


def _mail(notice: str, owner: Person, by: Person) -> None:
    """Mail what was removed and by whom, once it is committed. To oneself it says from where."""
    context = {} if owner.pk == by.pk else {"by": by}
    send = get_adapter().send_notification_mail
    transaction.on_commit(partial(send, notice, owner, context))
