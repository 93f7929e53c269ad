"""The admin site's pages of how people get in: to be looked at and removed, never written.

The libraries bring pages of their own, which show secrets and write nothing to the log: somebody's
sign-in could be tied to another account there unseen.
"""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from improvement.clock import now
from improvement.log import log_directory_account, log_second_step
from improvement.notices import tell_directory_account_removed, tell_step_removed
from improvement.views.pages import person_of

FATE = "removed in the admin site"

# An address is the person's own, the directory is named by the environment, and roles are
# appointments. The page Access closes accounts and forgets ways in; “My sessions” ends sessions.
for model in (Authenticator, EmailAddress, Group, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(model)
admin.site.unregister(UserSession)  # shows the keys of sessions, with which anybody is anybody


class ToBeRemoved(admin.ModelAdmin):
    """What its owner alone makes and changes, and an administrator removes."""

    search_fields = ["user__name", "user__email"]
    list_select_related = ["user"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Remove one as several are removed."""
        self.delete_queryset(request, type(obj)._default_manager.filter(pk=obj.pk))


@admin.register(Authenticator)
class SecondStepAdmin(ToBeRemoved):
    """Somebody's second steps, to be removed where they are lost."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    fields = ["user", "type", "created_at", "last_used_at"]

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Authenticator]) -> None:
        """Remove steps; recovery codes that are then alone go too, or they would be asked for."""
        by, chosen = person_of(request), list(queryset.select_related("user"))
        for step in chosen:
            tell_step_removed(step, by=by)
            step.delete()
        alone = [delete_dangling_recovery_codes(owner) for owner in {one.user for one in chosen}]
        for gone in filter(None, (*chosen, *alone)):
            log_second_step(gone, fate=FATE, of=gone.user, by=by, at=now(), place=request.path)


@admin.register(SocialAccount)
class DirectoryAccountAdmin(ToBeRemoved):
    """Whom the directory's accounts sign in as, to be removed where that is the wrong person."""

    list_display = ["user", "provider", "uid", "date_joined", "last_login"]
    search_fields = [*ToBeRemoved.search_fields, "uid"]
    fields = ["user", "provider", "uid", "date_joined", "last_login"]

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[SocialAccount]) -> None:
        """Remove accounts of the directory; its next sign-in goes by the address again."""
        by, at, place = person_of(request), now(), request.path
        for account in queryset.select_related("user"):
            account.delete()
            tell_directory_account_removed(account.user, by=by)
            log_directory_account(account, fate=FATE, of=account.user, by=by, at=at, place=place)
