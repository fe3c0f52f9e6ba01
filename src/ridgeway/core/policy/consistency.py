"""What must hold between the parts of a rulebook: names that are used are defined, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter

from ridgeway.core.policy.faults import Found, nearest
from ridgeway.core.policy.keypath import KeyPath
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Status, Timing
from ridgeway.core.policy.voting import faults_of

FORMAT = 1
MONTHS = range(1, 13)
ANCHORS = ("go-live", "decision")
Use = tuple[KeyPath, str]


def check(rulebook: Rulebook, found: Found) -> None:
    """Add a fault for every name without a meaning, every meaning given twice, every odd value."""
    if rulebook.format != FORMAT:
        found.add(("format",), f"format {rulebook.format} is not known", f"Write {FORMAT}")
    for section, ids in _defined(rulebook).items():
        _check_unique(section, ids, found)
    for uses, known, what in _references(rulebook):
        for path, name in uses:
            if name not in known:
                found.add(path, f'"{name}" is not {what} of this rulebook', nearest(name, known))
    for index, key, what, remedy in faults_of(rulebook.voting):
        found.add(("voting", index, key), what, remedy)
    for rule in (_check_dates, _check_slots, _check_duties, _check_patterns, _check_texts):
        rule(rulebook, found)


def _defined(rulebook: Rulebook) -> dict[str, list[str]]:
    return {
        name: [row.id for row in value]
        for name, value in vars(rulebook).items()
        if isinstance(value, tuple) and value and all(hasattr(row, "id") for row in value)
    }


def _check_unique(section: str, ids: list[str], found: Found) -> None:
    for index, name in enumerate(ids):
        if name in ids[:index]:
            found.add((section, index, "id"), f'"{name}" is used twice', "Give each its own id")


def _references(rulebook: Rulebook) -> Iterator[tuple[Iterable[Use], list[str], str]]:
    """Each place where a name is used, with the names that it may be."""
    r = rulebook
    bodies = [b.id for b in r.bodies]
    kinds = [k.id for k in r.kinds]
    impacts = [i.id for i in r.impacts]
    places = [e.id for e in r.environments]
    facts = [f.id for f in r.facts]
    duties = [d.id for d in r.duties]
    yield _body_uses(r), bodies, "a body"
    yield _kind_uses(r), kinds, "a release kind"
    yield _impact_uses(r), impacts, "an impact"
    yield _duty_uses(r), duties, "a duty"
    if r.costs:
        documents = sorted({c.document for c in r.contents})
        yield [(("costs", "groups"), r.costs.groups)], documents, "a document with contents"
    annexes = _rows("documents", r.documents, annex_of=lambda d: d.annex_of)
    yield annexes, [d.id for d in r.documents], "a document"
    yield (
        _rows("duties", r.duties, anchor=lambda d: d.anchor if d.timing is Timing.BEFORE else ()),
        duties,
        "a duty",
    )
    yield (
        _rows("families", r.families, stream=lambda f: f.stream),
        [s.id for s in r.streams],
        "a stream",
    )
    yield (
        _rows("streams", r.streams, environments=lambda s: s.environments),
        places,
        "an environment",
    )
    yield (
        _rows("moves", r.moves, source=lambda m: m.source, target=lambda m: m.target),
        places,
        ("an environment"),
    )
    if r.go_live:
        advice = [f"advice-{body}" for body in r.go_live.advice_from]
        waived = _rows("waivers", r.go_live.waivers, matter=lambda w: w.matter)
        matters = ["criteria", "any", *advice, *duties]
        yield ((("go_live", *path), name) for path, name in waived), matters, "a matter to waive"
    yield _rows("moves", r.moves, needs=lambda m: m.needs), facts, "a fact"
    yield _rows("drops", r.drops, needs=lambda d: d.needs), facts, "a fact"
    yield _rows("drops", r.drops, environment=lambda d: d.environment), places, "an environment"
    yield _rows("drops", r.drops, beats=lambda d: d.beats), [b.id for b in r.beats], "a beat"
    if r.responsibilities:
        roles = list(r.responsibilities.roles)
        base: KeyPath = ("responsibilities", "activities")
        cells = [
            ((*base, i, "cells"), role)
            for i, activity in enumerate(r.responsibilities.activities)
            for role in activity.cells
        ]
        yield cells, roles, "a role"
        yield [(("responsibilities", "roles"), role) for role in roles], bodies, "a body"
    if r.workflow:
        yield _workflow_uses(r), [s.id for s in r.workflow.states], "a state"
        guards = list(dict.fromkeys(g for row in r.workflow.transitions for g in row.guards))
        shown = [(("workflow", "shown", i, "id"), row.id) for i, row in enumerate(r.workflow.shown)]
        yield shown, guards, "a guard"


SERVED = ("issued", "published", "drafted", "amended", "considered")
"""The fields of a document that name the duties which its steps serve."""


def _duty_uses(r: Rulebook) -> Iterator[Use]:
    yield from _rows("scope", r.scope, duty=lambda s: s.duty)
    yield from _rows("decisions", r.decisions, duties=lambda d: d.duties)
    yield from _rows("documents", r.documents, **{key: attrgetter(key) for key in SERVED})
    for key in ("forecast", "updates", "actual") if r.costs else ():
        yield ("costs", key), getattr(r.costs, key)
    if r.go_live and r.go_live.updates:
        yield ("go_live", "updates"), r.go_live.updates
    if r.validity and r.validity.duty:
        yield ("validity", "duty"), r.validity.duty


def _rows(
    section: str, rows: Iterable[object], **reads: Callable[..., str | Iterable[str]]
) -> Iterator[Use]:
    for index, row in enumerate(rows):
        for key, read in reads.items():
            value = read(row)
            for name in (value,) if isinstance(value, str) else value:
                if name:
                    yield (section, index, key), name


def _body_uses(r: Rulebook) -> Iterator[Use]:
    yield from _rows("duties", r.duties, owner=lambda d: d.owner, to=lambda d: d.to)
    yield from _rows(
        "decisions",
        r.decisions,
        decided_by=lambda d: d.decided_by,
        advice_from=lambda d: d.advice_from,
        consult=lambda d: d.consult,
    )
    yield from _rows("voting", r.voting, body=lambda v: v.body)
    yield from _rows(
        "documents",
        r.documents,
        written_by=lambda d: d.written_by,
        approved_by=lambda d: d.approved_by,
        reviewed_by=lambda d: d.reviewed_by,
        considered_by=lambda d: d.considered_by,
    )
    yield from _rows("scope", r.scope, at_meeting_of=lambda s: s.at_meeting_of)
    yield from _rows("moves", r.moves, sign_off=lambda m: m.sign_off)
    yield from _rows("drops", r.drops, sign_off=lambda d: d.sign_off)
    yield from _rows("facts", r.facts, stated_by=lambda f: f.stated_by)
    for i, row in enumerate(r.workflow.shown if r.workflow else ()):
        for key, names in (("body", (row.body,)), ("cleared_by", row.cleared_by)):
            yield from ((("workflow", "shown", i, key), name) for name in names if name)
    yield from _rows("beats", r.beats, owner=lambda b: b.owner)
    singles: dict[str, tuple[str, ...]] = {
        "go_live": ("decided_by", "advice_from", "criteria_set_by"),
        "late_inclusion": ("decided_by", "tell"),
        "freeze": ("decided_by", "consult"),
        "change_control": ("decided_by",),
        "validity": ("consult",),
        "costs": ("grouped_by", "central", "asked_by"),
        "date_change": ("slot_moved_by", "requested_by", "put_by", "consented_by", "tell"),
    }
    for section, keys in singles.items():
        value = getattr(r, section)
        for key in keys if value else ():
            names = getattr(value, key)
            for name in (names,) if isinstance(names, str) else names:
                yield (section, key), name
    if r.owner:
        yield ("owner",), r.owner
    for path, name in _rows("waivers", r.go_live.waivers if r.go_live else (), by=lambda w: w.by):
        yield ("go_live", *path), name
    if r.go_live and (r.go_live.updates or r.go_live.updates_asked_by):
        yield ("go_live", "updates_asked_by"), r.go_live.updates_asked_by
    if r.go_live and r.go_live.final_check:
        yield ("go_live", "final_check", "by"), r.go_live.final_check.by


def _kind_uses(r: Rulebook) -> Iterator[Use]:
    yield from _rows("slots", r.slots, kind=lambda s: s.kind, may_become=lambda s: s.may_become)
    yield from _rows("duties", r.duties, kinds=lambda d: d.kinds)
    yield from _rows("contents", r.contents, kinds=lambda c: c.kinds)
    yield from _rows("documents", r.documents, kinds=lambda d: d.kinds)
    yield from _rows("limits", r.limits, kind=lambda limit: limit.kind)
    for kind in r.ad_hoc.kinds if r.ad_hoc else ():
        yield ("ad_hoc", "kinds"), kind


def _impact_uses(r: Rulebook) -> Iterator[Use]:
    yield from _rows("kinds", r.kinds, excludes=lambda k: k.excludes)
    yield from _rows("scope", r.scope, impacts=lambda s: s.impacts)
    yield from _rows("duties", r.duties, or_impacts=lambda d: d.or_impacts)


def _workflow_uses(r: Rulebook) -> Iterator[Use]:
    assert r.workflow is not None  # noqa: S101  asked for by the caller, told to the type checker
    yield ("workflow", "initial"), r.workflow.initial
    for i, row in enumerate(r.workflow.transitions):
        at: KeyPath = ("workflow", "transitions", i)
        yield (*at, "target"), row.target
        for state in row.source:
            yield (*at, "source"), state


def _check_dates(r: Rulebook, found: Found) -> None:
    if r.status is Status.APPROVED and r.applies_from is None:
        found.add(("applies_from",), "an approved policy does not say", "Add applies_from = a date")
    if not r.issued_date or not r.applies_from or r.applies_from_note:
        return
    if r.applies_from < r.issued_date:
        found.add(
            ("applies_from",),
            f"{r.applies_from} lies before issued_date {r.issued_date}",
            "Correct one of them, or say why in applies_from_note",
        )


def _check_slots(r: Rulebook, found: Found) -> None:
    for i, slot in enumerate(r.slots):
        if slot.month not in MONTHS:
            found.add(("slots", i, "month"), f"{slot.month} is not a month", "Use 1 to 12")


def _check_duties(r: Rulebook, found: Found) -> None:
    known = (*ANCHORS, *(d.id for d in r.duties))
    for i, duty in enumerate(r.duties):
        at: KeyPath = ("duties", i)
        if duty.timing is Timing.DATED and duty.offset is None:
            found.add((*at, "offset"), "a dated duty has no offset", "Add it, or another timing")
        if duty.timing is Timing.DATED and duty.anchor not in known:
            found.add(
                (*at, "anchor"), f'"{duty.anchor}" is not an anchor', nearest(duty.anchor, known)
            )
        if duty.timing in (Timing.PROMPT, Timing.EVENT, Timing.RECURRING) and not duty.when:
            found.add((*at, "when"), "a duty without a date says nothing of its time", "Add when")
        if _circular(r, duty.id):
            found.add((*at, "anchor"), "it leads back to this duty itself", "Anchor it elsewhere")


def _circular(r: Rulebook, start: str) -> bool:
    seen = {start}
    duty = r.duty(start)
    while duty and (duty := r.duty(duty.anchor)):
        if duty.id in seen:
            return True
        seen.add(duty.id)
    return False


def _check_patterns(r: Rulebook, found: Found) -> None:
    wanted: list[tuple[KeyPath, str, tuple[str, ...]]] = []
    if r.naming:
        wanted.append((("naming", "pattern"), r.naming.pattern, ("month", "year")))
    if r.implementation:
        first = ("first_date", "first_release", "first_limit")
        second = ("second_date", "second_release", "second_limit")
        at = "implementation"
        wanted.append(((at, "two_limbs"), r.implementation.two_limbs, first + second))
        wanted.append(((at, "one_limb"), r.implementation.one_limb, first))
        wanted.append(((at, "working_days"), r.implementation.working_days, ("days",)))
    for path, pattern, names in wanted:
        for name in names:
            if "{" + name + "}" not in pattern:
                found.add(path, f"{{{name}}} does not occur in it", f"Put {{{name}}} where it goes")
        try:
            pattern.format(**dict.fromkeys(names, ""))
        except (KeyError, ValueError, IndexError) as error:
            found.add(path, f"the pattern cannot be filled in ({error})", f"Use only {names}")


def _check_texts(r: Rulebook, found: Found) -> None:
    if r.costs and (r.costs.comment_over_percent or 0) < 0:
        found.add(("costs", "comment_over_percent"), "it is below nothing", "Give 0 or more")
    if not r.responsibilities:
        return
    letters = r.responsibilities.letters
    for wrong, meant in r.responsibilities.misread.items():
        if meant not in letters:
            path = ("responsibilities", "misread", wrong)
            found.add(path, f'"{meant}" is not a letter of this matrix', nearest(meant, letters))
