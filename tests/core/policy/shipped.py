"""The shipped rulebooks as texts and values, for tests that go through all of them."""

from __future__ import annotations

from ridgeway.core.policy.loading import SHIPPED, load_rulebook, shipped_rulebooks
from ridgeway.core.policy.rulebook import Rulebook

REFERENCES = tuple(f"{name}@{version}" for name, version, _ in shipped_rulebooks())
SMALL = """\
format = 1
id = "small"
version = "1"
title = "Small policy"
code = "TEST"
status = "draft"
source = "this test"
established_by = "nobody"
calendar = "england-and-wales"
zone = "Europe/London"

[[bodies]]
id = "board"
name = "Board"
clause = "section 1"

[naming]
pattern = "{month} {year} Release"
clause = "section 2"
force = "must"

[[kinds]]
id = "system"
title = "System Release"
clause = "section 2"
force = "must"

[[slots]]
id = "may"
title = "May"
month = 5
weekday = "monday"
which = "second"
kind = "system"
clause = "section 2"
force = "must"

[[duties]]
id = "notice"
title = "Tell everybody"
owner = "board"
anchor = "go-live"
offset = { amount = -1, unit = "months" }
kinds = ["system"]
discharge = "notice"
discharged_by = "The notice"
clause = "section 3"
force = "must"
"""


def text_of(reference: str) -> str:
    name, _, version = reference.partition("@")
    return (SHIPPED / f"{name}-{version}.toml").read_text(encoding="utf-8")


def sec_rmp() -> Rulebook:
    return load_rulebook("sec-rmp@3.0")
