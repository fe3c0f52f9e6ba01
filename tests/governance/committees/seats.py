"""A body with seats for tests of committees: who sits, what is put, who votes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from ridgeway.governance.acting import UNTOLD, Told
from ridgeway.governance.actor import Actor, actor_of
from ridgeway.governance.acts import Done, perform
from ridgeway.governance.codes.models import Account, Appointment, Seat
from ridgeway.governance.committees.models import AgendaItem, Meeting, Paper, Resolution
from tests.governance.conftest import AT, World, appoint

CATEGORIES = ("Large Supplier", "Small Supplier", "Network", "Network", "Consumer")
MEETS = dt.date(2026, 3, 18)
PAPERS_DUE = dt.date(2026, 3, 11)
"""Five working days before."""


@dataclass
class Committee:
    """The Panel with five filled seats; `at` is when what is done next is done."""

    world: World
    members: list[Actor] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    at: dt.datetime = AT

    def do(
        self, act: str, subject: Any, actor: str | Actor = "code-administrator",
        told: Told = UNTOLD, **given: Any,
    ) -> Done:  # fmt: skip
        subject_id = subject if isinstance(subject, str) else subject.id
        who = self.world.actors[actor] if isinstance(actor, str) else actor
        return perform(act, subject_id, given, actor=who, at=self.at, told=told)

    def on(self, day: dt.date, hour: int = 10) -> None:
        self.at = dt.datetime.combine(day, dt.time(hour), dt.UTC)

    def meeting(self, **more: Any) -> Meeting:
        given = {
            "body": self.world.bodies["panel"].id,
            "title": "Panel, March",
            "meeting_date": MEETS,
            "paper_date": PAPERS_DUE,
            **more,
        }
        done = self.do("meeting.call", self.world.code, **given)
        return Meeting.objects.get(pk=done.subject_id)

    def item(self, meeting: Meeting, title: str = "A budget", **more: Any) -> AgendaItem:
        done = self.do("item.add", meeting, title=title, **more)
        return AgendaItem.objects.get(pk=done.answer["item"])

    def paper(self, item: AgendaItem, title: str = "The paper", **more: Any) -> Paper:
        done = self.do("paper.submit", item, title=title, text="Read me.", **more)
        return Paper.objects.get(pk=done.answer["paper"])

    def put(self, item: AgendaItem | None = None, **more: Any) -> Resolution:
        panel = self.world.bodies["panel"].id
        given = {"matter": "budget", "text": "that the budget be so", "body": panel, **more}
        if item is not None:
            given["item"] = item.id
        done = self.do("resolution.propose", self.world.code, **given)
        return Resolution.objects.get(pk=done.subject_id)

    def vote(self, resolution: Resolution, number: int, position: str = "for", **more: Any) -> Done:
        given = {"position": position, "paper_digest": resolution.subject_digest, **more}
        return self.do("resolution.vote", resolution, self.members[number], **given)

    def alternate(self, number: int) -> Actor:
        """Somebody new, appointed as the alternate of a member."""
        admin = self.world.actors["installation-administrator"]
        panel = self.world.bodies["panel"].id
        person = appoint(self.world.installation, admin, "party", code_id=self.world.code.id)
        held = Appointment.objects.get(seat=self.seats[number])
        given = {
            "person": person.person_id,
            "role": "member",
            "code": self.world.code.id,
            "body": panel,
            "alternate_of": held.id,
            "from_date": "2019-01-01",
        }
        perform("appointment.make", self.world.installation.id, given, actor=admin, at=AT)
        account = Account.objects.get(person_id=person.person_id)
        return actor_of(account, via=person.via, on=AT.date())


def committee_of(world: World) -> Committee:
    """Five seats in four categories, each with its member."""
    made = Committee(world)
    admin, panel = world.actors["installation-administrator"], world.bodies["panel"].id
    for number, category in enumerate(CATEGORIES):
        given = {"body": panel, "name": f"Seat {number}", "category": category}
        seat = world.do("seat.create", world.code, **given).subject_id
        member = appoint(
            world.installation, admin, "member", code_id=world.code.id, body=panel, seat=seat
        )
        made.members.append(member)
        made.seats.append(Seat.objects.get(pk=seat))
    return made
