"""Fetch the look (NHS.UK frontend), the charts (Plotly) and the fonts (Liberation Sans).

Nothing third-party is committed. The wheels that requirements-assets.txt pins are downloaded with
pip, which checks their hashes; what we need is unpacked, cleaned and put into var/assets/, where
STATICFILES_DIRS and the PDF's font path look for it. None of the wheels is installed.

    python tools/build_assets.py            fetch what is missing
    python tools/build_assets.py --force    fetch again
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
TARGET = REPO / "var" / "assets"

PINS = (REPO / "requirements-assets.txt").read_text(encoding="utf-8")

NHSUK_CSS = re.compile(r"/css/nhsuk-frontend-[\d.]+\.min\.css$")
NHSUK_JS = re.compile(r"/js/nhsuk-frontend-[\d.]+\.min\.js$")
NHSUK_LICENCE = re.compile(r"^wagtail_nhsuk_frontend-.*/licenses/LICENSE$")
PLOTLY_JS = re.compile(r"^plotly/package_data/plotly\.min\.js$")
PLOTLY_LICENCE = re.compile(r"^plotly-.*\.dist-info/licenses/LICENSE\.txt$")
FONT = re.compile(r"/standard_fonts/(LiberationSans-\w+\.ttf)$")
FONT_LICENCE = re.compile(r"/standard_fonts/LICENSE_LIBERATION$")
FONTS = {f"LiberationSans-{style}.ttf" for style in ("Regular", "Bold", "Italic", "BoldItalic")}


class AssetsError(Exception):
    """Something a person has to read: the message is the whole explanation."""


def clean_css(css: str) -> str:
    """The stylesheet without remote fonts, source maps or anything it points to elsewhere."""
    css = re.sub(r"@font-face\s*\{[^}]*\}", "", css)
    css = css.replace("Frutiger W01,arial", "Arial")
    css = re.sub(r"/\*[#@]\s*sourceMappingURL=.*?\*/", "", css)
    # Static files with hashed names stop on a reference to a file that is not there.
    css = re.sub(r"url\(\s*(['\"]?)(?!data:|#)[^)]*\)", "none", css)
    left_over = re.search(r"https?:|Frutiger|sourceMappingURL|url\((?!['\"]?(?:data:|#))", css)
    if left_over:
        raise AssetsError(
            f"The stylesheet still refers to something outside it ({left_over.group()}), "
            "so it was not put in place."
        )
    return css.strip() + "\n"


def clean_js(js: str) -> str:
    """The module without its source map."""
    return re.sub(r"^//[#@]\s*sourceMappingURL=.*$", "", js, flags=re.MULTILINE).strip() + "\n"


# Plotly writes its rules into the page one by one, which the page's policy forbids.
PLOTLY_RULES = re.compile(r'=\{("X,X div":.*?)\};for\(')
PLOTLY_RULE = re.compile(r"""(?:"([^"]+)"|\b(Y)):(?:"([^"]*)"|'([^']*)')""")


def plotly_css(js: str) -> str:
    """The rules inside Plotly's bundle as a stylesheet. Raises ``AssetsError`` without them."""
    found = PLOTLY_RULES.search(js)
    if not found:
        raise AssetsError("Plotly's bundle keeps its style rules elsewhere, so it cannot be used.")
    rules = [
        f"{key or bare}{{{double or single}}}"
        for key, bare, double, single in PLOTLY_RULE.findall(found.group(1))
    ]
    css = "\n".join(rules)
    css = re.sub(r"\bX(?=[^{}]*\{)", ".js-plotly-plot .plotly", css)
    return clean_css(re.sub(r"^Y\b", ".plotly-notifier", css, flags=re.MULTILINE))


