"""The trust's own logo on the cover: drawn whole where there is one, in the way of nothing."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.checks import run_checks
from PIL import Image
from pptx import Presentation

from reporting.contents.facts import Contents
from reporting.renderers import render

pytestmark = pytest.mark.document


@pytest.fixture
def logos(tmp_path: Path, settings) -> Path:
    settings.PACK_LOGOS = str(tmp_path)
    return tmp_path


def draw(file: Path, size: tuple[int, int] = (300, 100)) -> None:
    Image.new("RGB", size, "#005eb8").save(file)


def pictures_in(pdf: bytes) -> list[tuple[int, int]]:
    with pikepdf.open(BytesIO(pdf)) as file:
        found = file.pages[0].get_images().values()
        return [(int(one.Width), int(one.Height)) for one in found]


def test_the_cover_of_every_format_that_has_one_shows_the_logo(
    contents: Contents, logos: Path
) -> None:
    draw(logos / "scas.png")
    pdf = render(contents, "pdf")
    assert pictures_in(pdf) == [(300, 100)]
    assert b"Logo of South Central Ambulance Service" in _alternatives(pdf)
    page = render(contents, "html").decode()
    assert 'alt="Logo of South Central Ambulance Service' in page
    assert page.count("data:image/png;base64,") == 1
    slide = Presentation(BytesIO(render(contents, "pptx"))).slides[0]
    picture = next(shape for shape in slide.shapes if shape.name == "Logo")
    assert picture.image.size == (300, 100)
    assert picture.width / picture.height == pytest.approx(3, abs=0.01)


def _alternatives(pdf: bytes) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as file:
        told = [str(one["/Alt"]) for one in file.objects if _has_alternative(one)]
    return "\n".join(told).encode()


def _has_alternative(one: pikepdf.Object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and "/Alt" in one


def test_a_wide_logo_stays_inside_its_place_on_the_slide(contents: Contents, logos: Path) -> None:
    draw(logos / "scas.png", (1000, 20))
    slide = Presentation(BytesIO(render(contents, "pptx"))).slides[0]
    picture = next(shape for shape in slide.shapes if shape.name == "Logo")
    assert picture.width / 12_700 <= 200
    assert picture.width / picture.height == pytest.approx(50, rel=0.01)


def test_another_programme_has_no_part_in_it(contents: Contents, logos: Path) -> None:
    draw(logos / "elsewhere.png")
    assert pictures_in(render(contents, "pdf")) == []


@pytest.mark.parametrize(
    "made",
    [
        b"",
        b"<svg onload='alert(1)'/>",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + b"\xff" * 17,
    ],
)
def test_a_file_that_is_no_picture_keeps_no_pack_back_and_is_told_of(
    contents: Contents, logos: Path, made: bytes
) -> None:
    (logos / "scas.png").write_bytes(made)
    assert pictures_in(render(contents, "pdf")) == []
    assert "<img" not in render(contents, "html").decode()
    assert _told() == ["scas.png is not a PNG picture. Packs are issued without that logo."]


# The second is how any folder answers that this user may not read; root may read them all.
@pytest.mark.parametrize(
    ("name", "why"), [("gone", "No such file or directory"), ("x" * 300, "File name too long")]
)
def test_a_folder_that_cannot_be_read_keeps_no_pack_back_and_is_told_of(
    contents: Contents, settings, tmp_path: Path, name: str, why: str
) -> None:
    settings.PACK_LOGOS = str(tmp_path / name)
    assert "<img" not in render(contents, "html").decode()
    told = f"PACK_LOGOS names {tmp_path / name}, which cannot be read: {why}."
    assert _told() == [f"{told} Packs are issued without that logo."]


def test_a_very_large_file_is_told_of(logos: Path) -> None:
    draw(logos / "scas.png")
    with (logos / "scas.png").open("ab") as file:
        file.write(b"\0" * 1_000_001)
    assert _told() == ["scas.png is larger than 1 MB. Packs are issued without that logo."]


def _told() -> list[str]:
    return [run_check.msg for run_check in run_checks() if run_check.id == "reporting.W001"]
