"""Compares the journal of the mail server with the ledger of deliveries (N1, N3, N4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ridgeway.governance.notices.models import Delivery, Notice
from tests.rigs.sink import Accepted, Sink


def disagreements(sink: Sink) -> list[str]:
    """The same for a sink in this process."""
    return compared(sink.journal)


def compared(journal: Iterable[Accepted], *, all_settled: bool = True) -> list[str]:
    """Everything that was lost, doubled without being declared, changed or hidden; else nothing."""
    taken: dict[str, list[Accepted]] = defaultdict(list)
    for one in journal:
        taken[one.message_id].append(one)
    found = []
    for row in Delivery.objects.select_related("notice"):
        arrived = taken.pop(row.message_id, [])
        found += [f"{row.message_id}: {what}" for what in _faults(row, arrived)]
        if all_settled and row.state == "pending":
            found.append(f"{row.message_id}: still waits")
    found += [f"{message_id}: sent without a delivery" for message_id in taken]
    for notice in Notice.objects.filter(state="sent").exclude(released_at=None):
        if notice.deliveries.filter(state="pending").exists():
            found.append(f"notice {notice.id} is called sent while messages wait")
    return found


def _faults(row: Delivery, arrived: list[Accepted]) -> list[str]:
    found = []
    if row.state == "sent" and not arrived:
        found.append("settled as sent, and no server took it")
    if len(arrived) > 1 and row.state != "pending" and not row.possible_duplicate:
        found.append(f"taken {len(arrived)} times and not declared")
    if len({one.digest for one in arrived}) > 1:
        found.append("repeated with other bytes")
    if any(one.recipient != row.address for one in arrived):
        found.append("went to another address")
    if row.state == "failed" and not row.last_error:
        found.append("failed without a reason")
    return found
