"""Fetch the look (NHS.UK frontend), the charts (Plotly) and the fonts (Liberation Sans).

Nothing third-party is committed. The wheels that requirements-assets.txt pins are downloaded with
pip, which checks their hashes; what we need is unpacked, cleaned and put into var/assets/, where
STATICFILES_DIRS and the PDF's font path look for it. None of the wheels is installed. Plotly is:
its bundle comes out of the package that also builds the figures, so the two always fit.

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
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
TARGET = REPO / "var" / "assets"

PINS = (REPO / "requirements-assets.txt").read_text(encoding="utf-8")

FONTS = {f"LiberationSans-{style}.ttf" for style in ("Regular", "Bold", "Italic", "BoldItalic")}


class AssetsError(Exception):
    """The assets cannot be built; the message is the whole explanation."""


def clean_css(css: str) -> str:
    """Return a stylesheet without remote fonts, source maps and references to other files."""
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
    """Return a module without its source map."""
    return re.sub(r"^//[#@]\s*sourceMappingURL=.*$", "", js, flags=re.MULTILINE).strip() + "\n"


# Plotly writes its style rules into the page, which the page's policy forbids.
PLOTLY_RULES = re.compile(r'=\{("X,X div":.*?)\};for\(')
PLOTLY_RULE = re.compile(r"""(?:"([^"]+)"|\b(Y)):(?:"([^"]*)"|'([^']*)')""")


def plotly_css(js: str) -> str:
    """Return the rules inside Plotly's bundle as a stylesheet.

    Raises ``AssetsError`` where they are not found.
    """
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
        errors = (line for line in done.stderr.splitlines() if line.startswith("ERROR"))
        reason = next(errors, "ERROR: no reason given").removeprefix("ERROR: ").rstrip(".")
        reason = re.sub(r"https?://\S+", "the package index", reason)
        raise AssetsError(
            "The style sheet, the charts and the fonts could not be downloaded with pip "
            f"({reason}), so the pages would be unstyled: check the network and run it again."
        )
    return sorted(folder.glob("*.whl"))


# Names of files in the wheels, where each goes, and how it is cleaned.
TAKEN: tuple[tuple[str, str, Callable[[str], str] | None], ...] = (
    (r"/css/nhsuk-frontend-[\d.]+\.min\.css$", "nhsuk/nhsuk.css", clean_css),
    (r"/js/nhsuk-frontend-[\d.]+\.min\.js$", "nhsuk/nhsuk.js", clean_js),
    (r"^wagtail_nhsuk_frontend-.*/licenses/LICENSE$", "nhsuk/LICENCE.txt", None),
    (r"/standard_fonts/(LiberationSans-\w+\.ttf)$", r"fonts/\1", None),
    (r"/standard_fonts/LICENSE_LIBERATION$", "fonts/LICENCE.txt", None),
)


def unpack(wheels: list[Path], into: Path) -> None:
    """Take the files we use out of the wheels, cleaned, with their licences."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                for pattern, place, clean in TAKEN:
                    if found := re.search(pattern, name):
                        target = into / found.expand(place)
                        target.parent.mkdir(parents=True, exist_ok=True)
                        body = archive.read(name)
                        target.write_bytes(clean(body.decode()).encode() if clean else body)
    copy_plotly(into / "plotly")
    missing = sorted(str(path.relative_to(into)) for path in expected(into) if not path.is_file())
    if missing:
        raise AssetsError(f"The downloaded packages lack {', '.join(missing)}.")


def plotly_package() -> metadata.Distribution:
    """Return the installed package. Raises ``AssetsError`` where it is not installed."""
    try:
        return metadata.distribution("plotly")
    except metadata.PackageNotFoundError as error:
        raise AssetsError(
            "Plotly is not installed, so there would be no charts: install requirements.txt first."
        ) from error


def copy_plotly(into: Path) -> None:
    """Take the bundle, its rules as a stylesheet and its licence out of the installed package."""
    into.mkdir()
    package = plotly_package()
    script = Path(str(package.locate_file("plotly/package_data/plotly.min.js"))).read_bytes()
    (into / "plotly.min.js").write_bytes(script)
    (into / "plotly.css").write_text(plotly_css(script.decode("utf-8")), encoding="utf-8")
    for file in package.files or ():
        if file.match("plotly-*.dist-info/licenses/LICENSE.txt"):
            (into / "LICENCE.txt").write_bytes(Path(str(package.locate_file(file))).read_bytes())


def expected(folder: Path) -> list[Path]:
    nhsuk = [folder / "nhsuk" / name for name in ("nhsuk.css", "nhsuk.js", "LICENCE.txt")]
    plotly = [folder / "plotly" / name for name in ("plotly.min.js", "plotly.css", "LICENCE.txt")]
    return nhsuk + plotly + [folder / "fonts" / name for name in sorted(FONTS | {"LICENCE.txt"})]


def stamp() -> str:
    """Return a hash of the pins, Plotly's version and this file: a change needs a new build."""
    pins = f"{PINS}plotly=={plotly_package().version}"
    return hashlib.sha256(pins.encode() + Path(__file__).read_bytes()).hexdigest()


def is_built(target: Path) -> bool:
    stamped = target / ".stamp"
    return (
        stamped.is_file()
        and stamped.read_text(encoding="utf-8").strip() == stamp()
        and all(path.is_file() for path in expected(target))
    )


def build(target: Path) -> None:
    """Build beside the target and then replace it, so that a failure changes nothing."""
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
