"""One round of work as a client and a worker do it; the rig kills it where it likes.

Each act carries an idempotency key, so that the same round may be played again after the kill, as
a client would that got no answer.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

from ridgeway import faults
from ridgeway.governance.actor import Actor
from ridgeway.governance.acts import Done, perform
from ridgeway.governance.codes.models import Body, Code
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.evidence import store
from ridgeway.governance.intake import staging, working
from ridgeway.governance.intake.models import StagedImport
from ridgeway.governance.notices.egress import Post
from ridgeway.governance.notices.models import Delivery, Notice
from ridgeway.governance.notices.outbox import Courier
from tests.rigs.invariants import broken
from tests.rigs.ledger import compared
from tests.rigs.scene import AT, Journal, actor_named, members, plan_release
from tests.rigs.sink import Accepted

GO_LIVE = dt.date(2027, 11, 4)
FILE = 4000


class Everything:
    """Equals every name: so each crash point counts its passes and none of them kills."""

    def __ne__(self, other: object) -> bool:
        return False

    __hash__ = None  # type: ignore[assignment]


def passes(what: str, **given: Any) -> dict[str, int]:
    """Play or work undisturbed; how often each crash point was passed."""
    faults._target, faults._pass = Everything(), str(10**9)  # type: ignore[assignment]
    script: Callable[..., None] = play if what == "play" else work
    script(**given)
    return dict(Counter(faults._passes))


def play(number: int, port: int, minute: int, *, works: bool = True) -> None:
    """Evidence, a release, a resolution with votes, a notice, an import; then the worker."""
    at = AT + dt.timedelta(minutes=minute)
    client = Client(number, at)
    client.file_evidence()
    release = client.plan()
    client.resolve(release)
    client.send_notice(release)
    client.bring_in()
    if works:
        deliver(port, at)


def fill(number: int, port: int, minute: int) -> None:
    """Only what gives the worker something to do."""
    del port
    client = Client(number, AT + dt.timedelta(minutes=minute))
    client.send_notice(client.plan())


def work(number: int, port: int, minute: int, timeout: float = 2.0) -> None:
    del number
    deliver(port, AT + dt.timedelta(minutes=minute), timeout=timeout)


def resume(what: str, **given: Any) -> dict[str, list[str]]:
    """After a kill: what is broken, then the same once more, and what is broken then."""
    first = broken()
    script: Callable[..., None] = play if what == "play" else work
    script(**given)
    return {"after the kill": first, "after the repeat": broken()}


class Client:
    """Does acts under keys of its round, and writes down each answer."""

    def __init__(self, number: int, at: dt.datetime) -> None:
        self.number, self.at, self.journal = number, at, Journal()
        self.code = Code.objects.get().id
        self.administrator = actor_named("code-administrator")

    def do(self, act: str, subject: str, actor: Actor, key: str = "", **given: Any) -> Done:
        key = f"{self.number}/{act}/{key}"
        done = perform(act, subject, given, actor=actor, at=self.at, key=key)
        self.journal.write(done)
        return done

    def file_evidence(self) -> None:
        body = f"evidence of round {self.number} ".encode() * (FILE // 20)
        digest, size = store.put(iter([body[:FILE], body[FILE:]]))
        self.do(
            "evidence.submit",
            self.code,
            self.administrator,
            subject_type="codes.code",
            subject_id=self.code,
            title=f"Round {self.number}",
            digest=digest,
            size=size,
        )

    def plan(self) -> str:
        day = GO_LIVE + dt.timedelta(days=self.number % 300)
        done = plan_release(self.administrator, day, self.at, key=f"{self.number}/plan")
        self.journal.write(done)
        return done.subject_id

    def resolve(self, release: str) -> None:
        proposed = self.do(
            "resolution.propose",
            self.code,
            self.administrator,
            subject_id=release,
            body=Body.objects.get(key="panel").id,
            matter="budget",
            text="that it be so",
            rule={"quorum": 2},
        )
        resolution = Resolution.objects.get(pk=proposed.subject_id)
        for member in members()[:2]:
            given = {"position": "for", "paper_digest": resolution.subject_digest}
            self.do("resolution.vote", resolution.id, member, member.person_id, **given)
        self.do("resolution.close", resolution.id, actor_named("chair"))

    def bring_in(self) -> None:
        """What a worker left is done first; what nobody asked for after a kill is taken back."""
        working.work(self.at)
        for left in StagedImport.objects.exclude(state="done"):
            staging.take_back(left, actor=self.administrator, at=self.at)
        text = f"reference,title\nC{self.number},Round {self.number}\n"
        files = [("modifications.csv", [text.encode()])]
        code = Code.objects.get()
        row = staging.stage(code, files, actor=self.administrator, at=self.at)
        working.work(self.at)
        staging.ask_for(row, actor=self.administrator, at=self.at)
        working.work(self.at)
        row.refresh_from_db()
        assert row.state == "done", row.failed_because

    def send_notice(self, release: str) -> None:
        notice = Notice.objects.get(subject_id=release, rule="notice-12-months")
        self.do("notice.release", notice.id, self.administrator)


def deliver(port: int, at: dt.datetime, *, hours: int = 3, timeout: float = 2.0) -> None:
    """The worker, on a clock that goes on to whatever is due next."""
    clock = [at]
    post = Post(host="127.0.0.1", port=port, sender="ridgeway@example.org", timeout=timeout)
    courier = Courier(post, lambda: clock[0])
    while clock[0] < at + dt.timedelta(hours=hours):
        courier.work_off()
        waiting = Delivery.objects.filter(state="pending")
        if not waiting.exists():
            break
        times = waiting.values_list("next_try_at", "claimed_until")
        due = [d for pair in times for d in pair if d and d >= clock[0]]
        clock[0] = min(due, default=clock[0]) + dt.timedelta(seconds=1)


def disagreements(journal: list[dict[str, Any]], *, whole: bool = True) -> list[str]:
    """The mail server's journal against the ledger; `whole` when nothing may wait any more."""
    return compared([Accepted(wire=b"", **one) for one in journal], all_settled=whole)


def duplicates() -> dict[str, int]:
    """What the ledger says of itself."""
    rows = Delivery.objects.values_list("state", "possible_duplicate")
    counted = Counter(rows)
    return {
        "sent": sum(n for (state, _), n in counted.items() if state == "sent"),
        "failed": sum(n for (state, _), n in counted.items() if state == "failed"),
        "declared": sum(n for (_, flag), n in counted.items() if flag),
    }


def waiting() -> int:
    return Delivery.objects.filter(state="pending").count()
