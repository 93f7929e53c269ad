"""Fingerprints: is what was issued still what its fingerprint, which stands beside it, was of?"""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model

from improvement.models import Fingerprinted

_AT_A_TIME = 20  # rows held in memory; the documents of packs are among them


def fingerprinted() -> list[type[Fingerprinted]]:
    """Give the models whose rows have a fingerprint, in the order of their tables."""
    models = [model for model in apps.get_models() if issubclass(model, Fingerprinted)]
    return sorted(models, key=lambda model: model._meta.db_table)


def find_differing(
    kind: type[Fingerprinted], table: type[Model] | None = None
) -> tuple[int, list[str]]:
    """Count the rows, and give a sentence for each that is not what its fingerprint says.

    ``table`` is the model of the rows where it is not that of today: as a migration knew it.
    """
    count, told = 0, []
    rows = (table or kind)._base_manager.order_by("pk")
    for row in rows.iterator(chunk_size=_AT_A_TIME):
        count += 1
        if kind.fingerprint_of(row) != row.sha256:  # type: ignore[attr-defined]
            told.append(f"{kind._meta.db_table}, id {row.pk} {_DIFFERS}")
    return count, told


_DIFFERS = "does not have the fingerprint it was issued with."
