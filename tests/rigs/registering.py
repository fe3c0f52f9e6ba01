"""Races around modifications: split, dated anew, brought in from files, consulted on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from ridgeway.governance.acting import Told
from ridgeway.governance.acts import Done
from ridgeway.governance.codes.models import Code, Party
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.control.models import Freeze
from ridgeway.governance.intake import staging, working
from ridgeway.governance.intake.models import StagedImport
from ridgeway.governance.modifications.models import Modification
from tests.rigs.bodies import agreeing
from tests.rigs.life import Life, Step, until
from tests.rigs.scene import AT
from tests.rigs.stage import Round, Stage, order, won
from tests.rigs.stories.freezes import consultation
from tests.rigs.stories.people import adopted, appointed
from tests.rigs.stories.register import ASKED, DRAFT, amended


def split_move(stage: Stage) -> Round:
    """A draft is split while it moves on: what is split off stands where it stood then."""
    life = Life(stage)
    row = _drafted(life)
    given = {"action": "accept-draft"}
    moving = Step(
        "modification.move", row, stage.administrator, told=Told(acting_for="secas"), given=given
    )
    splitting = life.step("modification.split", row, title="A part", reason="It is ready")

    def check(results: list[Any]) -> Iterator[str]:
        if won(results) != 2:
            yield f"{won(results)} of 2 were acknowledged: {results}"
            return
        split, moved = results
        stages = dict(
            Modification.objects.filter(pk__in=[row, split.answer["modification"]]).values_list(
                "pk", "stage"
            )
        )
        fresh = stages[split.answer["modification"]]
        if (fresh == stages[row]) != (moved.seq < split.seq):
            yield f"{fresh} was split off, {stages[row]} holds, in the order {order(row)}"

    return Round([splitting.perform, moving.perform], check)


def _drafted(life: Life) -> str:
    if not Party.objects.exists():
        until(appointed(life), "person.register")
        until(adopted(life), "policy.adopt").perform()
    reference = f"DP{life.stage.number:03}"
    raised = life.step("modification.raise", life.stage.code, reference=reference, **DRAFT)
    return raised.perform().subject_id


def consent_consent(stage: Stage) -> Round:
    """Two consents to one request, each to another date: both are held, in one order."""
    life = Life(stage)
    if not Modification.objects.exists():
        until(amended(life), "modification.amend-date").perform()
    row = Modification.objects.order_by("reference").first()
    assert row is not None
    before = row.amended_dates.count()
    letter = {**ASKED, "step": "consented", "by_body": "authority", "authority": "Letter"}
    moves = [
        life.step("modification.amend-date", row.id, **{**letter, "implementation_date": day})
        for day in ("2027-08-26", "2027-08-27")
    ]

    def check(results: list[Any]) -> Iterator[str]:
        numbers = sorted(row.amended_dates.values_list("number", flat=True))
        if numbers != list(range(1, before + won(results) + 1)):
            yield f"steps {numbers}, {won(results)} acknowledged"
        came = [one for one in results if isinstance(one, Done)]
        last = row.amended_dates.get(number=max(numbers)).implementation_date
        ends = moves[results.index(max(came, key=lambda done: done.seq))].given if came else {}
        if ends and last != dt.date.fromisoformat(ends["implementation_date"]):
            yield f"the later consent was to {ends['implementation_date']}, {last} stands last"

    return Round([step.perform for step in moves], check)


def bring_bring(stage: Stage) -> Round:
    """The same file is brought in twice at once, by two workers: each line is held once."""
    stage.number += 1
    code, reference = Code.objects.get(), f"C{stage.number}"
    text = f"reference,title\n{reference},Brought in\n".encode()
    for left in StagedImport.objects.exclude(state="done"):
        staging.take_back(left, actor=stage.administrator, at=AT)
    rows = []
    for _ in range(2):
        files = [("modifications.csv", [text])]
        rows.append(staging.stage(code, files, actor=stage.administrator, at=AT))
    working.work(AT)
    for row in rows:
        staging.ask_for(row, actor=stage.administrator, at=AT)

    def check(results: list[Any]) -> Iterator[str]:
        held = Modification.objects.filter(reference=reference).count()
        if held != 1:
            yield f"{reference} is held {held} times: {results}"
        again = StagedImport.objects.filter(pk__in=[row.pk for row in rows])
        states = sorted(again.values_list("state", flat=True))
        # Who came second looks again at what is new, and finds it held.
        if "done" not in states or set(states) - {"done", "waiting", "checked"}:
            yield f"the imports are {states}"

    return Round([lambda: working.work(AT)] * 2, check)


def agree_consult(stage: Stage) -> Round:
    """A freeze is agreed while another consultation on it opens: no decision past an open one."""
    life = Life(stage)
    day = dt.date(2029, 1, 1) + dt.timedelta(days=stage.number)
    closing = agreeing(life, day)
    freeze = Resolution.objects.get(pk=closing.subject).subject_id
    opening = life.step("consultation.open", stage.code, **consultation(stage, freeze))

    def check(results: list[Any]) -> Iterator[str]:
        agreed, opened = results
        state = Freeze.objects.get(pk=freeze).state
        if won(results) == 2 and opened.seq < agreed.seq and state == "agreed":
            yield "it was agreed while a consultation on it was open"

    return Round([closing.perform, opening.perform], check)
