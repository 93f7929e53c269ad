"""An authenticator app as people have it on their telephone: RFC 6238, from the standard."""

from __future__ import annotations

import base64
import hmac
import struct
import time


def code_of(secret: str, *, steps: int = 0) -> str:
    """Return the code that shows now, or so many half minutes later or earlier."""
    counter = int(time.time()) // 30 + steps
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), "sha1").digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
