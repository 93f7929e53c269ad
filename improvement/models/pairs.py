"""Facts that come in pairs: when something happened and who did it, both or neither."""

from __future__ import annotations

from django.db import models


def paired(model: str, fact: str) -> models.CheckConstraint:
    """Give the constraint that ``<fact>_at`` and ``<fact>_by`` are both set or both empty."""
    at, by = f"{fact}_at__isnull", f"{fact}_by__isnull"
    return models.CheckConstraint(
        name=f"{model}_{fact}_at_with_by",
        condition=models.Q(**{at: True, by: True}) | models.Q(**{at: False, by: False}),
    )
