"""Every component, drawn once on one page: it passes axe and fits a phone."""

import pytest

from improvement.models import Person


@pytest.mark.urls("tests.support.gallery.urls")
@pytest.mark.parametrize("width", [360, 1280])
def test_every_component_passes_axe_and_fits(visitor, programme, width):
    office = Person.objects.get(programme=programme, slug="programme-office")
    page = visitor(viewport={"width": width, "height": 800}).sign_in(office).go("/gallery/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
