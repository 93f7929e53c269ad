"""python -m config.probe: ask the server on this machine whether it is ready."""

from __future__ import annotations

import os
import sys
from urllib.error import HTTPError, URLError
from urllib.request import urlopen


def fault_reported_by(port: str) -> str:
    """Return the sentence that explains why the server is not ready; empty where it is."""
    try:
        urlopen(f"http://127.0.0.1:{port}/healthz/ready", timeout=5).close()
    except HTTPError as response:
        return response.read().decode()
    except (URLError, OSError) as error:
        return f"The server does not answer: {error}."
    return ""


if __name__ == "__main__":
    sys.exit(fault_reported_by(os.environ.get("PORT", "8000")) or 0)
