"""What an input may name: identities with the words that a reader knows them by."""

from __future__ import annotations

from collections.abc import Iterable

from ridgeway.core.lifecycle.machine import words
from ridgeway.core.verdict import Verdict
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import (
    Appointment,
    Body,
    Code,
    Party,
    Person,
    PolicyAdoption,
    Seat,
)
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.committees.models import Meeting
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.golive.models import Criterion
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.record.rows import label_of
from ridgeway.governance.releases.models import Obligation, Relation, Release, Risk, ScopeEntry
from ridgeway.governance.releases.services_obligations import keyed

Pair = tuple[str, str]
MOST = 300


def bodies(*, by_key: bool = False) -> list[Pair]:
    """Every body by identity, or by key."""
    rows = Body.objects.order_by("name").values_list("key" if by_key else "id", "name")
    return [(value, name) for value, name in rows]


def parties(*, by_key: bool = False) -> list[Pair]:
    rows = Party.objects.order_by("name").values_list("key" if by_key else "id", "name")
    return [(value, name) for value, name in rows[:MOST]]


def requesters() -> list[Pair]:
    """Bodies and Parties by key, for whoever may ask: a Party is called one."""
    return [*bodies(by_key=True), *((key, f"{name} (Party)") for key, name in parties(by_key=True))]


def people(actor: Actor) -> list[Pair]:
    """Those whom the actor may see: everybody for administrators, else oneself."""
    rows = visible(Person, actor).order_by("name").values_list("id", "name", "email")
    return [(pk, f"{name}, {email}" if email else name or "erased") for pk, name, email in rows]


def codes(actor: Actor) -> list[Pair]:
    return list(visible(Code, actor).order_by("short_name").values_list("id", "short_name"))


def seats(actor: Actor) -> list[Pair]:
    rows = visible(Seat, actor).order_by("code__key", "body__name", "name")
    columns = ("id", "name", "body__short_name", "code__short_name")
    return [(pk, f"{body}: {name} ({code})") for pk, name, body, code in rows.values_list(*columns)]


def members(actor: Actor) -> list[Pair]:
    """Appointments with a seat, by the seat and whoever sits there: each may have alternates."""
    rows = visible(Appointment, actor).filter(alternate_of=None, until_date=None)
    columns = ("id", "seat__body__short_name", "seat__name", "person__name")
    ordered = rows.exclude(seat=None).order_by("seat__body__name", "seat__name")
    return [
        (pk, f"{body}: {seat}, {name or 'erased'}")
        for pk, body, seat, name in ordered.values_list(*columns)
    ]


def meetings(actor: Actor, code_id: str) -> list[Pair]:
    rows = visible(Meeting, actor).filter(code_id=code_id).order_by("-meeting_date")
    columns = ("id", "title", "body__short_name", "meeting_date")
    return [
        (pk, f"{body}, {day:%-d %b %Y}: {title}")
        for pk, title, body, day in rows.values_list(*columns)[:MOST]
    ]


def releases(actor: Actor, code_id: str) -> list[Pair]:
    rows = visible(Release, actor).filter(code_id=code_id).order_by("-go_live_date")
    return list(rows.values_list("id", "name")[:MOST])


def changed(actor: Actor, code_id: str) -> list[Pair]:
    """What a response may have led to: versions of policies, then the latest modifications."""
    versions = visible(PolicyAdoption, actor).filter(code_id=code_id)
    rows = versions.order_by("-applies_from_date").values_list("id", "title", "policy_version")
    found = [(pk, f"{title} {number}") for pk, title, number in rows]
    return [*found, *modifications(actor, code_id)]


def modifications(actor: Actor, code_id: str) -> list[Pair]:
    """The latest ones."""
    rows = visible(Modification, actor).filter(code_id=code_id).order_by("-raised_date", "id")
    named = rows.values_list("id", "reference", "title")[:MOST]
    return [(pk, f"{reference}: {title[:80]}") for pk, reference, title in named]


def subjects(actor: Actor, code_id: str) -> list[Pair]:
    """What most acts are about, where the page that one comes from does not say: see `kind_of`."""
    return [*releases(actor, code_id), *modifications(actor, code_id)]


def kind_of(subject_id: str) -> str:
    """Of which kind one of the `subjects` is."""
    kinds = (Release, Modification)
    found = (label_of(kind) for kind in kinds if kind.objects.filter(pk=subject_id).exists())
    return next(found, "") if subject_id else ""


def evidence(actor: Actor, subject_id: str) -> list[Pair]:
    rows = visible(Evidence, actor).filter(subject_id=subject_id).order_by("-arrived_date")
    return list(rows.values_list("id", "title")[:MOST])


def obligations(release_id: str) -> list[Pair]:
    rows = Obligation.objects.filter(release_id=release_id, discharged_date=None, lapsed=False)
    return keyed(rows.order_by("due_date"))


def criteria(release_id: str) -> list[Pair]:
    rows = Criterion.objects.filter(release_id=release_id).order_by("number")
    return [(str(n), f"{n}. {text[:90]}") for n, text in rows.values_list("number", "text")]


def risks(release_id: str) -> list[Pair]:
    rows = Risk.objects.filter(release_id=release_id).order_by("number")
    return [(str(n), f"{n}. {text[:90]}") for n, text in rows.values_list("number", "text")]


def in_scope(actor: Actor, release_id: str) -> list[Pair]:
    rows = ScopeEntry.objects.filter(
        release_id=release_id, modification__in=visible(Modification, actor)
    ).exclude(relation=Relation.REMOVED)
    columns = ("modification__reference", "modification__title")
    ordered = rows.order_by("modification__reference").values_list(*columns).distinct()
    return [(reference, f"{reference}: {title[:80]}") for reference, title in ordered]


def open_reasons(verdicts: Iterable[Verdict]) -> list[Pair]:
    """What stands in the way, by its key."""
    found = {r.key: r.what for verdict in verdicts for r in verdict.reasons if r.is_open}
    return [(key, what[:110]) for key, what in found.items()]


def as_words(values: Iterable[str]) -> list[Pair]:
    return [(value, words(value).capitalize()) for value in values]
