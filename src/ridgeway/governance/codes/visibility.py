"""What an actor may see, decided here for every noun; doors and acts start from `visible`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet

from ridgeway.core import access
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import (
    Account,
    ApiToken,
    Appointment,
    Body,
    Code,
    Delegation,
    Installation,
    Party,
    Person,
    PolicyAdoption,
    Seat,
)
from ridgeway.governance.record.rows import Audience, listed
from ridgeway.governance.record.sources import LIVE, MANY, Source

M = TypeVar("M", bound=models.Model)
Rule = Callable[[Actor], Q]
Mine = Callable[[Actor, Mapping[str, Any]], bool]

NOTHING = Q(pk__in=())
EVERYTHING = ~NOTHING

_AUDIENCES: dict[str, frozenset[str]] = {
    access.ADMINISTRATOR: frozenset(Audience.values),
    access.AUDITOR: frozenset(Audience.values),
    access.RELEASE_MANAGER: frozenset({"public", "parties", "committee"}),
    access.MEMBER: frozenset({"public", "parties", "committee"}),
    access.CHAIR: frozenset({"public", "parties", "committee"}),
    access.DELIVERY: frozenset({"public", "parties", "committee"}),
    access.AUTHORITY: frozenset({"public", "parties", "committee"}),
    access.PARTY: frozenset({"public", "parties"}),
}
"""Which audiences a role belongs to; a role that is not named sees what the public sees."""


def audiences_of_role() -> dict[str, frozenset[str]]:
    """Which audiences each role belongs to."""
    return dict(_AUDIENCES)


def audiences(actor: Actor, code_id: str) -> frozenset[str]:
    """The audiences that an actor belongs to under a code."""
    if actor.worker:
        return frozenset(Audience.values)
    found = {str(Audience.PUBLIC)}
    for role in actor.roles(code_id):
        found |= _AUDIENCES.get(role, frozenset())
    return frozenset(found)


def seen_by(actor: Actor, *, code: str = "code_id", audience: str = "audience") -> Q:
    """The condition on rows that carry a code and an audience; field paths may be given.

    It asks for the `audiences` of the row's code, as `seen_then` does of rows that were read.
    """
    if actor.worker:
        return EVERYTHING
    rule = Q(**{audience: Audience.PUBLIC})
    for code_id in ("", *sorted(actor.codes())):
        more = sorted(audiences(actor, code_id) - {str(Audience.PUBLIC)})
        if more:
            under = {code: code_id} if code_id else {}
            rule |= Q(**under, **{f"{audience}__in": more})
    return rule


def own_codes(actor: Actor) -> dict[str, list[str]]:
    """What `code_rule` wants to know of an actor: the codes seen beside the public ones.

    Empty for those who see every code.
    """
    if _everywhere(actor):
        return {}
    return {"own": sorted(actor.codes())}


def code_rule(own: Sequence[str] | None = None) -> Q:
    """The codes that are seen by whoever belongs to these; without any said, every code."""
    return EVERYTHING if own is None else Q(audience=Audience.PUBLIC) | Q(pk__in=own)


def _codes(actor: Actor) -> Q:
    return code_rule(**own_codes(actor))


def _everywhere(actor: Actor) -> bool:
    """Whether what the actor holds counts under every code."""
    return actor.worker or any(not h.code_id for h in actor.held)


def _administers(actor: Actor) -> bool:
    return any(h.role == access.INSTALLATION and not h.code_id for h in actor.held)


def _installation(actor: Actor) -> Q:
    """People, accounts and appointments: for those who administer, and oneself."""
    return EVERYTHING if actor.worker or _administers(actor) else NOTHING


def _people(actor: Actor) -> Q:
    return _installation(actor) | Q(pk=actor.person_id)


def _accounts(actor: Actor) -> Q:
    return _installation(actor) | Q(person_id=actor.person_id)


def _tokens(actor: Actor) -> Q:
    return _installation(actor) | Q(account__person_id=actor.person_id)


def _of_code(actor: Actor) -> Q:
    """Rows without an audience of their own are seen by whoever sees their code."""
    if _everywhere(actor):
        return EVERYTHING
    return Q(code__audience=Audience.PUBLIC) | Q(code_id__in=sorted(actor.codes()))


def _public(actor: Actor) -> Q:
    del actor
    return EVERYTHING


RULES: dict[type[models.Model], Rule] = {
    Installation: _installation,
    Code: _codes,
    Body: _public,
    Party: _public,
    Person: _people,
    Account: _accounts,
    ApiToken: _tokens,
    Appointment: _installation,
    Seat: _of_code,
    Delegation: _of_code,
    PolicyAdoption: _of_code,
}


NARROWER: dict[type[models.Model], list[Rule]] = {}

KEPT_FROM: list[Callable[[Actor], frozenset[str]]] = []
"""What apps above know of rows that are closed to a person by themselves."""


MINE: dict[type[models.Model], tuple[str, Mine]] = {}


def declare(
    model: type[models.Model], rule: Rule = seen_by, mine: tuple[str, Mine] | None = None
) -> None:
    """Say how a noun is seen; apps do so beside their models' queries.

    Where a row is for somebody whatever its audience, `mine` is the column that names them, and
    whether in a row it names the actor; `rule` opens those rows too.
    """
    RULES[model] = rule
    if mine:
        MINE[model] = mine


def narrow(model: type[models.Model], rule: Rule) -> None:
    """Say what an actor may not see of a noun of a lower app, whatever its own rule says."""
    NARROWER.setdefault(model, []).append(rule)


def kept_from(actor: Actor) -> frozenset[str]:
    """The rows that an actor may not see although they belong to the audience: few, and for most
    none. For lists that are not read from the rows themselves."""
    return frozenset(one for told in KEPT_FROM for one in told(actor))


def rule_for(model: type[models.Model], actor: Actor) -> Q:
    """What an actor may see of a noun; one that declares no rule is seen by nobody."""
    rule = RULES.get(model)
    if rule is None:
        return NOTHING
    found = rule(actor)
    for narrower in NARROWER.get(model, ()):
        found &= narrower(actor)
    return found


def visible(model: type[M], actor: Actor) -> QuerySet[M]:
    """The rows of a noun that an actor may see."""
    manager: Any = model._default_manager
    found: QuerySet[M] = manager.filter(rule_for(model, actor))
    return found


FEW = 500
"""How many identities are asked for by name; beyond that everything seen of the code is read."""


def seen_ids(
    actor: Actor, model: type[models.Model], ids: Iterable[str], code_ids: Iterable[str] = ()
) -> frozenset[str]:
    """Which of the rows the actor may see now: one query. `code_ids` are the codes they are of."""
    wanted = frozenset(ids)
    if not wanted:
        return frozenset()
    rows = visible(model, actor)
    codes = sorted(set(code_ids))
    asked = rows.filter(code_id__in=codes) if codes and len(wanted) > FEW else None
    found = rows.filter(pk__in=sorted(wanted)) if asked is None else asked
    return wanted.intersection(found.order_by().values_list("pk", flat=True))


def seen_rows(
    actor: Actor,
    model: type[models.Model],
    columns: Sequence[str],
    source: Source,
    /,
    **equals: Any,
) -> list[dict[str, Any]]:
    """Rows of a noun with a code and an audience, as far as the actor may see them; no order.

    The one place that decides what may be seen of a past moment: what was for an audience of then
    to which the actor belongs, or was their own, and may be seen by them now. A text that was
    opened later was not theirs then; one that was closed since is no longer theirs.
    """
    if source is LIVE:
        where = {f"{k}__in" if isinstance(v, MANY) else k: v for k, v in equals.items()}
        return listed(visible(model, actor).filter(**where).order_by().values(*columns))
    telling = ("id", "code_id", "audience", *(MINE[model][:1] if model in MINE else ()))
    wanted = tuple(dict.fromkeys((*columns, *telling)))
    rows = seen_among(actor, model, source.rows(model, wanted, **equals), source)
    return [{name: row[name] for name in columns} for row in rows]


def seen_among(
    actor: Actor, model: type[models.Model], rows: Iterable[dict[str, Any]], source: Source
) -> list[dict[str, Any]]:
    """The same of rows that were read with `id`, `code_id`, `audience` and what says whose they are
    for more than one reader: no query for what is told by these alone."""
    _, mine = MINE.get(model, ("", None))
    kept = seen_then(actor, rows, mine=mine)
    if source is LIVE and RULES.get(model) is seen_by and model not in NARROWER:
        return kept
    now = seen_ids(actor, model, (r["id"] for r in kept), (r["code_id"] for r in kept))
    return [row for row in kept if row["id"] in now]


def as_it_was(actor: Actor, row: M, source: Source) -> M | None:
    """A row as a past moment held it, with what it names, never to be saved; None where it held
    none or not for this actor. `row` is the present one, which the actor was found to see, with
    what the page needs of its relations read; its code stays that of today."""
    if source is LIVE:
        return row
    found = seen_rows(actor, type(row), columns_of(type(row)), source, id=row.pk)
    return _read_back(row, found[0], source) if found else None


def _read_back(row: M, values: dict[str, Any], source: Source) -> M:
    """A row of these values, with its relations read as far as those of the present one are."""
    made = type(row)(**values)
    for field in type(row)._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or not field.is_cached(row):
            continue
        now = getattr(row, field.name)
        if field.related_model is Code:
            setattr(made, field.name, now)
        elif key := getattr(made, field.attname):
            model = field.related_model
            (then,) = source.rows(model, columns_of(model), id=key)
            setattr(made, field.name, _read_back(now, then, source) if now else model(**then))
    return made


def columns_of(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def seen_then(
    actor: Actor,
    rows: Iterable[dict[str, Any]],
    audience: str = "audience",
    code: str = "code_id",
    mine: Mine | None = None,
) -> list[dict[str, Any]]:
    """The rows whose audience, as they tell it, is one that the actor belongs to, or that are
    theirs by `mine`."""
    allowed: dict[str, Collection[str]] = {}
    kept = []
    for row in rows:
        code_id = row[code]
        if code_id not in allowed:
            allowed[code_id] = audiences(actor, code_id)
        if row[audience] in allowed[code_id] or (mine and mine(actor, row)):
            kept.append(row)
    return kept
