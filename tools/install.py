"""Install what a lock pins into this Python, or print in one sentence why that did not work.

.venv/bin/python tools/install.py requirements-dev.txt
"""

from __future__ import annotations

import re
import subprocess
import sys

NO_INDEX = re.compile(
    r"Retrying|NewConnectionError|ConnectTimeout|Name or service not known|SSLError"
)


def main() -> int:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--require-hashes", "--only-binary", ":all:", "--requirement", sys.argv[1]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.returncode:
        return 0
    if NO_INDEX.search(done.stderr):
        print(
            "Set-up needs the package index that pip is set up with, and it does not answer: "
            "connect to the network, and run it again.",
            file=sys.stderr,
        )
    else:
        print(done.stderr.strip(), file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
