"""The acts that the pages of a release's documents offer, the decision about one first."""

from __future__ import annotations

from ridgeway.core import access
from ridgeway.governance.acts_on import offers
from ridgeway.governance.baselines import queries
from ridgeway.governance.baselines.queries import Standing, Version
from ridgeway.governance.baselines.rules import BASELINE
from ridgeway.governance.codes import queries as codes
from ridgeway.governance.releases.queries import release_by_slug
from ridgeway.web.offering import Offered, act_href, offered
from ridgeway.web.shell import Act
from ridgeway.web.views.document_opened import OpenedDocument
from ridgeway.web.views.release_opened import OpenedRelease

DOCUMENT_TYPE, EDITION_TYPE = "baselines.releasedocument", "baselines.edition"
CONTENTS = (
    "release.plan-specification", "release.consult-on-validity", "release.enter-specification",
    "release.drop-specification", "release.name-document", "release.drop-document",
)  # fmt: skip
"""Acts on the release that fill parts of its documents."""

ORDER = (
    "document.write", "document.set-aside", "document.plan-activity", "document.drop-activity",
    "document.issue", "document.plan", "document.comment", "document.attest-edition",
)  # fmt: skip
"""The acts on a document as a person comes to them: written, issued, then talked about."""


def may(seen: OpenedRelease, act: str) -> bool:
    return access.may(act, seen.actor.roles(seen.code.id))


def document_acts(at: OpenedDocument, standing: Standing) -> Offered:
    """What may be done with the document, the decision about it first where it may be put."""
    seen = at.seen
    rows = offers(standing.row, seen.actor, seen.frame.at, known=standing.known)
    rows.sort(key=lambda offer: ORDER.index(offer.act.name))
    found = offered(rows, standing.row.id)
    put = _put(at, standing) if standing.verdict is not None else None
    return Offered((put, *found.now), found.others) if put else found


def _put(at: OpenedDocument, standing: Standing) -> Act | None:
    if not may(at.seen, "resolution.propose"):
        return None
    ruled = at.one.ruled
    body = codes.bodies_by_key().get(ruled.rule.approved_by)
    query = {
        "subject_type": DOCUMENT_TYPE,
        "subject_id": standing.row.id,
        "matter": BASELINE,
        "body": body.id if body else "",
        "text": f"that the {ruled.rule.title} of the {at.head['name']} is approved",
    }
    blocking = standing.verdict.blocking if standing.verdict else ()
    return Act(
        text=f"Put it to the {ruled.name(ruled.rule.approved_by)}",
        href=act_href("resolution.propose", at.seen.code.id, query),
        refusals=tuple(reason.what for reason in blocking),
        note="Freezes what is held now; its approval makes the next version.",
        main=not blocking,
        key="put-document",
    )


def start_act(at: OpenedDocument) -> tuple[Act, ...]:
    """The act that starts the document, for those who may."""
    seen = at.seen
    if not may(seen, "release.start-document"):
        return ()
    release = release_by_slug(seen.actor, seen.code.row, seen.slug)
    if release is None:
        return ()
    release.code = seen.code.row
    found = offers(release, seen.actor, seen.frame.at, ["release.start-document"])
    return offered(found, release.id, query={"document": at.one.ruled.rule.id}).now


def edition_acts(seen: OpenedRelease, held: Version) -> Offered | None:
    """What may be done with a version; a draft may be reviewed besides."""
    if not seen.is_now or not seen.actor.is_known:
        return None
    row = queries.edition_row(seen.actor, held.row["id"])
    if row is None:
        return None
    found = offered(offers(row, seen.actor, seen.frame.at), row.id)
    if held.is_standing:
        return found
    about = {"subject_type": EDITION_TYPE, "subject_id": row.id}
    code = offers(seen.code.row, seen.actor, seen.frame.at, ["advice.give"])
    return found + offered(code, seen.code.id, query=about)
