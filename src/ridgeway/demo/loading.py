"""Loads the demo into an empty installation, act by act, as a person with the rights would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from ridgeway.core.dates.rules import nth_weekday
from ridgeway.core.planning.slots import slot_dates
from ridgeway.core.policy.loading import load_rulebook
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.demo.people import CAST, OTHERS, SIGN_INS, WORD, SignIn, read
from ridgeway.demo.script import Player, morning
from ridgeway.governance.actor import Actor, Via
from ridgeway.governance.codes.queries import installation_id, person_actor
from ridgeway.governance.codes.services import found_installation

CODE = CAST["code"]["key"]
HISTORY = CAST["history"]
PAGE = f"/{CODE}/releases/{HISTORY['page']}"
STORY = "example-live.json"
EXAMPLE = "example.json"
CHANGE = "example-change.json"

Say = Callable[[str], None]


def load_demo(at: dt.datetime, say: Say) -> str:
    """Load everything or nothing; returns the path of the November 2019 release page."""
    with transaction.atomic():
        return _load(at, say)


def _load(at: dt.datetime, say: Say) -> str:
    player = _found(morning(CAST["begins"], at.date()), at.date())
    say("People, bodies and rights")
    _appoint(player)
    player.actor = person_actor("administrator", via=Via.IMPORT, on=at.date())
    say("Policies")
    for policy in CAST["policies"]:
        given = {
            "text": f"$policy:{policy['name']}",
            "applies_from_date": policy.get("applies_from_date"),
            "source": "Shipped with Ridgeway",
        }
        player.play([{"act": "policy.adopt", "on": "$code", "given": given}])
    say("Slots by rule")
    rulebook = load_rulebook(CAST["policies"][0]["name"])
    _plan_slots(player, rulebook, last_year=at.year + 1)
    say("An example from draft to live, day by day")
    play_file(player, STORY)
    player.turn_to(at)
    say("A release of the past, from its papers")
    play_file(player, HISTORY["file"])
    say("A live example release")
    _example(player, rulebook, at)
    say("An example of a change after the baseline")
    play_file(player, CHANGE)
    return PAGE


def loaded_path() -> str:
    """The path of the release page, if the demo is loaded; empty before."""
    return PAGE if installation_id() else ""


def _found(at: dt.datetime, today: dt.date) -> Player:
    """Found the installation, on the day on which its examples begin."""
    root = next(s for s in SIGN_INS if s.role == "installation-administrator")
    found_installation(
        name=CAST["installation"],
        administrator=root.name,
        email=address(root),
        username=root.username,
        password=WORD,
        at=at,
    )
    actor: Actor = person_actor(root.username, via=Via.IMPORT, on=at.date())
    return Player(actor=actor, at=at, today=today, names={"here": installation_id()})


def address(sign_in: SignIn) -> str:
    return f"{sign_in.username}@example.org"


def _appoint(player: Player) -> None:
    player.play([{"act": "code.found", "on": "$here", "as": "code", "given": CAST["code"]}])
    for kind, plural in (("body", "bodies"), ("party", "parties")):
        for given in CAST[plural]:
            name = f"{kind}:{given['key']}"
            act = {"act": f"{kind}.register", "on": "$here", "as": name, "given": given}
            player.play([act])
    for sign_in in (*SIGN_INS, *OTHERS):
        if sign_in.role != "installation-administrator":
            _sign_in(player, sign_in)


def _sign_in(player: Player, one: SignIn) -> None:
    names, key = player.names, one.username
    person = {"name": one.name, "email": address(one), "example": True}
    player.play([{"act": "person.register", "on": "$here", "as": key, "given": person}])
    if one.seat:
        seat = {"body": names[f"body:{one.body}"], "name": one.seat, "category": one.category}
        player.play([{"act": "seat.create", "on": "$code", "as": f"seat:{key}", "given": seat}])
    appointment = {
        "person": names[key],
        "role": one.role,
        "code": names["code"],
        "body": names.get(f"body:{one.body}", ""),
        "seat": names.get(f"seat:{key}", ""),
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
    data = read(name)
    player.sources = data.get("sources", {})
    player.play(data["acts"])


def _plan_slots(player: Player, rulebook: Rulebook, last_year: int) -> None:
    """Every slot that the rule gives, save the one whose facts are held."""
    first, last = dt.date(CAST["first_year"], 1, 1), dt.date(last_year, 12, 31)
    for slot in slot_dates(rulebook, first, last):
        if slot.day.isoformat().startswith(HISTORY["month"]):
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
    start = at.date() + dt.timedelta(days=31 * CAST["months_ahead"])
    ahead = slot_dates(rulebook, start, start.replace(year=start.year + 2))
    slot = next(s for s in ahead if s.slot.kind == "system")
    player.names["slot"], player.names["kind"] = slot.slot.id, slot.slot.kind
    player.names["year"] = str(slot.day.year)
    meets = nth_weekday(at.year + (at.month == 12), at.month % 12 + 1, 4, 2)
    player.names["meets"] = meets.isoformat()
    play_file(player, EXAMPLE)
