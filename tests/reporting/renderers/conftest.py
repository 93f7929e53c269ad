"""December as a web page, and as slides."""

import pytest

from reporting.contents.facts import Contents
from reporting.renderers import render
from tests.support.read_html import read
from tests.support.read_slides import Read


@pytest.fixture(scope="module")
def made(published: Contents) -> bytes:
    return render(published, "html")


@pytest.fixture(scope="module")
def page(made: bytes):
    return read(made)


@pytest.fixture(scope="module")
def kept() -> dict[str, Read]:
    return {}


@pytest.fixture
def december_slides(contents, kept) -> Read:
    """December, rendered once."""
    if "december" not in kept:
        kept["december"] = Read(contents)
    return kept["december"]
