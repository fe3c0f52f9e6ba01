"""Acts on versions of technical specifications: planned, advised upon, entered into the code."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from ridgeway.core.dates.wording import long_date
from ridgeway.core.lifecycle.tables import BEFORE_LIVE
from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act, also_judged
from ridgeway.governance.baselines.models import Effect, SpecificationVersion
from ridgeway.governance.baselines.rules import validity_of
from ridgeway.governance.baselines.yearly import judge_year
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.committees.models import Advice, Finding
from ridgeway.governance.releases.finding import met, only_by_rule, unmet
from ridgeway.governance.releases.models import Release

Name = Annotated[str, Field(min_length=1, max_length=120)]
Number = Annotated[str, Field(min_length=1, max_length=40)]
PLAN, ADVISE, ENTER = "Plan this version?", "Record the consultation?", "Enter it into the code?"


class PlanSpecification(Given):
    name: Name = Field(title="Specification", description="Such as GBCS")
    edition: Number = Field(title="Version")
    effect: Effect = Field(title="What becomes of it")
    on_date: dt.date | None = Field(
        None, title="On", description="Empty: the go-live date, and with it whenever that moves"
    )
    note: str = Field("", title="Note", max_length=2000)
    weighed: tuple[Annotated[str, Field(max_length=60)], ...] = Field(
        (), title="Grounds weighed", description="Where a yearly limit is passed, such as cost"
    )
    weighed_how: str = Field(
        "",
        title="How they were weighed",
        description="The reasons of the body that weighed them",
        max_length=2000,
    )

    @property
    def grounds(self) -> tuple[str, ...]:
        """Grounds count as weighed only with the reasons."""
        return self.weighed if self.weighed_how else ()


class NameSpecification(Given):
    specification: Annotated[str, Field(min_length=1, max_length=200)] = Field(
        title="Version",
        description="Its identity, or its name and version such as GBCS 3.3",
        json_schema_extra={"hint": ""},
    )


def _open(release: Release) -> list[Reason]:
    if by_rule := only_by_rule(release):
        return [by_rule]
    if release.state not in BEFORE_LIVE:
        return [unmet("state", f"The release is {release.state}; what it brought stands.")]
    return []


def _clause(release: Release) -> str:
    found = validity_of(release.code_id, release.policy)
    return found[0].cite(found[1].clause) if found else ""


def _held(release: Release, given: NameSpecification) -> SpecificationVersion | None:
    """The one that is named, by identity or, where that is clear, by name and version."""
    rows = list(release.specifications.filter(dropped=False).select_related("release"))
    named = given.specification.casefold()
    found = [
        row for row in rows if row.id == named or f"{row.name} {row.edition}".casefold() == named
    ]
    return found[0] if len(found) == 1 else None


def _named(release: Release, given: NameSpecification) -> list[Reason]:
    if _held(release, given) is not None:
        return []
    rows = release.specifications.filter(dropped=False).order_by("name", "edition", "effect")
    known = "; ".join(f"{row.name} {row.edition} ({row.effect}, {row.id})" for row in rows)
    remedy = f"Planned are: {known}." if known else "Plan it first."
    what = f"{given.specification!r} names no version, or more than one, of this release."
    return [unmet("specification", what, _clause(release), remedy)]


def date_of(row: SpecificationVersion) -> dt.date:
    """The date that counts: its own, else the go-live date."""
    return row.on_date or row.release.go_live_date


def _judge_plan(acting: Acting, release: Release, given: PlanSpecification | None) -> Verdict:
    del acting
    reasons = _open(release)
    if given is not None:
        key = {"name": given.name, "edition": given.edition, "effect": given.effect}
        held = release.specifications.filter(**key).first()
        if held is not None and held.entered_date:
            what = f"Its date entered the code on {long_date(held.entered_date)}."
            reasons.append(unmet("entered", what, _clause(release)))
        reasons += judge_year(release, given.name, given.grounds)
    return Verdict(PLAN, tuple(reasons))


@act(
    "release.plan-specification",
    Release,
    PlanSpecification,
    title="Plan a version of a technical specification",
    effect="It stands in the release's document; a changed date is put to the body anew. A second "
    "release of the year that touches the same is flagged.",
    judge=_judge_plan,
)
def plan_specification(acting: Acting, release: Release, given: PlanSpecification) -> None:
    acting.policy, acting.clause = release.policy, _clause(release)
    key = {"name": given.name, "edition": given.edition, "effect": given.effect}
    held = release.specifications.filter(**key).first()
    passed = [
        r.what for r in judge_year(release, given.name, given.grounds) if r.state is not State.MET
    ]
    weighed = f"Weighed: {', '.join(given.grounds)}. {given.weighed_how}" if given.grounds else ""
    note = "\n".join(filter(None, (given.note, *passed, weighed)))
    acting.answer["departures"] = passed
    if held is None:
        row = SpecificationVersion(release=release, on_date=given.on_date, note=note, **key)
        acting.add(row)
    else:
        acting.change(held, on_date=given.on_date, note=note, dropped=False)


DAYS_ENTERED = "days on which specifications entered"
"""What judging the acts on a release's specifications needs, for whoever has read it."""


