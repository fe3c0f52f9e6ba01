"""What must hold after every fault, whatever it was. One function, used by all rigs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Count, F, Q

from ridgeway.core.lifecycle.tables import RELEASE
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.evidence import store
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.notices.models import Delivery, Notice
from ridgeway.governance.record.models import Event, IdempotencyKey
from ridgeway.governance.record.verify import verify_record
from ridgeway.governance.releases.books import duty_of
from ridgeway.governance.releases.models import Obligation, Release, Standing
from tests.rigs.scene import Journal

BULK = "register.import"
"""Its entries are about what it brought in, each."""


def broken() -> list[str]:
    """Each invariant that does not hold, in words; nothing when all is well."""
    found = [*_record(), *_acknowledged(), *_outbox(), *_files(), *_states(), *_database()]
    return found[:20]


def _record() -> Iterator[str]:
    """No gap, every hash right, every row the fold of the record: nothing is there by halves."""
    yield from verify_record([]).faults()


def _acknowledged() -> Iterator[str]:
    """What a client was told is in the record, under the number that it was told."""
    held = {
        (chain, seq): (act, subject)
        for chain, seq, act, subject in Event.objects.values_list(
            "chain__key", "seq", "act", "subject_id"
        )
    }
    for chain, seq, act, subject in Journal().read():
        told = held.get((chain, seq))
        if told != (act, subject) and not (told and told[0] == act == BULK):
            yield f"acknowledged {act} of {subject} is not entry {seq} of {chain}"
    for answer in IdempotencyKey.objects.values_list("answer", flat=True):
        if (answer["chain"], answer["seq"]) not in held:
            yield f"a key answers with entry {answer['seq']} that is not there"


def _outbox() -> Iterator[str]:
    """Every cause has its messages and every message its cause."""
    notices = Notice.objects.annotate(
        number=Count("deliveries"), waiting=Count("deliveries", Q(deliveries__state="pending"))
    )
    for notice in notices:
        if notice.released_at is not None and not notice.number:
            yield f"notice {notice.id} was released to nobody"
        if notice.state in ("owed", "withdrawn") and notice.number:
            yield f"notice {notice.id} is {notice.state} and has messages"
        if notice.state == "sent" and notice.waiting:
            yield f"notice {notice.id} is sent while messages wait"
    owed = set(Notice.objects.values_list("obligation_id", flat=True))
    for row in Obligation.objects.filter(
        discharged_date=None, lapsed=False, in_force=True, unknown=""
    ).select_related("release"):
        duty = duty_of(row.release.code_id, row.policy, row.rule)
        held = row.release.standing == Standing.HELD
        if held and duty is not None and duty.notice and row.id not in owed:
            yield f"obligation {row.id} ({row.rule}) has no notice"
    if (
        Notice.objects.filter(state="owed")
        .exclude(obligation=None)
        .exclude(due_date=F("obligation__due_date"))
        .exists()
    ):
        yield "a notice is due on another day than its duty"
    if Delivery.objects.exclude(state="pending").filter(settled_at=None).exists():
        yield "a message is settled at no time"


def _files() -> Iterator[str]:
    """Every row that names a file has the whole file, and every file in its place is whole."""
    for digest in Evidence.objects.exclude(digest="").values_list("digest", flat=True).distinct():
        if not store.is_whole(digest):
            yield f"the file {digest} of a piece of evidence is not whole"
    root = Path(settings.EVIDENCE_DIR)
    for file in root.glob("??/*"):
        if not store.is_whole(file.name):
            yield f"the file {file.name} does not have the bytes that its name says"


def _states() -> Iterator[str]:
    """No state that no table knows; each subject at most one open resolution on a matter."""
    known = {state for row in RELEASE.transitions for state in (*row.sources, row.target)}
    for state in set(Release.objects.values_list("state", flat=True)) - known:
        yield f"no lifecycle knows the state {state!r}"
    twice = (
        Resolution.objects.filter(state="open")
        .values("subject_id", "matter", "verb")
        .annotate(number=Count("pk"))
        .filter(number__gt=1)
    )
    for row in twice:
        yield f"{row['number']} resolutions on {row['subject_id']} are open together"


def _database() -> Iterator[str]:
    """What the database itself finds wrong with its files and keys."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            yield from (row[0] for row in cursor.fetchall() if row[0] != "ok")
            cursor.execute("PRAGMA foreign_key_check")
            yield from (f"foreign key: {row}" for row in cursor.fetchall())
    else:
        connection.check_constraints()
