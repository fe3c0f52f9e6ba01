"""The product's own settings in test mode, with a folder of their own that goes when tests end."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="ridgeway-test-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["RIDGEWAY_DATA_DIR"] = str(HOME)

from tests.mode import *  # noqa: E402, F403 - the environment comes first
from tests.mode import DATABASES  # noqa: E402

# Argon and PBKDF2 are slow by intention, and most tests sign somebody in.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, because threads of an in-memory database meet locks that no timeout waits for;
    # not synchronous, because nobody needs it after a power cut.
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
