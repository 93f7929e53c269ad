"""Setting up scales: their points, and what is refused of them."""

import pytest

from scorecards.models import Scale


def test_a_scale_is_added_with_its_bands(programme, office, signed_in, send):
    sent = {"name": "Coverage, by band", "points": "N, None, 0\nP, Partial, 50\nF, Full, yes, 95%"}
    assert "Scale saved." in send(signed_in(office), "/scas/scales/add/", sent).content.decode()
    scale = Scale.objects.get(programme=programme, slug="coverage-by-band")
    assert scale.points == [
        {"code": "N", "label": "None", "from": "0"},
        {"code": "P", "label": "Partial", "from": "50"},
        {"code": "F", "label": "Full, yes", "from": "95"},
    ]
    page = signed_in(office).get(f"/scas/scales/{scale.pk}/").content.decode()
    assert "F, Full, yes, 95" in page


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ("G, Good", "Write at least two points, one a line, worst first."),
        ("G, Good\nG, Great", "uses one code or label for two points"),
        ("N/A, None\nG, Good", "The code “N/A” cannot be told from a word such as N/A."),
        ("N, None, 5\nG, Good", "needs its own"),
    ],
)
def test_points_that_cannot_be_told_apart_are_refused(points, sentence, office, signed_in, send):
    sent = {"name": "New", "points": points}
    page = send(signed_in(office), "/scas/scales/add/", sent).content.decode()
    assert sentence in page
    assert not Scale.objects.filter(name="New").exists()


def test_every_scale_of_the_demo_comes_back_from_its_page_as_it_was(programme, office):
    from scorecards.setup.scale_form import ScaleForm

    for scale in Scale.objects.filter(programme=programme):
        shown = ScaleForm(scale=scale, by=office)
        sent = {"name": scale.name, "points": shown.initial["points"]}
        form = ScaleForm(sent, scale=scale, by=office)
        assert form.is_valid(), form.errors
        assert form.cleaned_data["points"] == scale.points
