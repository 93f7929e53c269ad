"""The words in the application's own addresses, and that no programme or workstream has one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.urls import URLResolver, get_resolver

from improvement.models import Programme, Workstream
from improvement.values.reserved_slugs import FIRST_PARTS, SECOND_PARTS, THIRD_PARTS, why_reserved

PROGRAMME = "<slug:programme>"
SAID = "is part of the application’s own addresses: choose another short name."


def addresses(resolver: URLResolver, before: str = "") -> Iterator[list[str]]:
    """The parts of every address there is, as they stand in the URL configuration."""
    for pattern in resolver.url_patterns:
        address = before + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, address)
        else:
            yield address.split("/")


def fixed(parts: list[str], place: int) -> set[str]:
    """The part at a place, where it is a word that could be somebody's short name."""
    part = parts[place] if place < len(parts) else ""
    return {part} if re.fullmatch(r"[-a-zA-Z0-9_]+", part) else set()


def test_every_fixed_part_of_an_address_is_reserved():
    first, second, third = set(), set(), set()
    for parts in addresses(get_resolver()):
        first |= fixed(parts, 0)
        if parts[0] == PROGRAMME:
            second |= fixed(parts, 1)
            third |= fixed(parts, 2)
    assert (len(first) > 8, len(second) > 6, len(third) > 6) == (True, True, True)
    assert first <= set(FIRST_PARTS)
    assert second <= set(SECOND_PARTS)
    assert third <= set(THIRD_PARTS)


def test_static_files_have_no_programme_s_address(settings):
    assert settings.STATIC_URL.strip("/") in FIRST_PARTS


@pytest.mark.parametrize("word", ["set-up", "calendar", "privacy", "accessibility", "about"])
def test_words_are_kept_for_pages_to_come(word):
    assert why_reserved(word) == f"“{word}” {SAID}"


def test_a_word_is_no_short_name_in_capitals_either():
    assert why_reserved("Set-Up") == f"“Set-Up” {SAID}"
    assert why_reserved("access-and-flow") == ""


@pytest.mark.parametrize("model", [Programme, Workstream])
def test_no_programme_and_no_workstream_has_such_a_name(db, model):
    thing = model.objects.first()
    thing.full_clean()
    thing.slug = "measures"
    with pytest.raises(ValidationError) as refused:
        thing.full_clean()
    assert refused.value.message_dict == {"slug": [f"“measures” {SAID}"]}
