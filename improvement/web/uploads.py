"""Uploads: a file is accepted where a page asks for one, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def takes_files(view: View) -> View:
    """Mark a view that accepts files."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


class OnlyWhereNamed(FileUploadHandler):
    """Skip every file sent to a view that accepts none, before a byte of it is stored.

    It is the first of FILE_UPLOAD_HANDLERS. The texts sent with the file arrive as usual.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        match = self.request.resolver_match if self.request else None
        if not getattr(match and match.func, "takes_files", False):
            raise SkipFile
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
