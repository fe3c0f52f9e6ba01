"""The words of a notice, written from what is held at the moment it goes out."""

from __future__ import annotations

from ridgeway.core.dates.wording import long_date
from ridgeway.governance.consultations.models import Consultation
from ridgeway.governance.consultations.times import in_words
from ridgeway.governance.control.models import ChangeRequest, Freeze
from ridgeway.governance.modifications.dates import dating_of
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.notices.models import Notice
from ridgeway.governance.notices.owing import correction_words
from ridgeway.governance.record.rows import Root, label_of
from ridgeway.governance.releases.models import Relation, Release

SUBJECTS: dict[str, type[Root]] = {
    label_of(m): m for m in (Release, Modification, Consultation, Freeze, ChangeRequest)
}


def subject_of(notice: Notice) -> Root | None:
    """What the notice is about, read now."""
    model = SUBJECTS.get(notice.subject_type)
    found: Root | None = (
        model._default_manager.filter(pk=notice.subject_id).first() if model else None
    )
    return found


def text_of(notice: Notice, subject: Root | None) -> str:
    """The text that would go out now."""
    lines = [f"{notice.title}.", ""]
    if notice.corrects is not None and isinstance(subject, Release):
        lines += [correction_words(subject, notice.corrects), ""]
    if isinstance(subject, Release):
        lines += _release(subject)
    elif isinstance(subject, Modification):
        lines += _modification(notice, subject)
    elif isinstance(subject, Consultation):
        lines += _consultation(subject)
    elif isinstance(subject, Freeze):
        lines += _freeze(subject)
    elif isinstance(subject, ChangeRequest):
        lines += _request(subject)
    return "\n".join(lines).strip()


def _release(release: Release) -> list[str]:
    lines = [
        f"Release: {release.name} ({release.kind})",
        f"Go-live: {long_date(release.go_live_date)}",
    ]
    if release.scope_date:
        lines.append(f"Scope closes: {long_date(release.scope_date)}")
    rows = release.scope.exclude(relation=Relation.REMOVED).order_by("modification__reference")
    scope = [
        f"- {reference}: {title} ({relation}{', late inclusion' if late else ''})"
        + (f"\n  {rationale}" if late and rationale else "")
        for reference, title, relation, late, rationale in rows.values_list(
            "modification__reference", "modification__title", "relation", "late", "rationale"
        )
    ]
    return [*lines, "", "Scope:", *(scope or ["- nothing yet"])]


def _modification(notice: Notice, row: Modification) -> list[str]:
    lines = [f"Modification: {row.reference}, {row.title}"]
    if row.decided_date:
        lines.append(f"Decided: {long_date(row.decided_date)}")
    dating = dating_of(row, notice.due_date)
    if dating is None:
        return [*lines, "Implementation date: not set yet"]
    lines.append(f"Implementation date: {dating.sentence or dating.lead_time}")
    if dating.date:
        lines.append(f"It follows: {long_date(dating.date)}")
    return lines


def _consultation(row: Consultation) -> list[str]:
    zone = row.code.zone
    lines = [
        f"Consultation: {row.title}",
        f"Issued by: {row.issuer.name}",
        f"Legal basis: {row.clause}",
        f"Responses until: {in_words(row.closes_at, zone)}",
        "",
        row.purpose,
    ]
    if row.state == "withdrawn":
        return [*lines, "", f"It was withdrawn: {row.outcome}"]
    if row.outcome:
        return [*lines, "", f"Outcome: {row.outcome}"]
    asked = row.questions.order_by("number").values_list("number", "text")
    return [*lines, "", "Questions:", *(f"{number}. {text}" for number, text in asked)]


def _freeze(row: Freeze) -> list[str]:
    lines = [
        f"Change freeze: {row.title}",
        f"From {long_date(row.first_date)} to {long_date(row.last_date)}, both days included",
    ]
    if row.decided_date:
        lines.append(f"Decided: {row.state}, on {long_date(row.decided_date)}")
    if row.lifted_date:
        lines.append(f"Lifted from: {long_date(row.lifted_date)}")
    return [*lines, "", row.rationale]


def _request(row: ChangeRequest) -> list[str]:
    return [
        f"Change request {row.number}: {row.title}",
        f"Release: {row.release.name}",
        f"Asks to change: {row.get_changes_display().lower()}",
        "",
        row.rationale,
    ]
