"""Every component, drawn once on one page: it passes axe and fits a phone."""

import pytest

from improvement.models import Person


@pytest.mark.urls("tests.support.gallery.urls")
def test_every_component_passes_axe_and_fits(visitor, programme):
    office = Person.objects.get(programme=programme, slug="programme-office")
    someone = visitor(viewport={"width": 360, "height": 800}).sign_in(office)
    someone.go("/gallery/")
    for width in (360, 1280):
        page = someone.resize(width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
