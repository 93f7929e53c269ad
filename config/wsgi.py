"""The WSGI application: gunicorn config.wsgi."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

Serve = Callable[[dict[str, Any], Any], Iterable[bytes]]


def in_known_charset(serve: Serve) -> Serve:
    """Replace an unknown charset of a request, with which Django cannot create the request."""

    def begin(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        kind, _, charset = environ.get("CONTENT_TYPE", "").partition("charset=")
        if charset.strip("\"' ").casefold() not in ("", "utf-8"):
            environ["CONTENT_TYPE"] = f"{kind}charset=latin-1"  # refused later with a sentence
        return serve(environ, start_response)

    return begin


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = in_known_charset(get_wsgi_application())
# Load every page now, so that the first request does not wait for it.
import_module(settings.ROOT_URLCONF)
