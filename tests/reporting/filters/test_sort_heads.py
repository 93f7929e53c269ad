"""The heads of sortable columns: where each leads, and which says that it is sorted."""

from reporting.filters.filters import Filters
from reporting.filters.sort_heads import sort_heads

COLUMNS = (("ref", "Ref"), ("rating", "Rating"))


def heads(**filters: str) -> list[tuple[str, str]]:
    found = sort_heads(Filters(**filters), COLUMNS, default="rating", down_first={"rating"})
    return [(head.address, head.aria_sort) for head in found]


def test_the_default_column_is_sorted_downwards_and_turns_when_pressed():
    assert heads(kind="must") == [
        ("?kind=must&sort=ref", ""),
        ("?kind=must&sort=-rating", "descending"),
    ]
    assert heads(sort="-rating") == [("?sort=ref", ""), ("?sort=rating", "ascending")]


def test_another_column_is_sorted_upwards_at_first_and_back_at_a_third_press():
    assert heads(sort="ref") == [("?sort=-ref", "ascending"), ("?sort=rating", "")]
    assert heads(sort="-ref") == [("?sort=ref", "descending"), ("?sort=rating", "")]
