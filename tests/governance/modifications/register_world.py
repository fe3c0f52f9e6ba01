"""A register with rows of each audience, and rows by the hundred."""

from __future__ import annotations

import json
from typing import Any

from ridgeway.governance.acting import Told
from ridgeway.governance.intake.services import Outcome, bring_in
from tests.governance.conftest import World

AUDIENCES = ("public", "parties", "committee", "administration")
SEEN = {
    "code-administrator": AUDIENCES,
    "auditor": AUDIENCES,
    "member": AUDIENCES[:3],
    "delivery": AUDIENCES[:3],
    "party": AUDIENCES[:2],
    "public": AUDIENCES[:1],
}


def brought(world: World, register: dict[str, Any], name: str = "register.json") -> Outcome:
    """A register brought in by the code administrator."""
    return bring_in(
        world.code,
        [(name, json.dumps(register).encode())],
        actor=world.actors["code-administrator"],
        at=world.at,
        told=Told(source="a test"),
    )


def release_line(slug: str, **values: Any) -> dict[str, Any]:
    return {
        "slug": slug,
        "name": slug.title(),
        "kind": "system",
        "go_live_date": "2026-06-25",
        "audience": "public",
        **values,
    }


def register_of_each_audience(count: int = 1) -> dict[str, Any]:
    """For each audience `count` modifications and testing issues, all holding the word quokka."""
    lines: dict[str, Any] = {"releases": [release_line("june-2026")]}
    lines["releases"].append(release_line("hidden-2026", audience="administration"))
    lines["modifications"], lines["defects"] = [], []
    for number in range(count):
        for rank, audience in enumerate(AUDIENCES):
            mark = f"{number:04d}{rank}"
            lines["modifications"].append(
                {
                    "reference": f"MP{mark}",
                    "title": f"Title {mark}",
                    "description": f"About the quokka of {audience}",
                    "stage": "assessment" if rank % 2 else "draft",
                    "path": "authority",
                    "release": "june-2026",
                    "raised_date": f"2025-0{rank + 1}-01",
                    "audience": audience,
                }
            )
            lines["defects"].append(
                {
                    "reference": f"D{mark}",
                    "title": f"Quokka defect {mark}",
                    "severity": 1 + rank % 5,
                    "release": "june-2026",
                    "modification": f"MP{mark}",
                    "audience": audience,
                }
            )
    return lines
