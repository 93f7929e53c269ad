"""python -m config.probe: ask the server on this machine whether it is ready; say what is not."""

from __future__ import annotations

import os
import sys
from urllib.error import HTTPError, URLError
from urllib.request import urlopen


def what_is_wrong(port: str) -> str:
    """Give the server's own sentence, or that there is no answer, or nothing."""
    try:
        urlopen(f"http://127.0.0.1:{port}/healthz/ready", timeout=5).close()
    except HTTPError as answer:
        return answer.read().decode()
    except (URLError, OSError) as error:
        return f"The server does not answer: {error}."
    return ""


if __name__ == "__main__":
    sys.exit(what_is_wrong(os.environ.get("PORT", "8000")) or 0)
