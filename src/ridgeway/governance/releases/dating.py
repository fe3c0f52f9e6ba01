"""May a release be given another date: by whom, with whose consent, inside which limits."""

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
from ridgeway.governance.acts import Given
from ridgeway.governance.codes.finding import body_named, no_body, party_named
from ridgeway.governance.codes.models import Body, Delegation, Party
from ridgeway.governance.modifications.amending import consulted_first
from ridgeway.governance.releases.books import books_for
from ridgeway.governance.releases.finding import (
    met,
    not_in_future,
    only_by_rule,
    unmet,
)
from ridgeway.governance.releases.models import DateStatus, Relation, Release

QUESTION = "Give this release another date?"
MATTER = "go-live-date"
PARTIES = "parties"
"""How policies name the Parties as a class."""


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
    by_body: str = Field(
        title="By whom",
        description="The key of a body; a request may also come from a Party, by its key",
        max_length=40,
        json_schema_extra={"hint": ""},
    )
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
    """A change of date while it is judged: the rulebook, who wants it, and what covers it.

    `body` is None for a Party, which only asks.
    """

    acting: Acting
    release: Release
    given: SetDate
    book: Rulebook
    rule: DateChange
    day: dt.date
    body: Body | None
    party: Party | None = None
    delegation: Delegation | None = None
    clause: str = ""

    @property
    def who(self) -> str:
        """The policy's key of who wants it: a body, or the Parties as a class."""
        return self.body.key if self.body else PARTIES

    @property
    def name(self) -> str:
        return self.body.name if self.body else self.party.name if self.party else ""

    def called(self, *, opening: bool = False) -> str:
        """As the policy calls it in a sentence; by its name where the policy does not know it."""
        listed = any(body.id == self.who for body in self.book.bodies) and self.body is not None
        return self.book.called(self.who, opening=opening) if listed else self.name

    @property
    def has_approved(self) -> bool:
        return self.release.scope.filter(relation=Relation.APPROVED).exists()


def judge_change(acting: Acting, release: Release, given: SetDate | None) -> Verdict:
    reasons = [_open(release)]
    if given is None:
        return Verdict(QUESTION, tuple(reasons))
    change = change_of(acting, release, given)
    if isinstance(change, Reason):
        return Verdict(QUESTION, (*reasons, change))
    asked: list[Reason] = []
    if change.who == change.rule.put_by and given.step is not DateStatus.CONSENTED:
        asked = consulted_first(change.book, change.rule, release)
    return Verdict(QUESTION, (*reasons, *_plausible(change), *authorised(change), *asked))


def _open(release: Release) -> Reason:
    if by_rule := only_by_rule(release):
        return by_rule
    if release.state in BEFORE_LIVE:
        return met("state", f"The release is {release.state}.")
    what = f"The release is {release.state}; its date can no longer be set."
    return unmet("state", what)


def change_of(acting: Acting, release: Release, given: SetDate) -> Change | Reason:
    day = given.set_on_date or acting.today
    books = books_for(release.code_id, day)
    if not books or books[0].date_change is None:
        what = "No policy of this code says who may change the date of a release."
        return Reason("policy", what, State.CANNOT_TELL)
    body, party = body_named(given.by_body), None
    if body is None:
        asks = given.step is DateStatus.REQUESTED
        party = party_named(given.by_body) if asks else None
        if party is None:
            return no_body(given.by_body)
    rule = books[0].date_change
    return Change(acting, release, given, books[0], rule, day, body, party)


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


def authorised(change: Change) -> list[Reason]:
    if change.given.step is DateStatus.REQUESTED:
        return [_may_request(change)]
    if change.given.step is DateStatus.CONSENTED:
        return _may_consent(change)
    return _may_set(change)


def _may_request(change: Change) -> Reason:
    book, rule = change.book, change.rule
    change.clause = book.cite(rule.clause)
    allowed = (rule.put_by, *rule.requested_by)
    if change.who in allowed:
        return met(
            "body", f"{change.called(opening=True)} may ask for another date.", change.clause
        )
    return _not_this_body(change, allowed, "may ask for another date")


def _may_consent(change: Change) -> list[Reason]:
    rule = change.rule
    change.clause = change.book.cite(rule.clause)
    if change.who != rule.consented_by:
        return [_not_this_body(change, (rule.consented_by,), "consents to another date")]
    asked = change.release.planned_dates.order_by("-number").first()
    if asked is None or asked.status != DateStatus.REQUESTED:
        put_by = change.book.called(rule.put_by)
        remedy = f"Enter the request that {put_by} put first."
        return [unmet("request", "No request is open to consent to.", change.clause, remedy)]
    reasons = [met("body", f"{change.called(opening=True)} consents.", change.clause)]
    if change.given.latest_date and body_named(rule.put_by) is None:
        reasons.append(no_body(rule.put_by))
    return reasons


def _may_set(change: Change) -> list[Reason]:
    book, rule = change.book, change.rule
    change.clause = book.cite(rule.slot_clause)
    setter = book.called(rule.slot_moved_by, opening=True)
    if change.who != rule.slot_moved_by:
        return [_not_this_body(change, (rule.slot_moved_by,), "sets the date of a release")]
    reasons = [met("body", f"{setter} may set another date by recorded decision.", change.clause)]
    lent = _delegations(change)
    name = name_on(book, change.release, change.given.go_live_date)
    verdict = judge_date(
        book,
        name,
        change.given.go_live_date,
        set_by=change.who,
        holds_approved=change.has_approved,
        consent=_consent(lent, change.given.go_live_date),
    )
    reasons += [r for r in verdict.reasons if r.key not in {"moved-by", "name"}]
    if change.has_approved:
        change.delegation = next((d for d in lent if _covers(d, change.given.go_live_date)), None)
        change.clause = book.cite(rule.clause) if change.delegation else change.clause
        if change.given.go_live_date == change.release.policy_date and not change.delegation:
            # The cycle's day is free for whatever has no approved date; these have one.
            what = "Going back to the cycle's day changes approved dates, which needs consent."
            by = (book.body_name(rule.consented_by),)
            reasons.append(unmet("consent", what, book.cite(rule.clause), cleared_by=by))
    return reasons


def consent_needed(acting: Acting, release: Release, day: dt.date) -> tuple[str, Verdict]:
    """The name on a day, and whether the body that moves releases could choose it now."""
    books = books_for(release.code_id, acting.today)
    rule = books[0].date_change if books else None
    body = body_named(rule.slot_moved_by) if rule else None
    if rule is None or body is None:
        what = "No policy and body of this code says who may change the date of a release."
        return release.name, Verdict(QUESTION, (Reason("policy", what, State.CANNOT_TELL),))
    given = SetDate(go_live_date=day, by_body=body.key, authority="asked", cause="asked")
    change = Change(acting, release, given, books[0], rule, acting.today, body)
    name = name_on(books[0], release, day)
    if (stands := _open(release)).is_open:
        # Consent to the date of what is live is no question any more.
        return name, Verdict(QUESTION, (stands,))
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
    names = " or ".join(change.book.called(body) for body in allowed)
    what = f"It is {names} that {does}, not {change.called()}."
    return unmet("body", what, change.clause, cleared_by=allowed)


def name_on(book: Rulebook, release: Release, day: dt.date) -> str:
    """The name stays while the date slips inside its month, and follows it out of the month."""
    old = release.go_live_date
    if (old.year, old.month) == (day.year, day.month):
        return release.name
    return release_name(book, day)
