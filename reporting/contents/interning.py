"""Hashing: a large frozen fact is hashed once, so that what is made of it can be kept by it."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from typing import Any, TypeVar, cast

Fact = TypeVar("Fact")


def hashed_once(fact: Any) -> int:
    """Give a frozen dataclass's hash, of all its fields; stands in it as ``__hash__``."""
    kept: dict[str, int] = fact.__dict__
    if "_hash" not in kept:
        kept["_hash"] = hash(tuple(getattr(fact, field.name) for field in fields(fact)))
    return kept["_hash"]


def first_equal(fact: Fact) -> Fact:
    """Give the first fact that was equal to this one, wherever either came from.

    What is kept by a fact is looked up by comparing it. One object is equal to itself at once; two
    equal ones, from a pack and from the database, would be compared cell by cell each time.
    """
    return cast(Fact, _first(fact))


@lru_cache(maxsize=1024)
def _first(fact: Any) -> Any:
    return fact
