"""Races of what bodies and parties do with a release: two of them act on one thing at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from ridgeway.governance.acts import Done
from ridgeway.governance.committees.counting import count
from ridgeway.governance.committees.models import Minutes, Resolution
from ridgeway.governance.consultations.models import Consultation
from ridgeway.governance.consultations.services import unconsidered
from ridgeway.governance.control.models import ChangeRequest, Freeze
from ridgeway.governance.costs.models import CostReport
from ridgeway.governance.releases.models import Release
from tests.governance.baselines.filling import amounts
from tests.rigs.life import Life, Step, play, until
from tests.rigs.scene import AT
from tests.rigs.stage import Round, Stage, order, won
from tests.rigs.stories.documents import baselined, control_adopted
from tests.rigs.stories.freezes import AFTER, AUTUMN, CONSIDERED, RESPONSE, consultation
from tests.rigs.stories.releases import live


def propose_propose(stage: Stage) -> Round:
    """The same matter is put to a body by several at once: one resolution is open."""
    life = Life(stage)
    put = life.put("releases.release", life.release, "budget", rule={"quorum": 1})

    def check(results: list[Any]) -> Iterator[str]:
        standing = Resolution.objects.filter(subject_id=life.release, state="open").count()
        if (standing, won(results)) != (1, 1):
            yield f"{standing} resolutions are open together, {won(results)} acknowledged"

    return Round([put.perform] * 3, check)


def vote_interest(stage: Stage) -> Round:
    """A member votes on an item and declares an interest in it at once: the vote never counts."""
    life, member = Life(stage), stage.seated[0]
    item, put = _item_put(life)

    def check(results: list[Any]) -> Iterator[str]:
        if not isinstance(results[1], Done):
            yield f"the interest was not recorded: {results[1]}"
        if isinstance(results[0], Done) and results[0].seq > results[1].seq:
            yield "a vote was recorded after the interest was declared"
        if count(put, AT.date()).in_favour:
            yield "the vote of a member with an interest counts"

    declared = life.step("item.declare-interest", item, member, interest="Supplies it")
    return Round([stage.vote(put, member), declared.perform], check)


def put_interest(stage: Stage) -> Round:
    """A resolution is put about an item while a member declares an interest in the item."""
    life, member = Life(stage), stage.seated[0]
    item = _item(life)

    def check(results: list[Any]) -> Iterator[str]:
        if won(results) != 2:
            yield f"{won(results)} of 2 were acknowledged"
        put = Resolution.objects.get(item_id=item)
        if not put.recusals.filter(person_id=member.person_id).exists():
            yield "the member is not recused on what was put about the item"

    declared = life.step("item.declare-interest", item, member, interest="Supplies it")
    return Round([life.put("", "", "budget", item=item).perform, declared.perform], check)


def _item(life: Life) -> str:
    stage = life.stage
    given: dict[str, Any] = {
        "body": stage.panel,
        "title": f"Panel {stage.number}",
        "meeting_date": AT.date(),
    }
    meeting = life.step("meeting.call", stage.code, **given).perform().subject_id
    return str(life.step("item.add", meeting, title="A budget").perform().answer["item"])


def _item_put(life: Life) -> tuple[str, Resolution]:
    item = _item(life)
    put = life.put("", "", "budget", item=item, rule={"quorum": 1}).perform().subject_id
    return item, Resolution.objects.get(pk=put)


def approve_rewrite(stage: Stage) -> Round:
    """Minutes are approved while they are rewritten: what stands is what was put."""
    life = Life(stage)
    given: dict[str, Any] = {
        "body": stage.panel,
        "title": f"Panel {stage.number}",
        "meeting_date": AT.date(),
    }
    meeting = life.step("meeting.call", stage.code, **given).perform().subject_id
    life.step("minutes.write", meeting, text="As put.").perform()
    minutes = Minutes.objects.get(meeting_id=meeting)
    put = life.put("committees.minutes", minutes.id, "minutes").perform().subject_id
    closing, rewriting = life.decided(put), life.step("minutes.write", meeting, text="Otherwise.")

    def check(results: list[Any]) -> Iterator[str]:
        minutes.refresh_from_db()
        state = Resolution.objects.get(pk=put).state
        if (minutes.text, minutes.state, state) not in (
            ("As put.", "approved", "carried"),
            ("Otherwise.", "draft", "void"),
        ):
            yield f"{minutes.text!r} is {minutes.state}, the resolution {state}: {results}"

    return Round([closing.perform, rewriting.perform], check)


def respond_close(stage: Stage) -> Round:
    """Responses come while the consultation is closed: each is held, late or not by its time."""
    life = Life(stage)
    row = _asked(life, _proposed(life))

    def check(results: list[Any]) -> Iterator[str]:
        row.refresh_from_db()
        numbers = sorted(row.responses.values_list("number", flat=True))
        if numbers != list(range(1, 4)):
            yield f"responses {numbers}, {won(results)} acknowledged"
        if [act for act, _ in order(row.id)].count("consultation.close") != 1:
            yield f"it is {row.state}, closed by {results[1]}"
        late = [one.answer["late"] for one in (results[0], *results[2:]) if isinstance(one, Done)]
        if late != [False, False, True]:
            yield f"late: {late}"

    def responding(person: int, at: dt.datetime = AT) -> Step:
        return Step("consultation.respond", row.id, stage.seated[person], at, given=RESPONSE)

    closing = Step("consultation.close", row.id, stage.administrator, AFTER)
    steps = [responding(0), closing, responding(1), responding(2, AFTER)]
    return Round([step.perform for step in steps], check)


def consider_conclude(stage: Stage) -> Round:
    """A response comes, another is considered, and it is concluded: never past a response."""
    life = Life(stage)
    row = _asked(life, _proposed(life))
    first = life.step("consultation.respond", row.id, stage.chair, **RESPONSE).perform().subject_id
    Step("consultation.close", row.id, stage.administrator, AFTER).perform()

    def check(results: list[Any]) -> Iterator[str]:
        row.refresh_from_db()
        if row.state == "concluded" and unconsidered(row.id):
            yield f"it was concluded past the responses {unconsidered(row.id)}"
        if row.responses.count() != 1 + isinstance(results[2], Done):
            yield f"{row.responses.count()} responses, {results[2]}"

    steps = [
        life.step("consultation.conclude", row.id, outcome="Most agree"),
        life.step("response.consider", first, body=stage.panel, **CONSIDERED),
        life.step("consultation.respond", row.id, stage.seated[0], **RESPONSE),
    ]
    return Round([step.perform for step in steps], check)


def _proposed(life: Life, day: dt.date | None = None) -> str:
    """A freeze under a title of its own, since every round proposes one for these days."""
    span: dict[str, Any] = {"first_date": day, "last_date": day} if day else {}
    given: dict[str, Any] = {**AUTUMN, **span, "title": f"Autumn {Freeze.objects.count()}"}
    return life.step("freeze.propose", life.stage.code, **given).perform().subject_id


def _asked(life: Life, freeze: str) -> Consultation:
    asked = consultation(life.stage, freeze)
    done = life.step("consultation.open", life.stage.code, **asked).perform()
    return Consultation.objects.get(pk=done.subject_id)


def agreeing(life: Life, day: dt.date) -> Step:
    """A freeze of one day, proposed, consulted on and voted for: the step agrees it."""
    freeze = _proposed(life, day)
    row = _asked(life, freeze)
    Step("consultation.close", row.id, life.stage.administrator, AFTER).perform()
    life.step("consultation.conclude", row.id, outcome="Nobody minds").perform()
    put = life.put("control.freeze", freeze, "change-freeze").perform().subject_id
    return life.decided(put)


def freeze_move(stage: Stage) -> Round:
    """A freeze is agreed while a date is set into it: the date came first, or is refused."""
    life = Life(stage)
    day = dt.date(2029, 1, 1) + dt.timedelta(days=stage.number)
    closing = agreeing(life, day)

    def check(results: list[Any]) -> Iterator[str]:
        moved, agreed = results
        if not isinstance(agreed, Done):
            yield f"it was not agreed: {agreed}"
        elif isinstance(moved, Done) and moved.seq > agreed.seq:
            yield "a date was set into a freeze that held"
        into = Release.objects.get(pk=life.release).go_live_date == day
        if into != isinstance(moved, Done):
            yield f"set into it: {into}, {moved}"

    moved: dict[str, Any] = {
        "go_live_date": day,
        "by_body": "panel",
        "authority": "Minutes",
        "cause": "Tests",
    }
    steps = [life.step("release.set-date", life.release, **moved), closing]
    return Round([step.perform for step in steps], check)


def freeze_live(stage: Stage) -> Round:
    """A freeze is agreed while a release is set live on a day of it: live first, or not at all."""
    life = Life(stage)
    day = AT.date() + dt.timedelta(days=stage.number)
    closing = agreeing(life, day)
    going = until(live(life, day), "release.set-live")

    def check(results: list[Any]) -> Iterator[str]:
        live, agreed = results
        if not isinstance(agreed, Done):
            yield f"it was not agreed: {agreed}"
        elif isinstance(live, Done) and live.seq > agreed.seq:
            yield "a release was set live in a freeze that held"
        elif not isinstance(live, Done) and "change freeze" not in str(live):
            yield f"it was not set live for another reason: {live}"
        if (Release.objects.get(pk=going.subject).state == "live") != isinstance(live, Done):
            yield f"what was answered is not what holds: {live}"

    return Round([going.perform, closing.perform], check)


def endorse_reject(stage: Stage) -> Round:
    """A change is endorsed, rejected and withdrawn at once: it is decided once, or not at all."""
    life = _changing(stage)
    request = _request(life).perform().subject_id
    kind, matter = "control.changerequest", "change-request"
    agreed = life.put(kind, request, matter).perform().subject_id
    noted = life.put(kind, request, matter, verb="note").perform().subject_id
    endorsing = life.decided(agreed)
    rejecting = life.decided(noted, "against")
    withdrawing = life.step("change.withdraw", request, reason="Not needed")

    def check(results: list[Any]) -> Iterator[str]:
        state = ChangeRequest.objects.get(pk=request).state
        ends = zip(("endorsed", "rejected", "withdrawn"), results, strict=True)
        came = sorted((one.seq, end) for end, one in ends if isinstance(one, Done))
        names = [end for _, end in came]
        if names not in (["endorsed"], ["rejected"], ["withdrawn"], ["endorsed", "withdrawn"]):
            yield f"it was {names}"
        if names[-1:] != [state]:
            yield f"it is {state}, and was {names}"

    steps = [endorsing, rejecting, withdrawing]
    return Round([step.perform for step in steps], check)


def raise_raise(stage: Stage) -> Round:
    """The same change is asked for twice at once: one request is held."""
    step = _request(_changing(stage))

    def check(results: list[Any]) -> Iterator[str]:
        title = step.given["title"]
        held = ChangeRequest.objects.filter(title=title).count()
        if (held, won(results)) != (1, 1):
            yield f"{held} requests, {won(results)} acknowledged"

    return Round([step.perform] * 2, check)


def _changing(stage: Stage) -> Life:
    """The release of this stage that is baselined, under a policy that controls its changes."""
    life = Life(stage)
    before = Release.objects.filter(rid_version__gt=0).first()
    if before is not None:
        life.release = before.id
        return life
    play(baselined(life))
    control_adopted(life)
    return life


def _request(life: Life) -> Step:
    number = life.stage.number
    day = dt.date(2028, 3, 1) + dt.timedelta(days=number)
    asked: dict[str, Any] = {"changes": "schedule", "title": f"Day {number}", "rationale": "Tests"}
    return life.step("change.raise", life.release, go_live_date=day, **asked)


def forecast_forecast(stage: Stage) -> Round:
    """Two forecasts of one body at once: both are held, and the duty is discharged once."""
    life = Life(stage)

    def check(results: list[Any]) -> Iterator[str]:
        rows = CostReport.objects.filter(release_id=life.release)
        numbers = sorted(rows.values_list("number", flat=True))
        if numbers != list(range(1, won(results) + 1)) or not numbers:
            yield f"forecasts {numbers}, {won(results)} acknowledged"
        done = [one for one in results if isinstance(one, Done) and "discharged" in one.answer]
        if len(done) != 1:
            yield f"the duty was discharged {len(done)} times"

    def telling(each: int) -> Step:
        given = {"stated_by": "dcc", "audience": "public", "lines": amounts(each)}
        return life.step("release.forecast-cost", life.release, **given)

    return Round([telling(each).perform for each in (90, 80, 70)], check)
