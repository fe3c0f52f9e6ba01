"""Loads the demo into an empty installation, act by act, as a person with the rights would."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from importlib import resources
from typing import Any

from django.db import transaction

from ridgeway.core.dates.rules import nth_weekday
from ridgeway.core.planning.slots import slot_dates
from ridgeway.core.policy.loading import load_rulebook, shipped_rulebooks
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.demo.people import BODIES, PARTIES, SIGN_INS, WORD, SignIn
from ridgeway.demo.script import Player
from ridgeway.governance.actor import Actor, Via
from ridgeway.governance.codes.queries import installation_id, person_actor
from ridgeway.governance.codes.services import found_installation

CODE = "sec"
POLICIES = (("sec-rmp", None), ("sec-section-d", "2019-01-01"))
"""Which shipped policies the code adopts; a day where the rulebook itself names none."""
PAGE = f"/{CODE}/releases/november-2019-sec-release"
HISTORY = "november-2019.json"
EXAMPLE = "example.json"
FIRST_YEAR = 2019
MONTHS_AHEAD = 13

Say = Callable[[str], None]


def load_demo(at: dt.datetime, say: Say) -> str:
    """Load everything or nothing; returns the path of the November 2019 release page."""
    with transaction.atomic():
        return _load(at, say)


def _load(at: dt.datetime, say: Say) -> str:
    player, here = _found(at)
    say("People, bodies and rights")
    _appoint(player, here)
    player.actor = person_actor("administrator", via=Via.IMPORT, on=at.date())
    say("Policies")
    texts = {name: path.read_text("utf-8") for name, _, path in shipped_rulebooks()}
    for policy, applies_from in POLICIES:
        given = {
            "text": texts[policy],
            "applies_from_date": applies_from,
            "source": "Shipped with Ridgeway",
        }
        player.play([{"act": "policy.adopt", "on": "$code", "given": given}])
    say("November 2019 SEC Release")
    play_file(player, HISTORY)
    say("Neighbouring slots")
    rulebook = load_rulebook(POLICIES[0][0])
    last_year = at.year + 1
    _plan_slots(player, rulebook, last_year)
    say("A live example release")
    _example(player, rulebook, at)
    return PAGE


def loaded_path() -> str:
    """The path of the release page, if the demo is loaded; empty before."""
    return PAGE if installation_id() else ""


def _found(at: dt.datetime) -> tuple[Player, str]:
    root = next(s for s in SIGN_INS if s.role == "installation-administrator")
    found_installation(
        name="Ridgeway demo",
        administrator=root.name,
        email=address(root),
        username=root.username,
        password=WORD,
        at=at,
    )
    here = installation_id()
    actor: Actor = person_actor(root.username, via=Via.IMPORT, on=at.date())
    return Player(actor=actor, at=at, names={"here": here}), here


def address(sign_in: SignIn) -> str:
    return f"{sign_in.username}@example.org"


def _appoint(player: Player, here: str) -> None:
    code = {
        "key": CODE,
        "name": "Smart Energy Code",
        "short_name": "SEC",
        "contact": "The administrator of this demo, administrator@example.org",
        "audience": "public",
    }
    player.play([{"act": "code.found", "on": "$here", "as": "code", "given": code}])
    for key, name, short in BODIES:
        given = {"key": key, "name": name, "short_name": short}
        player.play([{"act": "body.register", "on": "$here", "as": f"body:{key}", "given": given}])
    for key, name, category in PARTIES:
        given = {"key": key, "name": name, "category": category}
        player.play(
            [{"act": "party.register", "on": "$here", "as": f"party:{key}", "given": given}]
        )
    for sign_in in SIGN_INS:
        if sign_in.role != "installation-administrator":
            _sign_in(player, here, sign_in)


def _sign_in(player: Player, here: str, one: SignIn) -> None:
    del here
    names, key = player.names, one.username
    person = {"name": one.name, "email": address(one), "example": True}
    player.play([{"act": "person.register", "on": "$here", "as": key, "given": person}])
    if one.seat:
        seat = {"body": names[f"body:{one.body}"], "name": one.seat}
        player.play(
            [{"act": "seat.create", "on": "$code", "as": f"seat:{one.seat}", "given": seat}]
        )
    appointment = {
        "person": names[key],
        "role": one.role,
        "code": names["code"],
        "body": names.get(f"body:{one.body}", ""),
        "seat": names.get(f"seat:{one.seat}", ""),
        "party": names.get(f"party:{one.party}", ""),
        "from_date": "2019-01-01",
        "source": "Demo",
    }
    account = {"username": key, "password": WORD, "example": True}
    player.play(
        [
            {"act": "appointment.make", "on": "$here", "given": appointment},
            {"act": "account.open", "on": f"${key}", "given": account},
        ]
    )


def play_file(player: Player, name: str) -> None:
    """Play a file of acts that ships with the package."""
    text = resources.files("ridgeway.demo").joinpath(name).read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    player.sources = data.get("sources", {})
    player.play(data["acts"])


def _plan_slots(player: Player, rulebook: Rulebook, last_year: int) -> None:
    """Every slot that the rule gives, save the one whose facts are held."""
    first, last = dt.date(FIRST_YEAR, 1, 1), dt.date(last_year, 12, 31)
    for slot in slot_dates(rulebook, first, last):
        if (slot.day.year, slot.day.month) == (2019, 11):
            continue
        given = {
            "slot": slot.slot.id,
            "year": slot.day.year,
            "standing": "by-rule",
            "audience": "public",
        }
        player.play([{"act": "release.plan", "on": "$code", "given": given}])


def _example(player: Player, rulebook: Rulebook, at: dt.datetime) -> None:
    """The first system slot far enough ahead that nothing about it is late yet."""
    start = at.date() + dt.timedelta(days=31 * MONTHS_AHEAD)
    ahead = slot_dates(rulebook, start, start.replace(year=start.year + 2))
    slot = next(s for s in ahead if s.slot.kind == "system")
    player.names["slot"], player.names["kind"] = slot.slot.id, slot.slot.kind
    player.names["year"] = str(slot.day.year)
    meets = nth_weekday(at.year + (at.month == 12), at.month % 12 + 1, 4, 2)
    player.names["meets"] = meets.isoformat()
    player.names["today"] = at.date().isoformat()
    play_file(player, EXAMPLE)
