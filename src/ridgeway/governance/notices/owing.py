"""Which notices are owed: those of the policy's duties, and corrections of what became wrong."""

from __future__ import annotations

from collections.abc import Iterable

from ridgeway.core.dates.wording import long_date
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import HOOKS
from ridgeway.governance.notices.events import events_in, owe_for
from ridgeway.governance.notices.models import Notice
from ridgeway.governance.record.rows import label_of
from ridgeway.governance.releases.books import duty_of
from ridgeway.governance.releases.models import Obligation, Release, Standing

LAPSED = "The duty lapsed."
DONE_OTHERWISE = "The duty was discharged by other means."
RIGHT_AGAIN = "What the notice said is right again."
BY_ITSELF = frozenset({LAPSED, DONE_OTHERWISE, RIGHT_AGAIN})
"""Withdrawals that no person made; they are undone when their cause goes."""

CANCELLED = "cancelled"
CORRECTION = "correction"


def owe(acting: Acting) -> None:
    """Keep the notices owed in step with what this act wrote.

    Part of the act itself, so that a duty and its notice are there together or not at all. Every
    notice of a release that the act wrote is locked first: a notice that is being released at the
    same moment is waited for, so that its date is either the new one or corrected.
    """
    if acting.act.startswith(("notice.", "delivery.")):
        return
    written = acting.written()
    rows = [row for row in written if isinstance(row, Obligation)]
    releases = {row.id: row for row in written if isinstance(row, Release)}
    if rows or releases:
        subjects = {row.release_id for row in rows} | set(releases)
        if isinstance(acting.subject, Release):
            releases[acting.subject.id] = acting.subject
        held = list(
            Notice.objects.select_for_update().filter(subject_id__in=subjects).order_by("pk")
        )
        _owe_duties(acting, rows, releases, held)
        for release in releases.values():
            _correct(acting, release, [n for n in held if n.subject_id == release.id])
    for event in events_in(acting, written):
        owe_for(acting, event)


def _owe_duties(
    acting: Acting, rows: Iterable[Obligation], releases: dict[str, Release], held: list[Notice]
) -> None:
    known = {notice.obligation_id: notice for notice in held if notice.obligation_id}
    fresh = []
    for row in rows:
        release = releases.get(row.release_id) or row.release
        notice = known.get(row.id)
        if notice is not None:
            _follow(acting, notice, row)
        elif _is_owed(release, row):
            fresh.append(_notice_of(acting, release, row))
    acting.add_all(fresh)


def _is_owed(release: Release, row: Obligation) -> bool:
    """By-rule releases and days before the policy applied make nothing owed."""
    if release.standing == Standing.BY_RULE or not row.in_force or row.unknown:
        return False
    if row.discharged_date or row.lapsed:
        return False
    duty = duty_of(release.code_id, row.policy, row.rule)
    return duty is not None and duty.notice


def _notice_of(acting: Acting, release: Release, row: Obligation) -> Notice:
    return Notice(
        code_id=release.code_id,
        subject_type=label_of(Release),
        subject_id=release.id,
        obligation=row,
        rule=row.rule,
        occurrence=row.occurrence,
        title=f"{release.name}: {row.title}"[:300],
        clause=row.clause,
        due_date=row.due_date,
        owed_at=acting.at,
        example=release.example,
        audience=release.audience,
    )


def _follow(acting: Acting, notice: Notice, row: Obligation) -> None:
    """A notice not sent yet follows its duty: its date, its end, and its return."""
    stands = not row.lapsed and row.discharged_date is None
    if notice.state == "owed" and not stands:
        why = LAPSED if row.lapsed else DONE_OTHERWISE
        acting.change(notice, state="withdrawn", withdrawn_because=why)
    elif notice.state == "withdrawn" and stands and notice.withdrawn_because in BY_ITSELF:
        acting.change(
            notice,
            state="owed",
            withdrawn_because="",
            due_date=row.due_date,
            owed_at=acting.at,
        )
    elif notice.state == "owed" and notice.due_date != row.due_date:
        acting.change(notice, due_date=row.due_date)


def _correct(acting: Acting, release: Release, held: list[Notice]) -> None:
    """What a notice that went out said, against what holds now."""
    corrections = {n.corrects_id: n for n in held if n.corrects_id}
    for notice in held:
        if notice.state not in ("released", "sent") or notice.stated_date is None:
            continue
        cancelled = release.state == CANCELLED and notice.rule != CANCELLED
        wrong = cancelled or notice.stated_date != release.go_live_date
        known = corrections.get(notice.id)
        if known is None and wrong:
            acting.add(_correction(acting, release, notice))
        elif known is not None and known.state == "owed" and not wrong:
            acting.change(known, state="withdrawn", withdrawn_because=RIGHT_AGAIN)
        elif known is not None and known.withdrawn_because == RIGHT_AGAIN and wrong:
            acting.change(known, state="owed", withdrawn_because="", owed_at=acting.at)


def _correction(acting: Acting, release: Release, notice: Notice) -> Notice:
    title = notice.title.removeprefix("Correction: ")
    return Notice(
        code_id=release.code_id,
        subject_type=label_of(Release),
        subject_id=release.id,
        rule=CORRECTION,
        occurrence=notice.id,
        title=f"Correction: {title}"[:300],
        clause=notice.clause,
        due_date=acting.today,
        due_words="at once",
        owed_at=acting.at,
        corrects=notice,
        example=release.example,
        audience=release.audience,
    )


def correction_words(release: Release, wrong: Notice) -> str:
    """What was said, and what holds."""
    day = long_date(wrong.stated_date or release.go_live_date)
    said = f"An earlier notice gave {day} as the go-live date of the {release.name}."
    if release.state == CANCELLED:
        return f"{said} The release has been cancelled."
    return f"{said} It is {long_date(release.go_live_date)} now."


def bind() -> None:
    """Take part in every act from now on."""
    if owe not in HOOKS:
        HOOKS.append(owe)
