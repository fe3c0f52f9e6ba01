"""What the inputs of acts on modifications may be answered with."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from ridgeway.core.lifecycle.machine import words
from ridgeway.governance.codes.models import Person
from ridgeway.governance.modifications.models import HeldDocument, Impact, Level, Modification
from ridgeway.governance.modifications.reporting import kinds_of_document, topics_of
from ridgeway.governance.modifications.workflow import NOT, PATH, life_of

Pair = tuple[str, str]


def people(code_id: str, on: dt.date) -> list[Pair]:
    """Whoever is appointed under a code on a day."""
    still = Q(appointments__until_date=None) | Q(appointments__until_date__gte=on)
    rows = Person.objects.filter(
        still, appointments__code_id=code_id, appointments__from_date__lte=on
    )
    found = rows.order_by("name").distinct().values_list("id", "name")
    return [(pk, name or "erased") for pk, name in found]


def kinds(code_id: str, on: dt.date) -> list[Pair]:
    return kinds_of_document(code_id, on)


def topics(code_id: str, on: dt.date) -> list[Pair]:
    return [(topic.id, topic.heading) for topic in topics_of(code_id, on).values()]


def paths(code_id: str, on: dt.date) -> list[Pair]:
    """The paths that the steps of the workflow tell apart."""
    life = life_of(code_id, on)
    rows = life.workflow.transitions if life else ()
    guards = (g.removeprefix(NOT) for row in rows for g in row.guards if g.endswith(PATH))
    keys = dict.fromkeys(guard.removesuffix(PATH) for guard in guards)
    return [(key, words(key).capitalize()) for key in keys]


def documents(row: Modification) -> list[Pair]:
    """The documents that still count, by number."""
    rows = HeldDocument.objects.filter(modification=row, withdrawn_because="").order_by("-number")
    return [
        (str(number), f"{number}. {name} {edition}".strip())
        for number, name, edition in rows.values_list("number", "name", "edition")
    ]


def impacts(row: Modification) -> list[Pair]:
    """What it touches, by name."""
    rows = Impact.objects.filter(modification=row).exclude(level=Level.NONE)
    named = rows.order_by("kind", "name").values_list("name", "level")
    return [(name, f"{name}: {level}") for name, level in named]
