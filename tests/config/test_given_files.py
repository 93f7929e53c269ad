"""What the trust gives, logos and pages, reaches the app however closed the folders are."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from tests.support.compose import FILLED_IN, Service, services

SOMEBODY = 10_777  # who put the files there, and is nobody in the container


def closed(file: Path) -> None:
    os.chown(file, SOMEBODY, SOMEBODY)
    file.chmod(0o700 if file.is_dir() else 0o600)


def test_closed_folders_are_copied_to_where_every_user_may_read(tmp_path):
    given, taken = tmp_path / "given", tmp_path / "taken"
    files = Service("files", FROM=str(given), TO=str(taken))
    files.as_its_container()
    for folder in (given / "logos", given / "pages", taken):
        folder.mkdir(parents=True)
    (given / "logos" / "scas.png").write_bytes(b"a picture")
    (given / "pages" / "our own.md").write_text("Ask us")
    for file in (*given.rglob("*"), given):
        closed(file)
    assert files.run(files.command).returncode == 0
    assert (taken / "logos" / "scas.png").read_bytes() == b"a picture"
    modes = {stat.S_IMODE(one.stat().st_mode) for one in taken.rglob("*")}
    assert modes == {0o755, 0o644}
    (given / "pages" / "our own.md").unlink()
    assert files.run(files.command).returncode == 0
    assert [one.name for one in taken.rglob("*.*")] == ["scas.png"]


def test_the_app_reads_where_they_were_copied_to():
    composed = services(**FILLED_IN)
    [volume] = [one for one in composed["app"]["volumes"] if one.endswith(":ro")]
    source, target, _ = volume.split(":")
    assert f"{source}:{composed['files']['environment']['TO']}" in composed["files"]["volumes"]
    assert composed["app"]["environment"]["PACK_LOGOS"] == f"{target}/logos"
    assert composed["app"]["environment"]["TRUST_PAGES"] == f"{target}/pages"
    assert "files" in composed["migrate"]["depends_on"]
