"""Uploads: a file is taken where a page asks for one, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def takes_files(view: View) -> View:
    """Mark a view as one that files may be sent to."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


class OnlyWhereNamed(FileUploadHandler):
    """Pass over every file sent to a page that takes none, before a byte of it is kept.

    Stands first in FILE_UPLOAD_HANDLERS. The texts sent with it arrive as ever.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        found = self.request.resolver_match if self.request else None
        if not getattr(found and found.func, "takes_files", False):
            raise SkipFile
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
