"""Programme files that were loaded, so that loading one twice is known and changes nothing."""

from __future__ import annotations

from django.db import models

from .history_row import sealed_history
from .people import Person
from .programme import Programme


class LoadedFile(models.Model):
    """A programme file that was loaded. ``sha256`` is of its content, not of its layout."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="loaded_files")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    history = sealed_history()

    class Meta:
        ordering = ["-loaded_at"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "sha256"], name="file_loaded_once")
        ]

    def __str__(self) -> str:
        return self.name
