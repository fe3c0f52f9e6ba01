"""Acts about who sits at a meeting: alternates for members who are away, and who was there."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from ridgeway.core.dates.wording import long_date
from ridgeway.core.verdict import Reason, State, Verdict, refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.models import Appointment, Person
from ridgeway.governance.committees.counting import members_of
from ridgeway.governance.committees.models import Attendance, Meeting, Standing
from ridgeway.governance.committees.services_meetings import not_cancelled


class SeatAlternate(Given):
    seat: str = Field(title="Seat whose member is away")
    alternate: str | None = Field(
        None, title="Alternate who sits", description="Empty: the seat stays empty"
    )
    note: str = Field("", title="Note", max_length=200)


def may_seat(acting: Acting, meeting: Meeting, given: SeatAlternate | None) -> Verdict:
    """An alternate is appointed for that very seat, and sits for nobody else."""
    del acting
    reasons = not_cancelled(meeting)
    if given is not None and not reasons:
        reasons += _may_sit(meeting, given)
    return Verdict("May the alternate sit?", tuple(reasons))


def _may_sit(meeting: Meeting, given: SeatAlternate) -> Iterator[Reason]:
    members = members_of(meeting.code_id, meeting.body_id, meeting.meeting_date)
    if given.seat not in members:
        yield Reason("seat", "No member holds that seat of this body that day.", State.UNMET)
        return
    declared = list(meeting.attendance.all())
    if any(one.person_id == members[given.seat] for one in declared):
        yield Reason("declared", "How that member stands is declared already.", State.UNMET)
    if not given.alternate:
        return
    if given.alternate in members.values():
        what = "That person holds a seat themselves; one person never counts twice."
        yield Reason("twice", what, State.UNMET)
    elif any(one.person_id == given.alternate for one in declared):
        what = "That person is declared for this meeting already; one person never counts twice."
        yield Reason("twice", what, State.UNMET)
    appointed = Appointment.objects.filter(
        person_id=given.alternate,
        alternate_of__seat_id=given.seat,
        from_date__lte=meeting.meeting_date,
    ).exclude(until_date__lt=meeting.meeting_date)
    if not appointed.exists():
        what = "That person is not appointed as an alternate for this seat on the day."
        yield Reason("alternate", what, State.UNMET)


@act(
    "meeting.seat-alternate",
    Meeting,
    SeatAlternate,
    title="Declare a member away",
    effect="At this meeting the alternate votes in that seat, the member does not.",
    judge=may_seat,
)
def seat_alternate(acting: Acting, meeting: Meeting, given: SeatAlternate) -> None:
    members = members_of(meeting.code_id, meeting.body_id, meeting.meeting_date)
    away = Attendance(
        meeting=meeting,
        person_id=members[given.seat],
        seat_id=given.seat,
        standing=Standing.AWAY,
        note=given.note,
    )
    acting.add(away)
    if given.alternate:
        acting.add(
            Attendance(
                meeting=meeting,
                person_id=given.alternate,
                seat_id=given.seat,
                standing=Standing.ALTERNATE,
            )
        )


class RecordAttendance(Given):
    present: list[str] = Field(title="Members who were there", min_length=1, max_length=200)
    attending: list[str] = Field(default_factory=list, title="Others in attendance", max_length=200)


def may_record(acting: Acting, meeting: Meeting, given: RecordAttendance | None) -> Verdict:
    del given
    reasons = not_cancelled(meeting)
    if meeting.meeting_date > acting.today:
        what = f"It meets on {long_date(meeting.meeting_date)}; nobody attended yet."
        reasons.append(Reason("day", what, State.UNMET))
    return Verdict("May it be recorded?", tuple(reasons))


@act(
    "meeting.record-attendance",
    Meeting,
    RecordAttendance,
    title="Record who was there",
    effect="Kept with the meeting and told in its minutes.",
    judge=may_record,
)
def record_attendance(acting: Acting, meeting: Meeting, given: RecordAttendance) -> None:
    standing = {
        **dict.fromkeys(given.attending, Standing.ATTENDING),
        **dict.fromkeys(given.present, Standing.PRESENT),
    }
    if Person.objects.filter(pk__in=standing).count() < len(standing):
        raise refusal("Record it?", "person", "One of them is nobody that is registered.")
    members = members_of(meeting.code_id, meeting.body_id, meeting.meeting_date)
    seats = {person: seat for seat, person in members.items()}
    held = {one.person_id: one for one in meeting.attendance.all()}
    for person, how in standing.items():
        known = held.get(person)
        if known is None:
            acting.add(
                Attendance(
                    meeting=meeting, person_id=person, seat_id=seats.get(person), standing=how
                )
            )
        elif known.standing not in (Standing.AWAY, Standing.ALTERNATE):
            acting.change(known, standing=how)
        elif known.standing == Standing.AWAY:
            raise refusal("Record it?", "declared", "One of them was declared away.")