def download(folder: Path) -> list[Path]:
    requirements = folder / "requirements.txt"
    requirements.write_text(PINS, encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet"]
    command += ["--disable-pip-version-check", "--no-deps", "--require-hashes"]
    command += ["--only-binary", ":all:", "--dest", str(folder), "--requirement"]
    command += [str(requirements)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (line for line in done.stderr.splitlines() if line.startswith("ERROR"))
        reason = next(said, "ERROR: no reason given").removeprefix("ERROR: ").rstrip(".")
        reason = re.sub(r"https?://\S+", "the package index", reason)
        raise AssetsError(
            "The style sheet, the charts and the fonts could not be downloaded with pip "
            f"({reason}), so the pages would be unstyled: check the network and run it again."
        )
    return sorted(folder.glob("*.whl"))


def unpack(wheels: list[Path], into: Path) -> None:
    """Take the few files we use out of the wheels, cleaned, with their licences."""
    (into / "nhsuk").mkdir(parents=True)
    (into / "fonts").mkdir()
    (into / "plotly").mkdir()
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if NHSUK_CSS.search(name):
                    text = clean_css(archive.read(name).decode("utf-8"))
                    (into / "nhsuk" / "nhsuk.css").write_text(text, encoding="utf-8")
                elif NHSUK_JS.search(name):
                    text = clean_js(archive.read(name).decode("utf-8"))
                    (into / "nhsuk" / "nhsuk.js").write_text(text, encoding="utf-8")
                elif NHSUK_LICENCE.search(name):
                    (into / "nhsuk" / "LICENCE.txt").write_bytes(archive.read(name))
                elif PLOTLY_JS.search(name):
                    script = archive.read(name)
                    (into / "plotly" / "plotly.min.js").write_bytes(script)
                    css = plotly_css(script.decode("utf-8"))
                    (into / "plotly" / "plotly.css").write_text(css, encoding="utf-8")
                elif PLOTLY_LICENCE.search(name):
                    (into / "plotly" / "LICENCE.txt").write_bytes(archive.read(name))
                elif font := FONT.search(name):
                    (into / "fonts" / font.group(1)).write_bytes(archive.read(name))
                elif FONT_LICENCE.search(name):
                    (into / "fonts" / "LICENCE.txt").write_bytes(archive.read(name))
    missing = sorted(str(path.relative_to(into)) for path in expected(into) if not path.is_file())
    if missing:
        raise AssetsError(f"The downloaded packages lack {', '.join(missing)}.")


def expected(folder: Path) -> list[Path]:
    nhsuk = [folder / "nhsuk" / name for name in ("nhsuk.css", "nhsuk.js", "LICENCE.txt")]
    plotly = [folder / "plotly" / name for name in ("plotly.min.js", "plotly.css", "LICENCE.txt")]
    return nhsuk + plotly + [folder / "fonts" / name for name in sorted(FONTS | {"LICENCE.txt"})]


def stamp() -> str:
    """Changes with the pins and with this file, so that a new way of cleaning is a new build."""
    return hashlib.sha256(PINS.encode() + Path(__file__).read_bytes()).hexdigest()


def is_built(target: Path) -> bool:
    stamped = target / ".stamp"
    return (
        stamped.is_file()
        and stamped.read_text(encoding="utf-8").strip() == stamp()
        and all(path.is_file() for path in expected(target))
    )


def build(target: Path) -> None:
    """Build beside the target and swap, so that a failure leaves what was there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        fetched, made = Path(scratch, "fetched"), Path(scratch, "assets")
        fetched.mkdir()
        unpack(download(fetched), into=made)
        (made / ".stamp").write_text(stamp() + "\n", encoding="utf-8")
        made.chmod(0o755)
        if target.exists():
            shutil.rmtree(target)
        made.rename(target)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--force", action="store_true", help="fetch again even if it is there")
    options = parser.parse_args()
    shown = TARGET.relative_to(REPO)
    if is_built(TARGET) and not options.force:
        print(f"{shown}: up to date")
        return 0
    try:
        build(TARGET)
    except AssetsError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{shown}: NHS.UK frontend, Plotly and fonts put in place")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
