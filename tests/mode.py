"""The product's settings in test mode, for tools that read them and touch nothing (mypy)."""

from __future__ import annotations

import os

os.environ["RIDGEWAY_MODE"] = "test"

from ridgeway.config.settings import *  # noqa: F403 - the environment comes first
