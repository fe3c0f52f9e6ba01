"""What somebody sees of rows that were read is what they see of the tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import pytest
from django.db import models

from ridgeway.core import access
from ridgeway.governance.actor import PUBLIC, WORKER, Actor, Held
from ridgeway.governance.codes.models import Code, Party
from ridgeway.governance.codes.visibility import (
    EVERYTHING,
    audiences,
    rule_for,
    seen_among,
    visible,
)
from ridgeway.governance.committees.models import AgendaItem, Declaration, Meeting, Paper
from ridgeway.governance.consultations.models import Consultation, Response
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.golive.models import PartyReadiness
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.notices.models import Delivery
from ridgeway.governance.record.rows import Audience
from ridgeway.governance.record.sources import LIVE
from ridgeway.governance.releases.models import Release
from tests.governance.conftest import World

DAY = dt.date(2026, 3, 2)
ROLES = sorted({role for roles in access.RIGHTS.values() for role in roles} - {access.WORKER})
NOUNS = [Modification, Evidence, Paper, Response, PartyReadiness]
"""One that is told by its audience alone, two that an interest closes, two that open to oneself."""


@dataclass(frozen=True)
class Rows:
    """Of what was made: the codes, the body that sits, and the Party and person that rows name."""

    codes: tuple[str, str]
    body: str
    party: str
    person: str


@pytest.fixture
def held(world: World) -> Rows:
    """Under two codes rows of each noun, two for every audience. One paper and file of the two are
    of an item in which a person declared an interest; one response and readiness of the two were
    told by that person, and by a Party."""
    closed = Code.objects.create(
        key="other", name="Other Code", short_name="OC", audience="parties"
    )
    parties = [Party.objects.create(key=key, name=key, category="") for key in ("acme", "bolt")]
    me, other = (world.actors[role].person_id for role in ("member", "party"))
    body = world.bodies["panel"]
    for code in (world.code, closed):
        meeting = Meeting.objects.create(code=code, body=body, title="May", meeting_date=DAY)
        items = [
            AgendaItem.objects.create(
                code=code, meeting=meeting, number=n, order=n, title="Item", purpose="decision"
            )
            for n in (1, 2)
        ]
        Declaration.objects.create(
            item=items[0], person_id=me, interest="Shares", declared_at=world.at
        )
        release = Release.objects.create(code=code, slug="june", name="June", go_live_date=DAY)
        asked = Consultation.objects.create(
            code=code, number=1, subject_id="x", issuer=body, title="Asked",
            opens_at=world.at, closes_at=world.at,
        )  # fmt: skip
        for number, (audience, mine) in enumerate(product(Audience.values, (True, False))):
            of: dict[str, Any] = {"code": code, "audience": audience}
            Modification.objects.create(reference=f"{code.key}{number}", title="M", **of)
            file = Evidence.objects.create(title="File", arrived_date=DAY, **of)
            Paper.objects.create(
                item=items[not mine], evidence=file, title="Paper", content={},
                arrived_at=world.at, **of,
            )  # fmt: skip
            Response.objects.create(
                consultation=asked, number=number, person_id=me if mine else other,
                arrived_at=world.at, **of,
            )  # fmt: skip
            PartyReadiness.objects.create(
                release=release, number=number, party=parties[not mine], reported_date=DAY,
                go_live_date=DAY, on_track=True, **of,
            )  # fmt: skip
    return Rows((world.code.id, closed.id), body.id, parties[0].id, me)


def everybody(held: Rows) -> Iterator[Actor]:
    """The public, the worker, and whoever holds one or two appointments, as the person of whom rows
    tell and as another; an appointment may be for the installation, a body or a Party."""
    yield from (PUBLIC, WORKER)
    single = [
        Held(code_id, role, body_id=held.body if role in (access.MEMBER, access.CHAIR) else "",
             party_id=held.party if role == access.PARTY else "")
        for role in ROLES
        for code_id in (*held.codes, "")
    ]  # fmt: skip
    for number in (0, 1, 2):
        for chosen in combinations(single, number):
            for person in (held.person, "nobody"):
                yield Actor(person_id=person, held=chosen)


@pytest.mark.parametrize("noun", NOUNS)
def test_rows_that_were_read_are_seen_by_whom_the_table_shows_them(
    held: Rows, noun: type[models.Model]
) -> None:
    manager: Any = noun._default_manager
    rows = list(manager.values())
    sizes = set()
    for actor in everybody(held):
        seen = {row["id"] for row in seen_among(actor, noun, rows, LIVE)}
        assert seen == set(visible(noun, actor).values_list("id", flat=True)), actor
        sizes.add(len(seen))
    assert min(sizes) < len(rows) == max(sizes)
    assert len(sizes) > 3


def test_what_is_held_for_the_installation_counts_under_every_code(held: Rows) -> None:
    auditor = Actor(person_id="nobody", held=(Held("", access.AUDITOR),))
    assert visible(Modification, auditor).count() == Modification.objects.count()
    assert visible(Code, auditor).count() == Code.objects.count()
    assert {audiences(auditor, code) for code in held.codes} == {frozenset(Audience.values)}
    assert rule_for(Delivery, auditor) == EVERYTHING
