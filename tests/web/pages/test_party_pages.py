"""The register of Parties: names and categories for everybody, contacts for those who need them."""

from __future__ import annotations

import datetime as dt

import pytest

from ridgeway.governance.acts import perform
from ridgeway.governance.codes.parties import parties_of
from tests.governance.conftest import World
from tests.governance.conftest import world as world  # noqa: PLC0414
from tests.governance.releases.conftest import Scene
from tests.governance.releases.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers
from tests.web.pages.conftest import Reader
from tests.web.pages.test_modification_page import said


@pytest.fixture
def parties(scene: Scene) -> World:
    """Two Parties of two categories; somebody with an address is appointed for the first."""
    world = scene.world
    admin = world.actors["installation-administrator"]
    ids = {}
    for key, name, category in (
        ("bright", "Bright Energy", "Large Supplier"),
        ("wires", "Wires and Poles", "Network"),
    ):
        given = {"key": key, "name": name, "category": category}
        done = perform("party.register", world.installation.id, given, actor=admin, at=world.at)
        ids[key] = done.subject_id
    given = {"name": "Cora Contact", "email": "cora@example.org"}
    person = perform(
        "person.register", world.installation.id, given, actor=admin, at=world.at
    ).subject_id
    given = {
        "person": person, "role": "party", "code": world.code.id, "party": ids["bright"],
        "from_date": "2020-01-01", "until_date": "2026-06-30",
    }  # fmt: skip
    perform("appointment.make", world.installation.id, given, actor=admin, at=world.at)
    return world


@covers("F-254")
def test_contacts_are_shown_to_those_who_administer_or_audit_the_code(parties: World) -> None:
    on = parties.at.date()
    for role in ("code-administrator", "auditor"):
        found = {line.key: line for line in parties_of(parties.actors[role], parties.code.id, on)}
        assert found["bright"].contacts is not None
        assert [(c.name, c.email) for c in found["bright"].contacts] == [
            ("Cora Contact", "cora@example.org")
        ]
        assert (found["bright"].unreached, found["wires"].unreached) == (False, True)
    for role in ("party", "member", "installation-administrator"):
        lines = parties_of(parties.actors[role], parties.code.id, on)
        assert [(line.category, line.contacts) for line in lines] == [
            ("Large Supplier", None), ("Network", None),
        ]  # fmt: skip


@covers("F-254")
def test_a_contact_whose_appointment_ended_is_no_contact_any_more(parties: World) -> None:
    admin, code = parties.actors["code-administrator"], parties.code.id
    later = {line.key: line for line in parties_of(admin, code, dt.date(2026, 7, 1))}
    assert later["bright"].unreached


@covers("F-254")
def test_the_page_groups_parties_by_category_and_names_whom_no_notice_reaches(
    parties: World, reader: Reader
) -> None:
    del parties
    public = said(reader("public"), "/sec/parties")
    assert "Large Supplier" in public
    assert "Wires and Poles" in public
    assert "Cora" not in public
    page = said(reader("code-administrator"), "/sec/parties")
    assert "Notices do not reach" in page
    program = reader("public").get("/api/v1/codes/sec/parties").json()
    assert [(one["key"], one["contacts"]) for one in program] == [
        ("bright", None), ("wires", None),
    ]  # fmt: skip
