"""Acts on the date of a release: asked for, consented to, set; each kept, none overwritten."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q
from pydantic import Field

from ridgeway.core.dates.wording import long_date
from ridgeway.core.lifecycle.tables import BEFORE_LIVE
from ridgeway.core.planning.redating import Consent, judge_date
from ridgeway.core.planning.slots import release_name
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import DateChange
from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.models import Body, Delegation
from ridgeway.governance.record.rows import label_of
from ridgeway.governance.releases.books import books_for
from ridgeway.governance.releases.finding import body_named, met, no_body, not_in_future, unmet
from ridgeway.governance.releases.models import DateStatus, PlannedDate, Relation, Release
from ridgeway.governance.releases.reckoning import moved_sentence, reckon_again

QUESTION = "Give this release another date?"
MATTER = "go-live-date"


class SetDate(Given):
    status: Literal["requested", "consented", "set"] = Field(
        "set",
        title="What happened",
        description="A date was asked for, consented to, or set by the body that may set it",
    )
    go_live_date: dt.date = Field(title="Go-live date")
    latest_date: dt.date | None = Field(
        None, title="Latest date", description="How far a request or a consent leaves room"
    )
    by_body: str = Field(title="By which body", description="Its key", max_length=40)
    set_on_date: dt.date | None = Field(
        None, title="Decided on", description="Of the letter or decision; empty: today"
    )
    authority: str = Field(
        title="On what authority", description="The decision or letter", min_length=1
    )
    clause: str = Field("", title="Clause", description="Empty: the policy's", max_length=120)
    cause: str = Field(title="Cause", description="Why the date moves", min_length=1)

    @property
    def step(self) -> DateStatus:
        return DateStatus(self.status)


@dataclass(slots=True)
class Change:
    """A change of date while it is judged: the rulebook, who wants it, and what covers it."""

    acting: Acting
    release: Release
    given: SetDate
    book: Rulebook
    rule: DateChange
    body: Body
    day: dt.date
    delegation: Delegation | None = None
    clause: str = ""

    @property
    def has_approved(self) -> bool:
        return self.release.scope.filter(relation=Relation.APPROVED).exists()


def _judge(acting: Acting, release: Release, given: SetDate | None) -> Verdict:
    reasons = [_open(release)]
    if given is None:
        return Verdict(QUESTION, tuple(reasons))
    change = _change(acting, release, given)
    if isinstance(change, Reason):
        return Verdict(QUESTION, (*reasons, change))
    return Verdict(QUESTION, (*reasons, *_plausible(change), *_authorised(change)))


def _open(release: Release) -> Reason:
    if release.state in BEFORE_LIVE:
        return met("state", f"The release is {release.state}.")
    what = f"The release is {release.state}; its date stands."
    return unmet("state", what)


def _change(acting: Acting, release: Release, given: SetDate) -> Change | Reason:
    day = given.set_on_date or acting.today
    books = books_for(release.code_id, day)
    if not books or books[0].date_change is None:
        what = "No policy of this code says who may change the date of a release."
        return Reason("policy", what, State.CANNOT_TELL)
    body = body_named(given.by_body)
    if body is None:
        return no_body(given.by_body)
    return Change(acting, release, given, books[0], books[0].date_change, body, day)


def _plausible(change: Change) -> list[Reason]:
    """What is wrong with the dates themselves."""
    given, today, reasons = change.given, change.acting.today, []
    if future := not_in_future("set-on-date", change.day, today, "It would be decided"):
        reasons.append(future)
    last = (
        change.release.planned_dates.exclude(set_on_date=None)
        .order_by("-number")
        .values_list("set_on_date", flat=True)
        .first()
    )
    if last is not None and change.day < last:
        what = f"The date was last dealt with on {long_date(last)}, after {long_date(change.day)}."
        reasons.append(unmet("set-on-date", what, remedy="Dates are entered in their order."))
    if given.go_live_date < change.day:
        what = f"{long_date(given.go_live_date)} lies before the decision."
        reasons.append(unmet("go-live-date", what, remedy="What has happened is set live instead."))
    if given.latest_date is not None and given.latest_date < given.go_live_date:
        what = f"The latest date, {long_date(given.latest_date)}, lies before the date itself."
        reasons.append(unmet("latest-date", what))
    if given.latest_date is not None and given.step is DateStatus.SET:
        what = "A date that is set has no latest date; a request or a consent may leave room."
        reasons.append(unmet("latest-date", what))
    if given.step is DateStatus.SET and given.go_live_date == change.release.go_live_date:
        what = f"{long_date(given.go_live_date)} is the date already."
        reasons.append(unmet("go-live-date", what))
    return reasons


def _authorised(change: Change) -> list[Reason]:
    if change.given.step is DateStatus.REQUESTED:
        return [_may_request(change)]
    if change.given.step is DateStatus.CONSENTED:
        return _may_consent(change)
    return _may_set(change)


def _may_request(change: Change) -> Reason:
    book, rule = change.book, change.rule
    change.clause = book.cite(rule.clause)
    allowed = (rule.put_by, *rule.requested_by)
    if change.body.key in allowed:
        return met("body", f"{change.body.name} may ask for another date.", change.clause)
    return _not_this_body(change, allowed, "may ask for another date")


def _may_consent(change: Change) -> list[Reason]:
    rule = change.rule
    change.clause = change.book.cite(rule.clause)
    if change.body.key != rule.consented_by:
        return [_not_this_body(change, (rule.consented_by,), "consents to another date")]
    asked = change.release.planned_dates.order_by("-number").first()
    if asked is None or asked.status != DateStatus.REQUESTED:
        put_by = change.book.body_name(rule.put_by)
        remedy = f"Enter the request that {put_by} put first."
        return [unmet("request", "No request is open to consent to.", change.clause, remedy)]
    reasons = [met("body", f"{change.body.name} consents.", change.clause)]
    if change.given.latest_date and body_named(rule.put_by) is None:
        reasons.append(no_body(rule.put_by))
    return reasons


def _may_set(change: Change) -> list[Reason]:
    book, rule = change.book, change.rule
    change.clause = book.cite(rule.slot_clause)
    setter = book.body_name(rule.slot_moved_by)
    if change.body.key != rule.slot_moved_by:
        return [_not_this_body(change, (rule.slot_moved_by,), "sets the date of a release")]
    reasons = [met("body", f"{setter} may set another date by recorded decision.", change.clause)]
    lent = _delegations(change)
    name = name_on(book, change.release, change.given.go_live_date)
    verdict = judge_date(
        book,
        name,
        change.given.go_live_date,
        set_by=change.body.key,
        holds_approved=change.has_approved,
        consent=_consent(lent, change.given.go_live_date),
    )
    if change.has_approved:
        change.delegation = next((d for d in lent if _covers(d, change.given.go_live_date)), None)
        change.clause = book.cite(rule.clause) if change.delegation else change.clause
    return [*reasons, *(r for r in verdict.reasons if r.key not in {"moved-by", "name"})]


def consent_needed(acting: Acting, release: Release, day: dt.date) -> tuple[str, Verdict]:
    """The name on a day, and whether the body that moves releases could choose it now."""
    books = books_for(release.code_id, acting.today)
    rule = books[0].date_change if books else None
    body = body_named(rule.slot_moved_by) if rule else None
    if rule is None or body is None:
        what = "No policy and body of this code says who may change the date of a release."
        return release.name, Verdict(QUESTION, (Reason("policy", what, State.CANNOT_TELL),))
    given = SetDate(go_live_date=day, by_body=body.key, authority="asked", cause="asked")
    change = Change(acting, release, given, books[0], rule, body, acting.today)
    name = name_on(books[0], release, day)
    return name, Verdict(QUESTION, (_open(release), *_plausible(change), *_may_set(change)))


def _delegations(change: Change) -> list[Delegation]:
    """What is lent to the body on this matter and valid on the day, latest first."""
    return list(
        Delegation.objects.filter(
            Q(until_date=None) | Q(until_date__gte=change.day),
            grantee=change.body,
            matter=MATTER,
            subject_id=change.release.id,
            from_date__lte=change.day,
        )
        .select_related("grantor")
        .order_by("-from_date", "id")
    )


def _covers(lent: Delegation, day: dt.date) -> bool:
    return (lent.earliest_date or day) <= day <= (lent.latest_date or day)


def _consent(lent: list[Delegation], day: dt.date) -> Consent | None:
    """The consent that covers a day, else the latest, so that a refusal can say how far it goes."""
    found = next((d for d in lent if _covers(d, day)), lent[0] if lent else None)
    if found is None:
        return None
    return Consent(
        by=found.grantor.key,
        given_date=found.from_date,
        first=found.earliest_date or dt.date.min,
        last=found.latest_date or dt.date.max,
    )


def _not_this_body(change: Change, allowed: tuple[str, ...], does: str) -> Reason:
    names = " or ".join(change.book.names_of(allowed))
    what = f"It is {names} that {does}, not {change.body.name}."
    return unmet("body", what, change.clause, cleared_by=allowed)


@act(
    "release.set-date",
    Release,
    SetDate,
    title="Set another date",
    effect="The old date stays in its history; every open obligation is reckoned again.",
    judge=_judge,
)
def set_date(acting: Acting, release: Release, given: SetDate) -> None:
    change = _change(acting, release, given)
    assert isinstance(change, Change)  # noqa: S101  judged before
    _authorised(change)
    acting.clause, acting.policy = given.clause or change.clause, change.book.reference
    delegation = change.delegation
    if given.step is DateStatus.CONSENTED and given.latest_date:
        delegation = acting.add(_delegated(change))
    acting.add(
        PlannedDate(
            release=release,
            number=release.planned_dates.count() + 1,
            status=given.status,
            go_live_date=given.go_live_date,
            latest_date=given.latest_date,
            set_on_date=change.day,
            by_body=change.body,
            authority=given.authority,
            clause=acting.clause[:120],
            cause=given.cause,
            delegation=delegation,
        )
    )
    old = release.go_live_date
    if given.step is not DateStatus.REQUESTED and given.go_live_date != old:
        reckon_again(
            acting,
            release,
            set_on=change.day,
            cause=moved_sentence(old, given.go_live_date, given.cause),
            values={
                "go_live_date": given.go_live_date,
                "name": name_on(change.book, release, given.go_live_date),
            },
        )


def name_on(book: Rulebook, release: Release, day: dt.date) -> str:
    """The name stays while the date slips inside its month, and follows it out of the month."""
    old = release.go_live_date
    if (old.year, old.month) == (day.year, day.month):
        return release.name
    return release_name(book, day)


def _delegated(change: Change) -> Delegation:
    """The room that a consent leaves, held by the body that puts requests."""
    grantee = body_named(change.rule.put_by)
    return Delegation(
        code=change.acting.within,
        grantor=change.body,
        grantee=grantee or change.body,
        matter=MATTER,
        subject_type=label_of(Release),
        subject_id=change.release.id,
        earliest_date=change.given.go_live_date,
        latest_date=change.given.latest_date,
        from_date=change.day,
        clause=change.clause[:120],
        source=change.given.authority[:300],
    )
