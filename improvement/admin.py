"""The admin site: accounts and appointments. Everything else is written in the application."""

from __future__ import annotations

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from improvement.models import Appointment, Person, Programme


@admin.register(Person)
class PersonAdmin(SimpleHistoryAdmin):
    """People sign in with a password they set themselves, by reset."""

    list_display = ["name", "email", "job_title", "programme", "is_active", "last_login"]
    list_filter = ["programme", "is_active"]
    search_fields = ["name", "email"]
    fields = ["programme", "slug", "name", "job_title", "email", "is_active", "is_staff"]


@admin.register(Appointment)
class AppointmentAdmin(SimpleHistoryAdmin):
    list_display = ["person", "role", "programme", "workstream", "starts_on", "ends_on"]
    list_filter = ["programme", "role"]
    autocomplete_fields = ["person"]


@admin.register(Programme)
class ProgrammeAdmin(SimpleHistoryAdmin):
    list_display = ["name", "organisation", "exit_on"]
