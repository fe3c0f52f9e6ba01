"""What every test may ask for. The parts say why they exist."""

from __future__ import annotations

import os

from hypothesis import settings

pytest_plugins = [
    "tests.framework",
    "tests.engines",
    "tests.companion",
    "tests.strictness",
    "tests.proofs",
    "tests.browser",
]

# A run in CI repeats itself exactly and never fails for a slow minute of the machine.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")
