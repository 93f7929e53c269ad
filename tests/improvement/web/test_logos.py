"""The trust's logo in the header: where one is set, and no empty box where none is."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

LOGO = '<img class="app-header__logo" src="/scas/logo.png" alt="South Central Ambulance Service'


def test_the_header_shows_the_logo_where_one_is_set(signed_in, nicola, tmp_path: Path, settings):
    client = signed_in(nicola)
    assert "app-header__logo" not in client.get("/scas/").content.decode()
    assert (client.get("/scas/logo.png").status_code, client.get("/scas/logo.png").content) == (
        204,
        b"",
    )
    settings.PACK_LOGOS = str(tmp_path)
    Image.new("RGB", (300, 100), "#005eb8").save(tmp_path / "scas.png")
    assert LOGO in client.get("/scas/").content.decode()
    answer = client.get("/scas/logo.png")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.content == (tmp_path / "scas.png").read_bytes()
