"""What is exported comes in again as it was, and holds nothing that the reader may not see."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.documents.sheets import csv_rows, unguarded
from ridgeway.governance.actor import PUBLIC
from ridgeway.governance.codes.models import Code
from ridgeway.governance.intake.exporting import export_json, export_table
from ridgeway.governance.intake.lines import KINDS, ModificationLine
from ridgeway.governance.intake.reading import read
from ridgeway.governance.intake.services import bring_in
from ridgeway.governance.releases.models import Release
from tests.governance.conftest import World
from tests.governance.modifications.register_world import (
    SEEN,
    brought,
    register_of_each_audience,
)
from tests.marks import covers


def as_json(world: World, role: str, code: Code | None = None) -> str:
    actor = PUBLIC if role == "public" else world.actors[role]
    return "".join(export_json(actor, (code or world.code).id))


@covers("F-260")
@pytest.mark.parametrize("role", SEEN)
def test_an_export_names_nothing_that_its_reader_may_not_see(world: World, role: str) -> None:
    brought(world, register_of_each_audience())
    text = as_json(world, role)
    hidden = [a for a in SEEN["auditor"] if a not in SEEN[role]]
    for rank, audience in enumerate(SEEN["auditor"]):
        assert (f"MP0000{rank}" in text) is (audience not in hidden)
        assert (f"D0000{rank}" in text) is (audience not in hidden)
    assert ("hidden-2026" in text) is ("administration" not in hidden)


def other_code(world: World) -> Code:
    admin = "installation-administrator"
    given = {"key": "other", "name": "Other", "short_name": "OT", "audience": "public"}
    code_id = world.do("code.found", world.installation, admin, **given).subject_id
    person = world.actors["code-administrator"].person_id
    world.do(
        "appointment.make",
        world.installation,
        admin,
        person=person,
        role="code-administrator",
        code=code_id,
        from_date="2019-01-01",
    )
    return Code.objects.get(pk=code_id)


def keeper(world: World) -> Any:
    from ridgeway.governance.actor import Via, actor_of
    from ridgeway.governance.codes.models import Account

    account = Account.objects.get(pk=world.actors["code-administrator"].account_id)
    return actor_of(account, via=Via.CLI, on=world.at.date())


@covers("F-260")
@pytest.mark.parametrize("form", ["json", "csv"])
def test_an_export_brought_into_another_code_exports_the_same(world: World, form: str) -> None:
    lines = register_of_each_audience(2)
    lines["modifications"][0] |= {"title": "=1+1", "parts": ["", "@two"], "impacts": []}
    lines["modifications"][1] |= {"title": "'quoted", "description": 'a\r\nb, "c"', "release": ""}
    lines["modifications"][2] |= {"earlier_references": ["DP9"], "system_impact": False}
    lines["criteria"] = [
        {"release": "june-2026", "number": 1, "text": "-x", "confirmed_by": ["tag"]}
    ]
    brought(world, lines)
    other = other_code(world)
    actor = keeper(world)
    if form == "json":
        files = [("register.json", "".join(export_json(actor, world.code.id)).encode())]
    else:
        files = [(f"{kind}.csv", table(actor, world.code.id, kind)) for kind in KINDS]
    bring_in(other, files, actor=actor, at=world.at, restored=unguarded)
    assert Release.objects.filter(code=other).count() == 2
    exported = ["".join(export_json(actor, code.id)) for code in (world.code, other)]
    assert json.loads(exported[0]) == json.loads(exported[1])
    again = bring_in(other, files, actor=actor, at=world.at, restored=unguarded)
    assert again.done is None


def table(actor: Any, code_id: str, kind: str) -> bytes:
    return b"".join(csv_rows(*export_table(actor, code_id, kind)))


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=40
)


@covers("F-260")
@given(title=TEXT.filter(lambda s: s.strip()), description=TEXT, parts=st.lists(TEXT, max_size=3))
def test_any_text_in_a_csv_comes_back_as_it_was_and_is_never_a_formula(
    title: str, description: str, parts: list[str]
) -> None:
    line = ModificationLine(
        reference="MP1", title=title, description=description, parts=tuple(parts)
    )
    columns = tuple(ModificationLine.model_fields)
    cells = [
        json.dumps(list(value), ensure_ascii=False) if isinstance(value, tuple) else value
        for value in (getattr(line, name) for name in columns)
    ]
    content = b"".join(csv_rows(columns, [cells]))
    _, written = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in written)
    reading = read([("modifications.csv", content)], restored=unguarded)
    assert reading.faults == []
    (found,) = reading.lines["modification"]
    assert found.model_dump() == line.model_dump()
