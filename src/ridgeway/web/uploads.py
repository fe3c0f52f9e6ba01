"""Files that come with a form: stored by their digest before any row speaks of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from pydantic import BaseModel

from ridgeway.governance.evidence import store
from ridgeway.web import forms
from ridgeway.web.faults import fault_at

FILE_FIELDS = ("digest", "size", "media_type", "file_name")
"""What a file says of itself: never typed, always measured."""

FILE = forms.Field(
    name="file",
    label="File",
    kind=forms.Kind.FILE,
    required=False,
    hint=f"Up to {store.LIMIT // store.CHUNK} MB. Leave empty where the file itself is not held.",
    may_be_blank=True,
)


class FileFault(ValueError):
    """A file that is not taken; the message says why."""


def asks_for_file(model: type[BaseModel]) -> bool:
    return set(FILE_FIELDS) <= set(model.model_fields)


def file_form(fault: str = "") -> forms.Form:
    """The question for the file, with what was wrong with the one that came."""
    if not fault:
        return forms.Form((FILE,))
    return forms.Form((replace(FILE, error=fault),), (fault_at(FILE, fault),))


def take_file(model: type[BaseModel], given: Any, files: Mapping[str, Any]) -> Any:
    """The input with the digest, size, name and type of the file that came, if one did."""
    came = files.get(FILE.name)
    if came is None:
        return given
    try:
        digest, size = store.put(came.chunks())
    except store.TooLarge as fault:
        raise FileFault(str(fault)) from None
    name = PurePath(str(came.name).replace("\\", "/")).name[:200]
    more = {
        "digest": digest,
        "size": size,
        "media_type": str(came.content_type or "")[:100],
        "file_name": "".join(ch for ch in name if ch.isprintable()),
    }
    return model.model_validate({**given.model_dump(), **more})
