"""How a body approves a document: what is judged before it is put, and what its approval does.

The body resolves about the document as it stands; its approval freezes exactly what was in front of
it as the next version, and the first one baselines the release.
"""

from __future__ import annotations

from ridgeway.core.dates.wording import long_date
from ridgeway.core.verdict import Reason, Refused, State, Verdict
from ridgeway.faults import racepoint
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import also_judged
from ridgeway.governance.baselines.binding import DOCUMENT
from ridgeway.governance.baselines.content import Values, content_of
from ridgeway.governance.baselines.models import Edition, ReleaseDocument, Status
from ridgeway.governance.baselines.rules import BASELINE, Ruled, documents_of
from ridgeway.governance.baselines.standing import approval_now, content_now, judge_baseline, ruling
from ridgeway.governance.baselines.versions import (
    freeze,
    latest_of,
    latest_standing,
    next_standing,
)
from ridgeway.governance.codes.models import Body, Code
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.committees.services_resolutions import ProposeResolution, about_of
from ridgeway.governance.committees.subjects import CONSEQUENCES, UNDOINGS
from ridgeway.governance.releases.baselining import baseline
from ridgeway.governance.releases.facts import FACTS, Asking, fact
from ridgeway.governance.releases.finding import met, unmet
from ridgeway.governance.releases.models import Release

QUESTION = "Put it to the body?"


@also_judged("resolution.propose")
def may_put(acting: Acting, code: Code, given: ProposeResolution | None) -> Verdict:
    """A document is put to the body that approves it, complete, with something new in it."""
    about = about_of(given) if given else None
    if about is None or about.subject_type != DOCUMENT:
        return Verdict(QUESTION)
    document = ReleaseDocument.objects.filter(pk=about.subject_id, code=code).first()
    if document is None:
        return Verdict(QUESTION)
    found, content = ruling(document), content_now(acting, document)
    reasons = [_right_body(found, about.body), _matter(found, about.matter)]
    reasons += judge_baseline(acting, document, content).reasons
    reasons.append(_in_time(acting, document, found))
    return Verdict(QUESTION, tuple(reasons))


def _right_body(found: Ruled, body: Body | None) -> Reason:
    name = found.name(found.rule.approved_by)
    if not name:
        what = f"No body approves the {found.rule.title}; it becomes final by review."
        return unmet("body", what, found.clause)
    if body is not None and body.key == found.rule.approved_by:
        return met("body", f"The {name} approves it.", found.clause)
    what = f"It is the {name} that approves the {found.rule.title}."
    return unmet("body", what, found.clause, cleared_by=(name,))


def _matter(found: Ruled, matter: str) -> Reason:
    if matter == BASELINE:
        return met("matter", "The matter is its approval.", found.clause)
    what = f"A document is approved under the matter {BASELINE!r}, not {matter!r}."
    return unmet("matter", what, remedy=f"Give {BASELINE} as the matter.")


def _in_time(acting: Acting, document: ReleaseDocument, found: Ruled) -> Reason:
    """After the scope date the first baseline is late, and its reason is on the record."""
    release = document.release
    first = latest_standing(document) is None
    if not first or release.scope_date is None or acting.today <= release.scope_date:
        return met("scope-date", "The scope date has not passed.", found.clause)
    what = f"The scope date, {long_date(release.scope_date)}, has passed"
    if acting.told.reason:
        return met("scope-date", f"{what}; the reason is given.", found.clause)
    remedy = "Give the reason why the baseline comes later."
    return unmet("scope-date", f"{what}.", found.clause, remedy)


