from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    name = "improvement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from improvement import checks, log  # noqa: F401 - registers them
