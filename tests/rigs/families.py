"""The families of races: for each, a round with its moves and what must hold after them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from ridgeway.governance import acts
from ridgeway.governance.acting import Stale
from ridgeway.governance.acts import Done
from ridgeway.governance.committees import subjects
from ridgeway.governance.committees.counting import count
from ridgeway.governance.evidence import store
from ridgeway.governance.notices.egress import Post
from ridgeway.governance.notices.models import Delivery, Notice
from ridgeway.governance.notices.outbox import Courier
from ridgeway.governance.releases.models import Release
from tests.rigs import bodies, registering
from tests.rigs.baselining import baseline_baseline
from tests.rigs.scene import AT, plan_release
from tests.rigs.stage import Move, Round, Stage, order, won

POSITIONS = ("for", "against", "for", "for", "abstain")


def vote_vote(stage: Stage) -> Round:
    """Everybody votes, the first one twice: each seat counts once."""
    resolution = stage.resolution()
    voters = [stage.seated[0], *stage.seated]

    def check(results: list[Any]) -> Iterator[str]:
        held = sorted(resolution.votes.values_list("person_id", flat=True))
        if held != sorted(member.person_id for member in stage.seated):
            yield f"votes of {len(held)} for {len(stage.seated)} seats"
        if won(results) != len(stage.seated):
            yield f"{won(results)} votes were acknowledged"

    return Round(
        [stage.vote(resolution, v, p) for v, p in zip(voters, POSITIONS, strict=True)], check
    )


def vote_close(stage: Stage) -> Round:
    """A vote while the vote is closed: counted before, or refused."""
    resolution = stage.resolution()
    stage.vote(resolution, stage.seated[0])()

    def check(results: list[Any]) -> Iterator[str]:
        del results
        acts_in_order = [act for act, _ in order(resolution.id)]
        if "resolution.close" not in acts_in_order:
            yield "it was not closed"
            return
        if "resolution.vote" in acts_in_order[acts_in_order.index("resolution.close") :]:
            yield "a vote was recorded after the vote was closed"
        resolution.refresh_from_db()
        carried = count(resolution, AT.date(), closed=True).carried
        if resolution.state != ("carried" if carried else "lost"):
            yield f"closed as {resolution.state}, but the votes held say otherwise"

    moves = [
        stage.vote(resolution, stage.seated[1], "against"),
        lambda: stage.do("resolution.close", resolution.id, stage.chair),
        stage.vote(resolution, stage.seated[2], "against"),
    ]
    return Round(moves, check)


def close_close(stage: Stage) -> Round:
    resolution = stage.resolution()
    stage.vote(resolution, stage.seated[0])()

    def check(results: list[Any]) -> Iterator[str]:
        closed = [act for act, _ in order(resolution.id)].count("resolution.close")
        if (closed, won(results)) != (1, 1):
            yield f"closed {closed} times, acknowledged {won(results)} times"

    return Round([lambda: stage.do("resolution.close", resolution.id, stage.chair)] * 3, check)


def vote_recuse(stage: Stage) -> Round:
    """One member votes and declares an interest at once: no vote counts after it."""
    resolution = stage.resolution()
    member = stage.seated[0]

    def check(results: list[Any]) -> Iterator[str]:
        del results
        own = [act for act, person in order(resolution.id) if person == member.person_id]
        if "resolution.recuse" not in own:
            yield "the interest was not recorded"
        elif "resolution.vote" in own[own.index("resolution.recuse") :]:
            yield "a vote was recorded after the member was recused"
        if count(resolution, AT.date()).in_favour:
            yield "the vote of a recused member counts"

    declare = {"interest": "Supplies a part of it"}
    moves = [
        stage.vote(resolution, member),
        lambda: stage.do("resolution.recuse", resolution.id, member, **declare),
    ]
    return Round(moves, check)


def approve_edit(stage: Stage) -> Round:
    """The subject changes while it is decided on: the decision falls or was never taken."""
    release = stage.release()
    resolution = stage.resolution(about=release)
    stage.vote(resolution, stage.seated[0])()
    moved = Release.objects.get(pk=release).go_live_date + dt.timedelta(days=1)
    change: dict[str, Any] = {
        "go_live_date": moved,
        "by_body": "panel",
        "authority": "Decision",
        "cause": "More testing",
    }

    def check(results: list[Any]) -> Iterator[str]:
        resolution.refresh_from_db()
        content = subjects.content_of("releases.release", release)
        now = subjects.digest_of(content) if content else ""
        if now != resolution.subject_digest and resolution.state in ("open", "carried"):
            yield f"{resolution.state} although its subject has changed"
        if now == resolution.subject_digest and isinstance(results[1], Done):
            yield "the change of date was acknowledged and lost"

    moves = [
        lambda: stage.do("resolution.close", resolution.id, stage.chair),
        lambda: stage.do("release.set-date", release, stage.administrator, **change),
        stage.vote(resolution, stage.seated[1]),
    ]
    return Round(moves, check)


def same_key(stage: Stage) -> Round:
    """One request twice, under the same key: one effect, and the same answer to both."""
    stage.number += 1
    key = f"key-{stage.number}"
    day = dt.date(2028, 3, 1) + dt.timedelta(days=stage.number % 200)

    def move() -> Done:
        return plan_release(stage.administrator, day, AT, key=key, given={"description": key})

    def check(results: list[Any]) -> Iterator[str]:
        made = Release.objects.filter(description=key).count()
        answers = {one.subject_id for one in results if isinstance(one, Done)}
        if made != 1 or len(answers) != 1 or won(results) != len(results):
            yield f"{made} effects, {len(answers)} answers, {won(results)} acknowledged"

    return Round([move] * 3, check)


def plan_plan(stage: Stage) -> Round:
    """Two plan the same slot of the year: it is planned once."""
    stage.number += 1
    year, slot = 2027 + stage.number % 20, ("february", "june", "november")[stage.number // 20 % 3]
    given = {"slot": slot, "year": year, "go_live_date": None, "kind": ""}

    def check(results: list[Any]) -> Iterator[str]:
        made = Release.objects.filter(slot=slot, go_live_date__year=year).count()
        if (made, won(results)) != (1, 1):
            yield f"{made} releases in one slot, {won(results)} acknowledged"

    def move() -> Done:
        return acts.perform("release.plan", stage.code, given, actor=stage.administrator, at=AT)

    return Round([move] * 2, check)


def release_release(stage: Stage) -> Round:
    """A notice sent by two people at once goes out once."""
    notice = Notice.objects.get(subject_id=stage.release(), rule="notice-12-months")

    def check(results: list[Any]) -> Iterator[str]:
        people = list(notice.deliveries.values_list("person_id", flat=True))
        if len(people) != len(set(people)) or not people or won(results) != 1:
            yield f"{len(people)} messages, released {won(results)} times"

    return Round([lambda: stage.do("notice.release", notice.id, stage.administrator)] * 2, check)


def release_move(stage: Stage) -> Round:
    """A notice goes out while its date moves: it gives the new date, or is corrected."""
    release = stage.release()
    notice = Notice.objects.get(subject_id=release, rule="notice-12-months")
    moved = Release.objects.get(pk=release).go_live_date + dt.timedelta(days=1)
    change: dict[str, Any] = {
        "go_live_date": moved,
        "by_body": "panel",
        "authority": "Decision",
        "cause": "More testing",
    }

    def check(results: list[Any]) -> Iterator[str]:
        del results
        notice.refresh_from_db()
        holds = Release.objects.get(pk=release).go_live_date
        corrected = Notice.objects.filter(corrects=notice, state="owed").exists()
        if holds != moved or notice.state != "released":
            yield f"one of the two was lost: {notice.state}, {holds}"
        elif (notice.stated_date != holds) != corrected:
            yield f"it gave {notice.stated_date}, {holds} holds, corrected: {corrected}"

    moves = [
        lambda: _until_done(lambda: stage.do("notice.release", notice.id, stage.administrator)),
        lambda: _until_done(
            lambda: stage.do("release.set-date", release, stage.administrator, **change)
        ),
    ]
    return Round(moves, check)


def _until_done(move: Move) -> Any:
    """A person who is told that something changed looks again and repeats."""
    for _ in range(5):
        try:
            return move()
        except Stale:
            continue
    return move()


def claim_claim(stage: Stage) -> Round:
    """Two workers on one outbox: each message goes once."""
    notice = Notice.objects.get(subject_id=stage.release(), rule="notice-12-months")
    stage.do("notice.release", notice.id, stage.administrator)
    post = Post(host="127.0.0.1", port=stage.port, sender="ridgeway@example.org", timeout=5.0)

    def check(results: list[Any]) -> Iterator[str]:
        numbers = [one for one in results if isinstance(one, int)]
        rows = Delivery.objects.filter(notice=notice)
        if rows.exclude(state="sent").exists() or rows.filter(possible_duplicate=True).exists():
            yield "not every message was settled once"
        if sum(numbers) != rows.count():
            yield f"{sum(numbers)} settled by two workers for {rows.count()} messages"

    return Round([lambda: Courier(post, lambda: AT).work_off() for _ in range(2)], check)


def upload_upload(stage: Stage) -> Round:
    """The same file comes twice at once: one whole file, and both pieces of evidence."""
    stage.number += 1
    body = f"file {stage.number} ".encode() * 9000

    def move() -> Done:
        digest, size = store.put(iter([body[:7000], body[7000:]]))
        about = {"subject_type": "codes.code", "subject_id": stage.code, "title": "File"}
        return stage.do(
            "evidence.submit", stage.code, stage.administrator, digest=digest, size=size, **about
        )

    def check(results: list[Any]) -> Iterator[str]:
        if won(results) != 3:
            yield f"{won(results)} of 3 were taken"

    return Round([move] * 3, check)


FAMILIES: dict[str, Callable[[Stage], Round]] = {
    "vote/vote": vote_vote,
    "vote/close": vote_close,
    "close/close": close_close,
    "vote/recuse": vote_recuse,
    "approve/edit": approve_edit,
    "same key": same_key,
    "plan/plan": plan_plan,
    "notice released twice": release_release,
    "notice released/date moved": release_move,
    "claim/claim": claim_claim,
    "upload/upload": upload_upload,
    "baseline/baseline": baseline_baseline,
    "propose/propose": bodies.propose_propose,
    "vote/interest": bodies.vote_interest,
    "put/interest": bodies.put_interest,
    "approve/rewrite": bodies.approve_rewrite,
    "respond/close": bodies.respond_close,
    "consider/conclude": bodies.consider_conclude,
    "freeze/move": bodies.freeze_move,
    "freeze/live": bodies.freeze_live,
    "endorse/reject": bodies.endorse_reject,
    "raise/raise": bodies.raise_raise,
    "forecast/forecast": bodies.forecast_forecast,
    "split/move": registering.split_move,
    "consent/consent": registering.consent_consent,
    "bring in/bring in": registering.bring_bring,
    "agree/consult": registering.agree_consult,
}
