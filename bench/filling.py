"""Sets up an installation of ours and fills it with the data set, by the product's own acts.

Run in the environment of that installation: python -m bench.filling DATA KEPT, where KEPT is the
file that gets what a client needs to know: seconds, counts, identities, token.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be set up first
from django.db import connection  # noqa: E402

from bench import dataset  # noqa: E402
from ridgeway import clock  # noqa: E402
from ridgeway.governance.acting import Told  # noqa: E402
from ridgeway.governance.actor import Actor, Via, actor_of  # noqa: E402
from ridgeway.governance.acts import perform  # noqa: E402
from ridgeway.governance.codes.models import Code, Installation, Party  # noqa: E402
from ridgeway.governance.codes.services import found_installation  # noqa: E402
from ridgeway.governance.golive.models import Criterion  # noqa: E402
from ridgeway.governance.intake.services import bring_in  # noqa: E402
from ridgeway.governance.modifications.models import Modification  # noqa: E402
from ridgeway.governance.record.models import Event  # noqa: E402
from ridgeway.governance.releases.models import Release  # noqa: E402
from ridgeway.governance.testing.models import Defect  # noqa: E402

WORD = "only-for-these-measurements"
STATES = {
    "planned": "open",
    "scoping": "open",
    "building": "in-delivery",
    "testing": "in-delivery",
    "go-live": "approved",
    "closed": "closed",
}
Fill = dict[str, Any]


def prepare(at: dt.datetime) -> tuple[Code, Actor, str]:
    """The installation with a code and its policy, who may bring the data in, a keeper's token."""
    root = found_installation(
        name="Measurements",
        administrator="Root",
        email="root@example.org",
        username="root",
        password=WORD,
        at=at,
    )
    here = Installation.objects.get()
    first = actor_of(root, via=Via.CLI, on=at.date())

    def do(act: str, subject: str, actor: Actor = first, /, **given: Any) -> Any:
        return perform(act, subject, given, actor=actor, at=at)

    code = {"key": "bench", "name": "Measurements", "short_name": "Bench"}
    code_id = do("code.found", here.id, **code).subject_id
    person = do("person.register", here.id, name="Keeper").subject_id
    for whom in (person, root.person_id):
        appointment = {"person": whom, "role": "code-administrator", "code": code_id}
        do("appointment.make", here.id, **appointment, from_date="2015-01-01")
    account = do("account.open", person, username="keeper", password=WORD).subject_id
    expires = at + dt.timedelta(days=30)
    issued = do("token.issue", account, name="bench", may_write=True, expires_at=expires)
    # Parties belong to the installation: whoever brings them in needs its right and the code's.
    loader = actor_of(root, via=Via.IMPORT, on=at.date())
    policy = (Path(__file__).parent / "bench-policy.toml").read_text()
    do("policy.adopt", code_id, loader, text=policy)
    return Code.objects.get(), loader, str(issued.answer["token"])


def party(r: Fill) -> Fill:
    return {"key": r["key"], "name": r["name"], "category": r["category"]}


def release(r: Fill) -> Fill:
    closed = r["state"] == "closed"
    return {
        "slug": r["key"],
        "name": r["name"],
        "kind": r["kind"],
        "state": STATES[r["state"]],
        "go_live_date": r["go_live_on"],
        "scope_date": r["scope_freeze_on"],
        "test_start_date": r["test_start_on"],
        "actual_date": r["go_live_on"] if closed else None,
        "description": r["description"],
    }


def criterion(r: Fill) -> Fill:
    return {"release": r["release"], "number": r["seq"], "text": r["text"]}


def modification(r: Fill) -> Fill:
    implemented = r["state"] == "implemented"
    relation = "implemented" if implemented else "approved"
    return {
        "reference": r["key"],
        "title": r["title"],
        "description": r["description"],
        "stage": r["state"],
        "path": r["path"],
        "urgency": r["urgency"],
        "proposer": r["proposer"],
        "system_impact": r["system_impact"],
        "raised_date": r["raised_on"],
        "target_date": r["target_on"],
        "decided_date": r["decided_on"],
        "central_cost": r["cost"],
        "release": r["release"] or "",
        "relation": relation if r["release"] else "targeted",
    }


def defect(r: Fill) -> Fill:
    return {
        "reference": r["key"],
        "title": r["title"],
        "description": r["description"],
        "state": r["state"],
        "severity": r["severity"],
        "release": r["release"],
        "modification": r["modification"] or "",
        "environment": r["environment"],
        "found_date": r["found_on"],
    }


SHAPES: dict[str, Callable[[Fill], Fill]] = {
    "party": party,
    "release": release,
    "criterion": criterion,
    "modification": modification,
    "defect": defect,
}


def files(data: Path) -> Iterable[tuple[str, bytes]]:
    """The data set as files that the product's import reads."""
    for kind, shape in SHAPES.items():
        lines = (json.dumps(shape(record)) for record in dataset.read(data, kind))
        yield f"{kind}.jsonl", "\n".join(lines).encode()


def counts() -> dict[str, int]:
    """What is held now, by the kinds of the data set, and the entries of the record."""
    tables = {
        "party": Party,
        "release": Release,
        "criterion": Criterion,
        "modification": Modification,
        "defect": Defect,
        "entries": Event,
    }
    return {name: table.objects.count() for name, table in tables.items()}  # type: ignore[attr-defined]


def main() -> None:
    data, kept = Path(sys.argv[1]), Path(sys.argv[2])
    call_command("migrate", verbosity=0)
    at = clock.now()
    code, loader, token = prepare(at)
    start = time.perf_counter()
    told = Told(source="The data set of the measurements")
    bring_in(code, files(data), actor=loader, at=at, told=told)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")  # what its own process does within a minute
    seconds = time.perf_counter() - start
    known = {
        "seconds": seconds,
        "counts": counts(),
        "token": token,
        "code": code.id,
        "username": "keeper",
        "password": WORD,
        "modifications": dict(Modification.objects.values_list("reference", "id")),
    }
    kept.write_text(json.dumps(known))


if __name__ == "__main__":
    main()
