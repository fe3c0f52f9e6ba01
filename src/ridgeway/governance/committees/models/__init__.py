"""Meetings, what lies in front of bodies, what they say and resolve, and what follows from it."""

from ridgeway.governance.committees.models.actions import Action
from ridgeway.governance.committees.models.meetings import (
    AgendaItem,
    Attendance,
    Declaration,
    Meeting,
    MeetingSeries,
    MeetingState,
    Minutes,
    Purpose,
    Standing,
)
from ridgeway.governance.committees.models.resolutions import (
    Condition,
    Ground,
    Position,
    Recusal,
    Resolution,
    Verb,
    Vote,
)
from ridgeway.governance.committees.models.said import (
    AboutSubject,
    Advice,
    Finding,
    Paper,
    Question,
    Statement,
    StatementKind,
    ViewRequest,
)

__all__ = [
    "AboutSubject",
    "Action",
    "Advice",
    "AgendaItem",
    "Attendance",
    "Condition",
    "Declaration",
    "Finding",
    "Ground",
    "Meeting",
    "MeetingSeries",
    "MeetingState",
    "Minutes",
    "Paper",
    "Position",
    "Purpose",
    "Question",
    "Recusal",
    "Resolution",
    "Standing",
    "Statement",
    "StatementKind",
    "Verb",
    "ViewRequest",
    "Vote",
]
