"""Values for the component sheet: one of everything, with the awkward cases in."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from pydantic import BaseModel, Field

from ridgeway.core.verdict import Force, Reason, State, Verdict
from ridgeway.web import forms, labels
from ridgeway.web.drawing.life import LifeStep, Standing, draw_life
from ridgeway.web.drawing.moves import Move, draw_moves
from ridgeway.web.drawing.obligations import Duty, ObligationStrip, draw_obligations
from ridgeway.web.drawing.timeline import (
    Lane,
    Mark,
    MarkKind,
    Span,
    SpanKind,
    Timeline,
    Zoom,
    draw_timeline,
    kinds_of,
    legend,
    window_of,
)
from ridgeway.web.shell import Act, AsAt, Flash, Link, Pages, Section, Shell, Tone

TODAY = dt.date(2019, 11, 8)
GO_LIVE = dt.date(2019, 11, 29)

EVIDENCE = Reason(
    "evidence",
    "Evidence reached the Panel on 8 Nov, 21 days after the limit of 18 Oct.",
    State.UNMET,
    clause="SEC RMP 3.0, section 8",
    force=Force.SHOULD,
    remedy="That limit had already passed when the date was set on 30 Oct.",
)
ALIGNED = Reason(
    "aligned",
    "Nothing states whether UIT-A was aligned with Production.",
    State.CANNOT_TELL,
    clause="RID, criterion 5",
    cleared_by=("the DCC", "the TAG"),
    remedy="the DCC states it and the TAG confirms it",
    too_late_after=dt.date(2019, 11, 28),
)
DEFECT = Reason("defect", "One Severity 2 defect would go live.", State.UNMET, clause="RID, 3")
MET = tuple(Reason(f"m{n}", f"Criterion {n} is met.", State.MET) for n in range(4))
WAIVED = Reason("w", "The notice was a day late; the Panel waived it.", State.WAIVED)
QUESTION = "Can it go live?"

DUTIES = (
    Duty(dt.date(2019, 9, 13), "Policy 3.0 issued", "discharged", dt.date(2019, 9, 13)),
    Duty(dt.date(2019, 10, 18), "Evidence to the Panel", "discharged-late", TODAY, href="#plan"),
    Duty(dt.date(2019, 10, 29), "Notice of imminent go-live", "waived"),
    Duty(dt.date(2019, 10, 31), "Date notice, RID updated", "discharged"),
    Duty(dt.date(2019, 11, 1), "Papers to the advisers", "unknown"),
    Duty(dt.date(2019, 11, 15), "Panel decides"),
    Duty(dt.date(2020, 2, 29), "Actual cost report", note="a Saturday"),
)
MOVES = (
    Move(dt.date(2019, 11, 7), "Policy: first Thursday of November", note="SEC RMP 3.0, section 3"),
    Move(
        dt.date(2019, 11, 24),
        "Panel asks the Authority",
        dt.date(2019, 10, 1),
        "Letter",
        latest=dt.date(2019, 12, 1),
    ),
    Move(
        dt.date(2019, 11, 24),
        "Authority consents",
        dt.date(2019, 10, 8),
        latest=dt.date(2019, 12, 1),
    ),
    Move(
        GO_LIVE,
        "Panel moves the date",
        dt.date(2019, 10, 30),
        "Inside the consent",
        earliest=dt.date(2019, 11, 24),
        latest=dt.date(2019, 12, 1),
        in_force=True,
    ),
)


class WaiverInput(BaseModel):
    criterion: str = Field(title="Criterion to waive", json_schema_extra={"widget": "select"})
    reason: str = Field(
        title="Reason", description="Shown for as long as the record stands.", max_length=4000
    )
    until: dt.date = Field(title="Holds until")
    heard_at: dt.datetime | None = Field(default=None, title="Heard at")
    amount: int | None = Field(default=None, title="Cost, £", ge=0)
    force: Force = Field(default=Force.SHOULD, title="Force")
    tell: tuple[str, ...] = Field(default=(), title="Tell")
    lines: tuple[str, ...] = Field(
        default=(), title="Documents touched", description="One per line."
    )
    urgent: bool = Field(default=False, title="Urgent")
    evidence: bytes | None = Field(default=None, title="Evidence", description="PDF, up to 50 MB.")


CHOICES = {
    "criterion": (forms.Choice("8", "8. Evidence six weeks before go-live"),),
    "tell": (forms.Choice("dcc", "DCC"), forms.Choice("opsg", "OPSG and TAG", "both at once")),
}


def timeline(zoom: Zoom) -> Timeline:
    """Three years of two lanes with runs, moved dates, duties and the furniture of a calendar."""
    first, last = window_of(zoom, TODAY)
    system, meetings = [], []
    spans = []
    for year in (2018, 2019, 2020):
        for month, day in ((6, 27), (11, 7)):
            live = dt.date(year, month, day)
            system.append(
                Mark(live, MarkKind.GO_LIVE, f"Release of {live:%B %Y}", f"{day} {live:%b}", "#c")
            )
            cut = live.replace(year=year - 1)
            system.append(Mark(cut, MarkKind.CUT_OFF, "Scope is set", href="#c"))
            system.append(Mark(live - dt.timedelta(30), MarkKind.NOTICE, "Notice"))
            spans.append(Span(cut, live, SpanKind.RUN, "Preparation"))
        for month in range(1, 13):
            meetings.append(Mark(dt.date(year, month, 15), MarkKind.MEETING, "SEC Panel"))
            meetings.append(Mark(dt.date(year, month, 8), MarkKind.MEETING_OF_ADVISERS, "TAG"))
    crowded = tuple(
        Mark(dt.date(2019, 11, d), MarkKind.DUTY, f"Duty {d}", f"Duty of the {d}th <b>")
        for d in range(4, 12)
    )
    return Timeline(
        first,
        last,
        (
            Lane("System releases", "SEC", tuple(system), tuple(spans)),
            Lane(
                "Moved",
                "SEC & others",
                (
                    Mark(dt.date(2019, 11, 7), MarkKind.EARLIER_DATE, "Date by rule", "7 Nov"),
                    Mark(GO_LIVE, MarkKind.GO_LIVE, "November 2019", "29 Nov", "#c"),
                    Mark(dt.date(2019, 10, 18), MarkKind.OVERDUE, "Evidence"),
                    Mark(dt.date(2019, 12, 30), MarkKind.GO_LIVE_DOCUMENTS, "Text", "30 Dec"),
                ),
                (Span(dt.date(2019, 11, 24), dt.date(2019, 12, 1), SpanKind.WINDOW, "Consent"),),
            ),
            Lane("Crowded", "", crowded),
            Lane(
                "Change freeze",
                "SEC",
                (),
                (Span(dt.date(2019, 12, 9), dt.date(2020, 1, 3), SpanKind.FREEZE, "Freeze", "#c"),),
            ),
            Lane("Meetings", "Panel, TAG", tuple(meetings)),
            Lane(
                "Bank holidays",
                "England and Wales",
                (Mark(dt.date(2019, 12, 25), MarkKind.HOLIDAY, "Christmas Day"),),
            ),
        ),
        TODAY,
    )


def life() -> tuple[LifeStep, ...]:
    return (
        LifeStep("Development", Standing.DONE, dt.date(2018, 3, 5)),
        LifeStep("Refinement", Standing.SKIPPED),
        LifeStep("Report phase", Standing.DONE, dt.date(2019, 1, 14)),
        LifeStep("With Authority", Standing.NOW, dt.date(2019, 10, 1), "for decision"),
        LifeStep("Pending implementation", Standing.NEXT),
        LifeStep("Implemented", Standing.NEXT),
    )


def shell() -> Shell:
    frame = Shell(
        sections=(
            Section("Work", (Link("Today", "/today", 3), Link("Calendar", "/calendar"))),
            Section("Smart Energy Code", (Link("Modifications", "/sec/modifications", 1250),)),
            Section("Rules and proof", (Link("Policy", "/policy"), Link("Record", "/record"))),
        ),
        now=dt.datetime(2019, 11, 8, 17, 5, tzinfo=dt.UTC),
        person="A. Example, SECAS",
        role="Code administrator",
        crumbs=(Link("SEC", "/sec"), Link("Releases", "/sec/releases")),
        flashes=(Flash("The waiver was put to the Panel.", Tone.DONE),),
        as_at=AsAt(dt.datetime(2019, 11, 8, 17, 0, tzinfo=dt.UTC), "/now", 5),
        policy_line="SEC Release Management Policy 3.0, in force from Fri 13 Sep 2019",
        record_line="Record intact to event 4,118",
    )
    return frame.at("/sec/modifications/MP071")


def sheet() -> dict[str, Any]:
    """The context of `sheet.html`."""
    drawn = []
    for name, zoom in (
        ("Month", Zoom.MONTH),
        ("Year", Zoom.YEAR),
        ("Three years", Zoom.THREE_YEARS),
    ):
        line = replace(timeline(zoom), title=f"Timeline of releases, {name.lower()}")
        drawn.append(
            (name, SimpleNamespace(calendar=draw_timeline(line), legend=legend(kinds_of(line))))
        )
    column = SimpleNamespace
    return {
        "shell": shell(),
        "today": TODAY,
        "go_live": GO_LIVE,
        "refused": Verdict(QUESTION, (*MET, ALIGNED, DEFECT, EVIDENCE, WAIVED)),
        "allowed": Verdict("May it be baselined?", (*MET, EVIDENCE)),
        "unclear": Verdict("Is the test approach final?", (*MET[:1], ALIGNED)),
        "links": (Link("All criteria", "#a"), Link("What if the date slips?", "#b")),
        "tab_links": (
            Link("Overview", "#o", current=True),
            Link("Scope", "#s", 10),
            Link("Record", "#r"),
        ),
        "families": labels.families(),
        "moves": MOVES,
        "drawn_moves": draw_moves(MOVES, TODAY),
        "steps": (
            column(text="Go-live, set by the Panel on 30 Oct", day=GO_LIVE),
            column(text="less six weeks (42 days)", day=None),
            column(text="Limit", day=dt.date(2019, 10, 18)),
        ),
        "life": draw_life(life(), "The life of SECMP0062"),
        "life_ended": draw_life(
            (LifeStep("Development", Standing.DONE), LifeStep("Withdrawn", Standing.ENDED, TODAY)),
            "The life of MP083",
        ),
        "strip": draw_obligations(
            ObligationStrip("Obligations of November 2019", DUTIES, GO_LIVE, TODAY)
        ),
        "duties": DUTIES,
        "columns": (
            column(text="Due", numeric=False, href="#due", sort="ascending"),
            column(text="Obligation", numeric=False, href="", sort=""),
            column(text="Days late", numeric=True, href="#late", sort=""),
            column(text="Standing", numeric=False, href="", sort=""),
        ),
        "pages": Pages("1 to 50 of 412", "", "#later"),
        "timelines": drawn,
        "stages": (forms.Choice("", "Any"), forms.Choice("report", "Report")),
        "form": forms.read(
            WaiverInput,
            {"criterion": "8", "until": "31 Nov 2019", "amount": "-5", "tell": ["opsg"]},
            choices=CHOICES,
        ).form,
        "acts": (
            Act("Put to the Panel", "#act", main=True, note="Members are told at once."),
            Act("Withdraw", "#act", grave=True),
            Act("Set live", "#act", ("2 of 9 requirements are not met.",)),
            Act("Sign off", "#act", ("You wrote this paper.", "The TAG has not met.")),
        ),
        "digest_value": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    }
