"""How a document stands: whether it may still change, what is open of it, what duties it serves."""

from __future__ import annotations

from ridgeway.core.lifecycle.tables import BEFORE_LIVE
from ridgeway.core.verdict import Reason, Verdict, refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.baselines.completeness import judge_parts
from ridgeway.governance.baselines.content import Values, content_of
from ridgeway.governance.baselines.models import Edition, ReleaseDocument
from ridgeway.governance.baselines.rules import Ruled, rule_of
from ridgeway.governance.baselines.versions import STANDING, latest
from ridgeway.governance.committees.subjects import digest_of
from ridgeway.governance.releases.finding import met, unmet
from ridgeway.governance.releases.models import Release
from ridgeway.governance.releases.services_obligations import discharge

SCOPE_SET = frozenset(BEFORE_LIVE) - {"open"}


def ruling(document: ReleaseDocument) -> Ruled:
    """The rule of a document, or a refusal that says that none is held."""
    found = rule_of(document)
    if found is None:
        what = "The policy under which this document was started is not held."
        raise refusal("The document?", "policy", what)
    return found


def content_now(acting: Acting, document: ReleaseDocument) -> Values:
    """The whole content as it stands, read once for all that is judged together."""
    found: Values = acting.once(content_key(document), lambda: content_of(document))
    return found


def content_key(document: ReleaseDocument) -> str:
    return f"content {document.id}"


def still_planned(document: ReleaseDocument) -> list[Reason]:
    state = document.release.state
    if state in BEFORE_LIVE:
        return []
    return [unmet("state", f"The release is {state}; its documents stand.")]


def judge_baseline(acting: Acting, document: ReleaseDocument, content: Values) -> Verdict:
    """Whether this content may be put to the body that approves: the scope, every part, comments,
    and whether it differs from what is approved already."""
    found = ruling(document)
    question = f"May the {found.name(found.rule.approved_by) or 'body that approves'} approve it?"
    if settled := still_planned(document):
        return Verdict(question, tuple(settled))
    reasons = [_scope_set(document.release, found)]
    reasons += judge_parts(content, acting.today, found.book.cite)
    reasons += [
        _comments(acting, document, found),
        _something_new(acting, document, content, found),
    ]
    return Verdict(question, tuple(reasons))


def _scope_set(release: Release, found: Ruled) -> Reason:
    if release.state in SCOPE_SET:
        return met("scope-set", "The scope of the release is set.", found.clause)
    what = "The scope of the release is not set."
    return unmet("scope-set", what, found.clause, "Move the release on: set its scope.")


def _something_new(
    acting: Acting, document: ReleaseDocument, content: Values, found: Ruled
) -> Reason:
    latest = _standing(acting, document)
    if latest is None or latest.fell_date is not None or latest.digest != digest_of(content):
        return met("new", "It is not approved as it stands.", found.clause)
    what = f"It is what version {latest.number} says; there is nothing to approve."
    return unmet("new", what, found.clause)


def comments_key(document: ReleaseDocument) -> str:
    return f"comments {document.id}"


def _comments(acting: Acting, document: ReleaseDocument, found: Ruled) -> Reason:
    rows = document.remarks.filter(disposition="").values_list("number", flat=True)
    waiting: list[int] = acting.once(comments_key(document), lambda: list(rows))
    if not waiting:
        return met("comments", "Every comment received was considered.", found.clause)
    numbers = ", ".join(str(number) for number in sorted(waiting))
    what = f"These comments were not considered: {numbers}."
    by = found.name(found.rule.considered_by)
    remedy = "Record what is done about each."
    return unmet("comments", what, found.clause, remedy, cleared_by=(by,) if by else ())


def serve_duty(acting: Acting, document: ReleaseDocument, duty: str, edition: Edition) -> None:
    """Discharge a duty by the act that it asks for, the first time that it is done."""
    found = ruling(document)
    keys = (duty, f"{found.book.id}:{duty}")
    rows = document.release.obligations.filter(rule__in=keys, discharged_date=None, lapsed=False)
    for row in rows if duty else ():
        note = f"{document.title} {edition.number}"
        discharge(acting, row, acting.today, note[:300], edition.evidence)


def _standing(acting: Acting, document: ReleaseDocument) -> Edition | None:
    return latest(e for e in editions_now(acting, document) if e.status in STANDING)


def editions_key(document: ReleaseDocument) -> str:
    return f"editions {document.id}"


def editions_now(acting: Acting, document: ReleaseDocument) -> list[Edition]:
    """The versions of a document without their contents, read once for all that is judged."""
    found: list[Edition] = acting.once(
        editions_key(document), lambda: list(document.editions.defer("content"))
    )
    return found


def approval_now(acting: Acting, document: ReleaseDocument) -> Edition | None:
    """The version whose approval covers the document as it stands.

    What one said that was approved elsewhere is not held: it covers the scope of its whole number.
    """
    latest = _standing(acting, document)
    if latest is None or latest.fell_date is not None:
        return None
    covers = latest.digest or latest.major >= document.release.rid_version
    return latest if covers else None