def approved(acting: Acting, resolution: Resolution) -> None:
    """A body agreed to the document: the next version, and with the first the release's baseline.

    Raises Refused where it may no longer be approved, so that the vote stays open.
    """
    if resolution.verb != "agree" or resolution.subject_type != DOCUMENT:
        return
    document = ReleaseDocument.objects.select_for_update().get(pk=resolution.subject_id)
    content = content_of(document)
    verdict = judge_baseline(acting, document, content)
    if not verdict.allowed:
        raise Refused(verdict)
    racepoint("baseline.judged")
    found, release = ruling(document), document.release
    acting.policy, acting.clause = found.book.reference, found.clause
    number = next_standing(document)
    last = latest_of(document)
    same = last is not None and last.digest == resolution.subject_digest
    edition = freeze(
        acting,
        document,
        number,
        Status.APPROVED,
        content,
        author=(last.author if last else "") or found.name(found.rule.written_by),
        comments=_comments(
            found, resolution, last.number if last and same else "", _why(document, content)
        ),
        resolution=resolution,
        approved_date=acting.today,
    )
    acting.answer.update(edition=edition.id, number=edition.number)
    baseline(acting, release)


def _comments(found: Ruled, resolution: Resolution, draft: str, why: str) -> str:
    by = f"Approved by the {found.name(found.rule.approved_by)}"
    what = f"{by}, as issued in {draft}" if draft else by
    return ". ".join(filter(None, (what, why, resolution.conditions)))


def _why(document: ReleaseDocument, content: Values) -> str:
    """What makes a version differ in scope from the one that was approved before it."""
    last = latest_standing(document)
    if last is None or not last.content:
        return ""
    before, now = _references(last.content), _references(content)
    said = [f"{one} joined the scope" for one in now if one not in before]
    said += [f"{one} left the scope" for one in before if one not in now]
    return "; ".join(said) or "The scope is as it was"


def _references(content: Values) -> list[str]:
    return list(dict.fromkeys(row["reference"] for row in content.get("modifications", ())))


def approval_withdrawn(acting: Acting, resolution: Resolution) -> None:
    """The version stays what it is; from this day it is not what is approved."""
    for edition in Edition.objects.filter(resolution=resolution, fell_date=None):
        acting.change(edition, fell_date=acting.today, fell_because=resolution.void_reason)


CONSEQUENCES[BASELINE] = approved
UNDOINGS[BASELINE] = approval_withdrawn

_AS_FAR_AS_HELD = FACTS["document-complete"]


@fact("document-complete")
def _approved_as_it_stands(asking: Asking) -> Reason:
    """Where a body approves a document its approval answers; else what the release itself says."""
    key, release = "document-complete", asking.release
    document = approved_document(release)
    found = ruling(document) if document else approved_rule(release)
    if found is None:
        return _AS_FAR_AS_HELD(asking)
    title, body = found.rule.title, found.name(found.rule.approved_by)
    held = approval_now(asking.acting, document) if document else None
    if held is not None:
        what = f"{title} {held.number} is approved and is what is held."
        return Reason(key, what, State.MET, clause=found.clause)
    if elsewhere := _attested(release, document):
        what = f"The {body} agreed to the {title} elsewhere: {elsewhere}."
        return Reason(key, what, State.MET, clause=found.clause)
    what = f"The {body} has not approved the {title} as it stands."
    remedy = "Put it to the body; its approval baselines the release."
    if document is None:
        what = f"The {title}, which the {body} approves, is not started."
        remedy = "Start it, or attest the version that was approved elsewhere."
    return unmet(key, what, found.clause, remedy, cleared_by=(body,))


def _attested(release: Release, document: ReleaseDocument | None) -> str:
    """Where a first approval made elsewhere is known from."""
    if release.rid_version:
        return ""
    about = [release.id, *([document.id] if document else [])]
    rows = Resolution.objects.filter(
        subject_id__in=about, matter=BASELINE, verb="agree", state="carried", attested=True
    )
    return rows.values_list("source", flat=True).first() or ""


def approved_rule(release: Release) -> Ruled | None:
    """What the policy says of the document that a body approves with such a release."""
    return next((d for d in documents_of(release) if d.rule.approved_by), None)


def approved_document(release: Release) -> ReleaseDocument | None:
    """The document of a release that a body approves, if one is started."""
    for document in release.release_documents.order_by("document"):
        if ruling(document).rule.approved_by:
            return document
    return None
