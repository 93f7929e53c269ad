"""A text longer than any field takes, without a stop."""

from __future__ import annotations

WITHOUT_STOP = "the work moved on from one site to the next and " * 850
