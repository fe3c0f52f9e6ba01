"""From a released notice to a settled ledger, over real SMTP and through every fault of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from ridgeway.governance.codes.models import Person
from ridgeway.governance.notices.egress import Security
from ridgeway.governance.notices.models import Delivery, Notice
from ridgeway.governance.notices.outbox import LEASE, Courier, claim
from ridgeway.governance.notices.queries import deliveries_of, unfinished
from ridgeway.governance.releases.models import Release
from tests.governance.notices.conftest import Clock, notice_of, post_to, released
from tests.governance.releases.conftest import Scene
from tests.marks import covers
from tests.rigs.ledger import disagreements
from tests.rigs.sink import Sink, Step


@pytest.fixture
def notice(scene: Scene, november: Release, readers: list[Person]) -> Notice:
    assert readers
    return released(scene.world, notice_of(november, "notice-12-months"))


def states() -> Counter[str]:
    return Counter(Delivery.objects.values_list("state", flat=True))


def until_settled(courier: Courier, clock: Clock, *, rounds: int = 500) -> None:
    """Work, each time at the moment when something is due next, until nothing waits any more."""
    for _ in range(rounds):
        courier.work_off()
        waiting = Delivery.objects.filter(state="pending")
        if not waiting.exists():
            return
        due = [d for pair in waiting.values_list("next_try_at", "claimed_until") for d in pair if d]
        later = [d for d in (*due, courier.quiet_until) if d and d >= clock.at]
        clock.at = min(later, default=clock.at) + dt.timedelta(seconds=1)
    raise AssertionError("messages still wait")


@covers("F-259", "F-096")
def test_a_notice_arrives_once_at_each_reader_and_is_settled(
    notice: Notice, courier: Courier, sink: Sink, readers: list[Person]
) -> None:
    assert courier.work_off() == len(readers)
    assert sorted(one.recipient for one in sink.journal) == sorted(p.email for p in readers)
    assert set(sink.counts().values()) == {1}
    notice.refresh_from_db()
    assert notice.state == "sent"
    assert not Delivery.objects.filter(possible_duplicate=True).exists()
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}
    assert disagreements(sink) == []


def test_a_message_tells_its_number_digest_and_place_in_the_record(
    notice: Notice, courier: Courier, sink: Sink
) -> None:
    courier.work_off()
    mail = sink.journal[0].mail
    text = mail.get_content()
    assert mail["Subject"] == notice.title
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "Go-live: Thu 4 Nov 2027" in text
    assert f"Notice {notice.id}, SHA-256 of its text" in text
    assert "Record sec, entry" in text


def test_each_message_names_one_recipient_only(
    notice: Notice, courier: Courier, sink: Sink, readers: list[Person]
) -> None:
    assert notice
    courier.work_off()
    for one in sink.journal:
        others = {p.email for p in readers} - {one.recipient}
        assert not any(other.encode() in one.wire for other in others)


FOR_A_WHILE = [
    Step.RCPT_421, Step.RCPT_450, Step.RCPT_452, Step.DATA_451, Step.END_451, Step.END_452,
    Step.DROP_AT_RCPT, Step.DROP_BEFORE_DOT, Step.EARLY,
]  # fmt: skip


@pytest.mark.parametrize("step", FOR_A_WHILE, ids=lambda step: step.value)
def test_a_fault_for_a_while_is_tried_again_and_delays_nobody_else(
    step: Step, notice: Notice, courier: Courier, sink: Sink, clock: Clock
) -> None:
    sink.scripts["reader1@example.org"] = [step, step]
    courier.work_off()
    clock.move(seconds=31)
    courier.work_off()
    assert states() == {"sent": 2, "pending": 1}
    until_settled(courier, clock)
    assert states() == {"sent": 3}
    assert dict(Delivery.objects.values_list("address", "attempts")) == dict(sink.attempts)
    assert sink.attempts["reader1@example.org"] == 3
    assert set(sink.counts().values()) == {1}
    assert disagreements(sink) == []
    notice.refresh_from_db()
    assert notice.state == "sent"


@pytest.mark.parametrize("step", [Step.RCPT_550, Step.END_550, Step.END_552], ids=lambda s: s.value)
def test_a_plain_no_is_a_failure_that_somebody_sees(
    step: Step, scene: Scene, notice: Notice, courier: Courier, sink: Sink
) -> None:
    sink.scripts["reader1@example.org"] = [step] * 99
    courier.work_off()
    assert states() == {"sent": 2, "failed": 1}
    admin, code_id = scene.world.actors["code-administrator"], scene.world.code.id
    seen = [row for row in deliveries_of(admin, notice.id) if row["state"] == "failed"]
    assert [(row["address"], row["last_error"][:3], row["attempts"]) for row in seen] == [
        ("reader1@example.org", step.value[:3], 1)
    ]
    waits = {it.id: (it.failed, it.used) for it in unfinished(admin, code_id, scene.world.at)}
    assert waits[notice.id] == (1, None)
    assert sink.attempts["reader1@example.org"] == 1
    assert deliveries_of(scene.world.actors["party"], notice.id) == []
    notice.refresh_from_db()
    assert notice.state == "sent"
    assert disagreements(sink) == []


@pytest.mark.parametrize("step", [Step.DROP_AFTER_DOT, Step.GARBAGE], ids=lambda s: s.value)
def test_a_message_that_may_have_gone_is_repeated_byte_for_byte_and_declared(
    step: Step, notice: Notice, courier: Courier, sink: Sink, clock: Clock
) -> None:
    assert notice
    sink.scripts["reader1@example.org"] = [step]
    until_settled(courier, clock)
    assert Counter(sink.counts().values()) == {1: 2, 2: 1}
    twice = [one for one in sink.journal if one.recipient == "reader1@example.org"]
    assert twice[0].wire == twice[1].wire
    declared = Delivery.objects.get(possible_duplicate=True)
    assert declared.message_id == twice[0].message_id
    assert disagreements(sink) == []


def test_a_server_that_drips_is_left_after_the_time_limit(
    notice: Notice, sink: Sink, clock: Clock
) -> None:
    assert notice
    sink.scripts["reader1@example.org"] = [Step.DRIP]
    courier = Courier(post_to(sink, timeout=0.3), clock)
    until_settled(courier, clock)
    assert states() == {"sent": 3}
    assert disagreements(sink) == []


def test_a_server_that_never_answers_holds_up_nobody_for_longer_than_the_limit(
    notice: Notice, sink: Sink, clock: Clock
) -> None:
    assert notice
    sink.scripts["reader1@example.org"] = [Step.HANG]
    courier = Courier(post_to(sink, timeout=0.3), clock)
    courier.work_off()
    assert states() == {"sent": 2, "pending": 1}
    until_settled(courier, clock)
    assert Delivery.objects.get(address="reader1@example.org").possible_duplicate


def test_a_server_down_for_eight_hours_loses_nothing_and_fails_nobody(
    notice: Notice, sink: Sink, clock: Clock
) -> None:
    assert notice
    here = post_to(sink)
    away = Courier(post_to(Sink(port=1), timeout=0.5), clock)
    for _ in range(8 * 12):
        assert away.work_off() == 0
        clock.move(minutes=5)
    assert states() == {"pending": 3}
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {0}
    assert Courier(here, clock).work_off() == 3
    assert disagreements(sink) == []


@pytest.mark.parametrize("greeting", [b"554 go away\r\n", b"SSH-2.0-OpenSSH_9\r\n", b"\r\n"])
def test_a_wrong_greeting_counts_against_the_server_and_not_against_the_reader(
    greeting: bytes, notice: Notice, courier: Courier, sink: Sink, clock: Clock
) -> None:
    assert notice
    sink.greeting = greeting
    courier.work_off()
    assert states() == {"pending": 3}
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {0}
    sink.greeting = b"220 better\r\n"
    until_settled(courier, clock)
    assert states() == {"sent": 3}


def test_no_word_of_a_notice_leaves_in_clear_text_where_tls_is_set(
    notice: Notice, sink: Sink, clock: Clock
) -> None:
    assert notice
    courier = Courier(post_to(sink, security=Security.STARTTLS, timeout=2.0), clock)
    courier.work_off()
    assert not any(command[:4].upper() in (b"MAIL", b"AUTH") for command in sink.commands)
    assert (sink.journal, states()) == ([], {"pending": 3})


def test_a_worker_that_died_before_the_answer_leaves_a_lease_that_ends(
    notice: Notice, courier: Courier, clock: Clock, sink: Sink
) -> None:
    assert notice
    first = claim(clock.at, "dead")[0]
    Delivery.objects.filter(pk=first.pk).update(sending=True)
    assert courier.work_off() == 0
    clock.move(seconds=LEASE.total_seconds() + 1)
    assert courier.work_off() == 3
    assert list(Delivery.objects.filter(possible_duplicate=True)) == [first]
    assert set(sink.counts().values()) == {1}


def test_two_workers_never_hold_the_same_message(notice: Notice, clock: Clock) -> None:
    assert notice
    first, second = claim(clock.at, "one"), claim(clock.at, "two")
    assert (len(first), second) == (3, [])


def test_a_worker_whose_lease_was_taken_over_sends_nothing_more(
    notice: Notice, courier: Courier, clock: Clock, sink: Sink
) -> None:
    assert notice
    other = Courier(courier.post, clock)
    held = claim(clock.at, courier.name)
    clock.move(seconds=LEASE.total_seconds() + 1)
    assert other.work_off() == 3
    from ridgeway.governance.notices.egress import Line

    with Line(courier.post) as line:
        assert [courier._deliver(one, line) for one in held] == [0, 0, 0]
    assert set(sink.counts().values()) == {1}


@pytest.mark.parametrize("address", ["müller@example.org", "a@b@c.org", "x@-a.org", "a>b@c.org"])
def test_an_address_that_no_mail_can_go_to_fails_at_once_and_is_seen(
    address: str, notice: Notice, courier: Courier, sink: Sink
) -> None:
    assert notice
    Delivery.objects.filter(address="reader1@example.org").update(address=address)
    courier.work_off()
    assert states() == {"sent": 2, "failed": 1}
    failed = Delivery.objects.get(state="failed")
    assert "is not an address that mail can be sent to" in failed.last_error
    assert len(sink.journal) == 2


def test_a_failed_message_goes_to_the_address_that_its_reader_has_by_now(
    scene: Scene, notice: Notice, courier: Courier, sink: Sink, readers: list[Person]
) -> None:
    sink.scripts["reader1@example.org"] = [Step.RCPT_550]
    courier.work_off()
    Person.objects.filter(pk=readers[1].pk).update(email="new@example.org")
    failed = Delivery.objects.get(state="failed")
    scene.world.do("delivery.resend", failed)
    notice.refresh_from_db()
    assert notice.state == "released"
    courier.work_off()
    assert sink.journal[-1].recipient == "new@example.org"
    notice.refresh_from_db()
    assert (notice.state, states()) == ("sent", {"sent": 3})


def test_a_notice_that_reached_nobody_is_not_called_sent(
    notice: Notice, courier: Courier, sink: Sink, readers: list[Person]
) -> None:
    sink.scripts = {person.email: [Step.RCPT_550] for person in readers}
    courier.work_off()
    notice.refresh_from_db()
    assert (notice.state, states()) == ("released", {"failed": 3})


def test_patience_ends_after_days_and_the_failure_is_seen(
    notice: Notice, courier: Courier, sink: Sink, clock: Clock
) -> None:
    assert notice
    began = clock.at
    sink.scripts["reader1@example.org"] = [Step.RCPT_450] * 1000
    until_settled(courier, clock)
    assert states() == {"sent": 2, "failed": 1}
    assert dt.timedelta(days=4) < clock.at - began < dt.timedelta(days=6)


def test_an_example_notice_says_so_in_subject_and_text(
    scene: Scene, readers: list[Person], courier: Courier, sink: Sink
) -> None:
    assert readers
    release = scene.plan(slot="november", year=2028, audience="public", example=True)
    released(scene.world, notice_of(release, "notice-12-months"))
    courier.work_off()
    mail = sink.journal[0].mail
    assert mail["Subject"].startswith("Example: ")
    assert mail.get_content().startswith("This is an example; nothing follows from it.")
