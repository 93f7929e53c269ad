from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ImprovementConfig(AppConfig):
    name = "improvement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from improvement import (  # noqa: F401 - each registers
            checks,
            log,
            second_step,
            session_limits,
            sessions,
        )
        from improvement.unchangeable import keep_unchanged

        post_migrate.connect(keep_unchanged)
