"""Making many tables in one step of a migration."""

from __future__ import annotations

from typing import Any

from django.db import migrations


class CreateTogether(migrations.SeparateDatabaseAndState):
    """Make the tables of many models, of which each refers to those before it alone.

    Django draws all models that hang together anew after each operation, so that forty operations
    cost forty times as much; here they are drawn once.
    """

    def __init__(self, models: list[migrations.CreateModel]) -> None:
        super().__init__(state_operations=models)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.state_operations], {}

    def describe(self) -> str:
        return f"Create {len(self.state_operations)} models"

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)

    def database_forwards(self, app_label: str, *editor_and_states: Any) -> None:
        for model in self.state_operations:
            model.database_forwards(app_label, *editor_and_states)

    def database_backwards(self, app_label: str, *editor_and_states: Any) -> None:
        for model in reversed(self.state_operations):
            model.database_backwards(app_label, *editor_and_states)
