from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ImprovementConfig(AppConfig):
    name = "improvement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from improvement import checks  # noqa: F401 - each registers
        from improvement.accounts import second_step, session_limits, sessions  # noqa: F401 - each registers
        from improvement.audit import (
            changes,  # noqa: F401 - registers
            consistency_triggers,
            event_log,  # noqa: F401 - registers
            write_once_triggers,
        )

        pre_migrate.connect(consistency_triggers.drop_before_migrating, sender=self)
        post_migrate.connect(consistency_triggers.create_triggers, sender=self)
        post_migrate.connect(write_once_triggers.create_triggers)