def _days_entered(acting: Acting, release: Release) -> list[dt.date | None]:
    """For each version that is planned the day on which its date entered the code."""
    rows = release.specifications.filter(dropped=False)
    found: list[dt.date | None] = acting.once(
        DAYS_ENTERED, lambda: list(rows.values_list("entered_date", flat=True))
    )
    return found


def _judge_drop(acting: Acting, release: Release, given: NameSpecification | None) -> Verdict:
    reasons = _open(release)
    if given is not None:
        reasons += _named(release, given)
    elif not _days_entered(acting, release):
        reasons.append(unmet("specification", "No version is planned."))
    return Verdict("Drop this version?", tuple(reasons))


@act(
    "release.drop-specification",
    Release,
    NameSpecification,
    title="Drop a version of a technical specification",
    effect="It leaves the release's document; that it was planned stays on the record.",
    judge=_judge_drop,
)
def drop_specification(acting: Acting, release: Release, given: NameSpecification) -> None:
    acting.change(_held(release, given), dropped=True, entered_date=None)  # type: ignore[arg-type]


class ConsultOnValidity(NameSpecification):
    advice: Annotated[str, Field(min_length=1, max_length=16)] = Field(
        title="The view", description="Of the body that is consulted"
    )


def _judge_consult(acting: Acting, release: Release, given: ConsultOnValidity | None) -> Verdict:
    reasons = _open(release)
    if given is None:
        if not _days_entered(acting, release):
            reasons.append(unmet("specification", "No version is planned."))
        return Verdict(ADVISE, tuple(reasons))
    reasons += _named(release, given)
    found = validity_of(release.code_id, release.policy)
    view = visible(Advice, acting.actor).filter(pk=given.advice, subject_id=release.id)
    body = view.values_list("body__key", flat=True).first()
    if body is None:
        remedy = "Record the advice about this release first."
        reasons.append(unmet("advice", "No such view about this release is held.", remedy=remedy))
    elif found and body not in found[1].consult:
        names = " or ".join(found[0].names_of(found[1].consult))
        what = f"It is the {names} that is consulted on such dates."
        reasons.append(unmet("advice", what, _clause(release), cleared_by=(names,)))
    return Verdict(ADVISE, tuple(reasons))


@act(
    "release.consult-on-validity",
    Release,
    ConsultOnValidity,
    title="Link the view on a Validity Period date",
    effect="It counts for the date that stands now; another date is put to the body anew.",
    judge=_judge_consult,
)
def consult_on_validity(acting: Acting, release: Release, given: ConsultOnValidity) -> None:
    acting.policy, acting.clause = release.policy, _clause(release)
    row = _held(release, given)
    assert row is not None  # noqa: S101  judged before
    acting.change(row, advice_id=given.advice, advised_date=date_of(row))


def consulted(row: SpecificationVersion, release: Release) -> Reason:
    """Whether the body heard of just the date that stands."""
    found = validity_of(release.code_id, release.policy)
    clause, key = _clause(release), f"validity-{row.id}"
    names = " or ".join(found[0].names_of(found[1].consult)) if found else "body consulted"
    day = long_date(row.on_date or release.go_live_date)
    what = f"{row.name} {row.edition} {Effect(row.effect).label.lower()} on {day}"
    if row.advised_date is None:
        text = f"{what}: the {names} has not been consulted."
        return unmet(key, text, clause, "Record its view and link it.", cleared_by=(names,))
    if row.advised_date != (row.on_date or release.go_live_date):
        text = f"{what}: the {names} was consulted on {long_date(row.advised_date)} instead."
        return unmet(key, text, clause, "Consult it on this date.", cleared_by=(names,))
    if row.advice is not None and row.advice.finding == Finding.NOT_MET:
        return unmet(key, f"{what}: the {names} advises against it.", clause, cleared_by=(names,))
    return met(key, f"{what}: the {names} was consulted.", clause)


def _judge_enter(acting: Acting, release: Release, given: NameSpecification | None) -> Verdict:
    reasons = _open(release)
    if given is None:
        if None not in _days_entered(acting, release):
            reasons.append(unmet("specification", "No version waits to be entered."))
        return Verdict(ENTER, tuple(reasons))
    named = _named(release, given)
    row = _held(release, given)
    if row is not None:
        reasons.append(consulted(row, release))
        if row.entered_date is not None:
            reasons.append(unmet("entered", f"It entered on {long_date(row.entered_date)}."))
    return Verdict(ENTER, (*reasons, *named))


@act(
    "release.enter-specification",
    Release,
    NameSpecification,
    title="Enter a Validity Period date into the code",
    effect="Only after the body that is consulted gave its view on just this date.",
    judge=_judge_enter,
)
def enter_specification(acting: Acting, release: Release, given: NameSpecification) -> None:
    acting.policy, acting.clause = release.policy, _clause(release)
    row = _held(release, given)
    assert row is not None  # noqa: S101  judged before
    acting.change(row, on_date=date_of(row), entered_date=acting.today)


@also_judged("release.set-live")
def every_date_consulted(acting: Acting, release: Release, given: Given | None) -> Verdict:
    """With go-live the dates are in the code, so each must have been put to the body by then."""
    del acting, given
    rows = release.specifications.filter(dropped=False).select_related("advice")
    found = [consulted(row, release) for row in rows.order_by("name", "edition")]
    return Verdict("May it be set live?", tuple(r for r in found if r.state is not State.MET))
