"""The admin site in a browser: nothing on its pages is blocked, missing or fetched elsewhere."""

from __future__ import annotations

from django.contrib.admin import site
from django.urls import reverse

from improvement.models import Person, Programme


def pages() -> list[str]:
    """Every list of the admin site, its page to add, and of each list the first thing's pages."""
    found = [reverse("admin:index")]
    for model in site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found.append(reverse(f"{name}_changelist"))
        first = model._default_manager.first()
        if first and model is not Programme:  # which is only listed
            found += [reverse(f"{name}_{one}", args=[first.pk]) for one in ("change", "history")]
    found.append(reverse("admin:improvement_person_add"))
    return found


def test_nothing_is_blocked_on_any_page(visitor, programme):
    by = Person.objects.create_superuser("admin@trust.example", "unused", name="An administrator")
    somebody = visitor().sign_in(by)
    for address in pages():
        answer = somebody.page.goto(f"{somebody.server}{address}")
        assert answer.status == 200, address
        assert somebody.faults == [], address
