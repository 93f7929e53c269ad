"""List the licence of every package of an installation; fail on one that forbids this use.

The licence is the one in the package's own metadata, in SPDX. Where that is not exact, somebody has
read the licence file and entered the licence in [tool.licences.read] in pyproject.toml.

    python tools/licences.py                     requirements.txt and requirements-assets.txt
    python tools/licences.py requirements.txt    those of one lock alone
    python tools/licences.py --into SBOM         write them into a bill of materials, too
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from license_expression import ExpressionError, LicenseExpression, get_spdx_licensing

REPO = Path(__file__).resolve().parent.parent
SPDX = get_spdx_licensing()
RULES = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["licences"]
PIN = re.compile(r"^([a-z0-9][^\s=\[]*)(?:\[[^\]]*\])?==([^\s\\;]+)", re.MULTILINE | re.IGNORECASE)
CLASSIFIER = re.compile(r"License :: OSI Approved :: (MIT|ISC) License")


@dataclass(frozen=True)
class LicensedPackage:
    """A pinned package and its licence in SPDX, which is empty where it is not known."""

    name: str
    version: str
    licence: str

    @property
    def is_allowed(self) -> bool:
        return bool(self.licence) and _is_allowed(SPDX.parse(self.licence))


def _is_allowed(licence: LicenseExpression) -> bool:
    """Return whether one alternative of a licence, or else every part of it, is allowed."""
    if not licence.args:
        return str(licence) in RULES["allowed"]
    parts = [_is_allowed(part) for part in licence.args]
    return any(parts) if licence.operator.strip() == "OR" else all(parts)


def licence_of(name: str) -> str:
    """Return the licence of a package in SPDX, or an empty text where it is not exact."""
    if read := RULES["read"].get(name):
        return str(read)
    try:
        facts = metadata(name)
    except PackageNotFoundError:
        return ""
    classifiers = "\n".join(facts.get_all("Classifier", []))
    for licence in (facts["License-Expression"], facts["License"]):
        if licence and _is_spdx(licence):
            return str(licence)
    found = CLASSIFIER.findall(classifiers)
    return found[0] if len(found) == 1 and classifiers.count("License :: ") == 1 else ""


def _is_spdx(licence: str) -> bool:
    try:
        SPDX.parse(licence, validate=True, strict=True)
    except ExpressionError:
        return False
    return len(licence) < 200


def write_into(bill: Path, packages: list[LicensedPackage]) -> None:
    """Write each package's licence into a bill of materials in CycloneDX."""
    licences = {(package.name, package.version): package.licence for package in packages}
    content = json.loads(bill.read_text(encoding="utf-8"))
    for component in content["components"]:
        licence = licences[component["name"], component["version"]]
        is_expression = " " in licence
        component["licenses"] = [
            {"expression": licence} if is_expression else {"license": {"id": licence}}
        ]
    bill.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    locks = [REPO / "requirements.txt", REPO / "requirements-assets.txt"]
    parser.add_argument("locks", metavar="lock", type=Path, nargs="*", default=locks)
    parser.add_argument("--into", metavar="SBOM", type=Path)
    options = parser.parse_args()
    pins = sorted({pin for lock in options.locks for pin in PIN.findall(lock.read_text("utf-8"))})
    packages = [LicensedPackage(name, version, licence_of(name)) for name, version in pins]
    wrong = [package for package in packages if not package.is_allowed]
    if options.into and not wrong:
        write_into(options.into, packages)
        return 0
    for package in packages:
        print(f"{package.name} {package.version}: {package.licence or 'not known'}")
    for package in wrong:
        why = "does not allow this use" if package.licence else "is not known"
        print(f"{package.name}: its licence {why}. Read it, then see [tool.licences].")
    print(f"{len(packages)} packages, {len(wrong)} whose licence does not allow this use.")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
