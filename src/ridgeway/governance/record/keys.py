"""The key that signs checkpoints: outside the database, so whoever alters one cannot sign it."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from ridgeway.core.record.keyfile import generate_key_file, load_key_file
from ridgeway.core.record.note import SignerKey

NAME = "ridgeway"


@lru_cache(maxsize=1)
def signer() -> SignerKey:
    """This installation's key, made at first use and readable by its owner only."""
    path = settings.KEY_FILE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        generate_key_file(path, NAME)
    return load_key_file(path)
