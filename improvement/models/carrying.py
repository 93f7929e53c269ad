"""What was carried from the month before and has not been touched since."""

from __future__ import annotations

from django.db import models


def carried_field() -> models.BooleanField[bool, bool]:
    """Give the column that is true from the carrying until somebody changes or confirms the row."""
    return models.BooleanField(default=False, verbose_name="carried and not confirmed")
