"""Every noun that can be found, each declared once: roots by themselves, parts by what they are of.

Not here: votes and interests declared, whose words are told where the resolution is; scope, which
is found by the modification and may be seen by fewer than its release; responses to consultations,
whose answers are for fewer readers than the response, one by one, and may have to be erased.
"""

from __future__ import annotations

from django.db.models import F, Q

from ridgeway.governance.baselines.models import (
    Comment,
    Edition,
    PartText,
    ReleaseDocument,
    SpecificationVersion,
)
from ridgeway.governance.committees.models import (
    Action,
    Advice,
    AgendaItem,
    Condition,
    Meeting,
    Minutes,
    Paper,
    Question,
    Resolution,
    Statement,
    ViewRequest,
)
from ridgeway.governance.consultations.models import AskedQuestion, Consultation
from ridgeway.governance.control.models import ChangeRequest, Freeze
from ridgeway.governance.costs.models import CostChallenge, CostLine, CostReport
from ridgeway.governance.directions.models import Direction
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.golive.models import (
    Criterion,
    CriterionFinding,
    FinalCall,
    PartyReadiness,
    ReadinessUpdate,
    Waiver,
)
from ridgeway.governance.modifications.models import Modification, ModificationReference, Part
from ridgeway.governance.notices.models import Notice
from ridgeway.governance.releases.models import (
    DateStatus,
    DocumentAffected,
    Obligation,
    PlannedDate,
    Release,
    Risk,
    RiskView,
    SwitchedCode,
)
from ridgeway.governance.search.nouns import Noun
from ridgeway.governance.testing.models import Defect, TestPhase

ROOTS = (
    Noun(
        Modification,
        "Modification",
        "reference",
        "title",
        ("description", "latest_update", "documents"),
    ),
    Noun(Release, "Release", "slug", "name", ("description", "cause_of_moves")),
    Noun(Defect, "Testing issue", "reference", "title", ("description",)),
    Noun(Resolution, "Resolution", "matter", "text", ("conditions",)),
    Noun(Paper, "Paper", "", "title"),
    Noun(Meeting, "Meeting", "", "title", ("place", "state_reason")),
    Noun(AgendaItem, "Agenda item", "", "title", ("outcome", "withdrawn_reason")),
    Noun(Minutes, "Minutes", "", "text"),
    Noun(Action, "Action", "", "text", ("note",)),
    Noun(Condition, "Condition", "", "text", ("note",)),
    Noun(ViewRequest, "View asked for", "", "on", ("note",)),
    Noun(Question, "Question", "", "question", ("answer",)),
    Noun(Advice, "Advice", "", "on", ("lateness", "basis", "source")),
    Noun(Evidence, "Evidence", "file_name", "title", ("source",)),
    Noun(ReleaseDocument, "Document of a release", "", "title"),
    Noun(Edition, "Version of a document", "", "title", ("comments",)),
    Noun(Comment, "Comment on a document", "", "text", ("answer", "by_name")),
    Noun(Notice, "Notice", "", "title", ("text",)),
    Noun(PartyReadiness, "Readiness of a Party", "", "progress", ("concerns",)),
    Noun(CostReport, "Report on cost", "", "note", ("savings_note", "source")),
    Noun(CostChallenge, "Challenge of a cost", "", "text", ("answer", "settled_note")),
    Noun(Consultation, "Consultation", "", "title", ("purpose", "outcome", "clause")),
    Noun(Direction, "Directed change", "", "title", ("text", "documents", "withdrawn_because")),
    Noun(Freeze, "Change freeze", "", "title", ("rationale", "ended_because")),
    Noun(ChangeRequest, "Change request", "", "title", ("rationale", "ended_because")),
)

PARTS = (
    Noun(
        ModificationReference,
        "Former reference",
        "reference",
        "modification__reference",
        owner="modification",
        worded=~Q(reference=F("modification__reference")),
    ),
    Noun(
        Part,
        "Part of a modification",
        "",
        "name",
        owner="modification",
        worded=~Q(name=""),
    ),
    Noun(SwitchedCode, "Switched code", "reference", "title", ("note",), owner="release"),
    Noun(
        DocumentAffected,
        "Document affected",
        "",
        "name",
        ("group",),
        owner="release",
        worded=Q(dropped=False),
    ),
    Noun(
        PlannedDate,
        "Decision on a date",
        "",
        "cause",
        ("authority", "clause"),
        owner="release",
        worded=~Q(status=DateStatus.BY_RULE) & ~Q(cause="", authority=""),
    ),
    Noun(
        Obligation,
        "Obligation",
        "",
        "title",
        ("discharge_note", "unknown"),
        owner="release",
        worded=~Q(discharge_note="", unknown=""),
    ),
    Noun(PartText, "Part of a document", "part", "text", owner="document"),
    Noun(
        SpecificationVersion,
        "Specification",
        "edition",
        "name",
        ("note",),
        owner="release",
        worded=Q(dropped=False),
    ),
    Noun(Risk, "Risk", "", "text", ("owner", "approach", "additions"), owner="release"),
    Noun(
        RiskView,
        "View of a risk",
        "",
        "subject_to",
        owner="risk__release",
        worded=~Q(subject_to=""),
    ),
    Noun(TestPhase, "Test phase", "", "name", ("note",), owner="release"),
    Noun(Criterion, "Criterion", "", "text", ("clause", "evidence_wanted"), owner="release"),
    Noun(
        CriterionFinding,
        "Finding on a criterion",
        "",
        "note",
        ("source",),
        owner="criterion__release",
        worded=~Q(note="", source=""),
    ),
    Noun(Waiver, "Waiver", "", "reason", ("clause",), owner="release"),
    Noun(ReadinessUpdate, "Update on readiness", "", "progress", ("concerns",), owner="release"),
    Noun(FinalCall, "Final call", "", "note", owner="release", worded=~Q(note="")),
    Noun(CostLine, "Comment on a cost", "", "comment", owner="report", worded=~Q(comment="")),
    Noun(AskedQuestion, "Question of a consultation", "", "text", owner="consultation"),
    Noun(Statement, "Statement of a body", "", "text", ("said_by",), owner="advice"),
)

NOUNS: dict[str, Noun] = {noun.kind: noun for noun in (*ROOTS, *PARTS)}
