"""A RID's content with every part filled, and the document that is written from it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ridgeway.documents.description import Document
from ridgeway.documents.release_document import Control, release_document
from tests.documents.samples import CLEAR, CRITERIA, GO_LIVE

CONTROL = Control("2.0", "approved", dt.date(2019, 10, 31), CLEAR)


def _part(name: str, heading: str, holds: str = "text", **more: Any) -> dict[str, Any]:
    """A part of a content; what it asks for is its heading unless it is given."""
    base = {"title": heading, "clause": "section 5", "when": "", "text": "", "by": ""}
    return {"id": name, "heading": heading, "holds": holds, "applies": True, **base, **more}


def rid_content(**changes: Any) -> dict[str, Any]:
    """A RID's content with every part filled."""
    content: dict[str, Any] = {
        "schema": "ridgeway-release-document/1",
        "document": "rid",
        "title": "Release Implementation Document",
        "policy": "sec-rmp@3.0",
        "release": {
            "name": "November 2019 SEC Release",
            "kind": "system",
            "go_live_date": GO_LIVE.isoformat(),
        },
        "written_by": "SECAS",
        "approved_by": "SEC Panel",
        "parts": [
            _part("m", "Modifications", "modifications"),
            _part("i", "Impacts", "impacts"),
            _part("d", "Documents", "documents"),
            _part("c", "Central cost", "central-cost"),
            _part("t", "Timetable", "timetable"),
            _part(
                "test", "Testing", title="How the DCC will test", by="DCC",
                text="Regression on both streams.",
            ),
            _part("u", "User testing", text="Voluntary.\n\nA desk answers within a working day."),
            _part("a", "Acceptance criteria", "criteria"),
            _part("tag", "When the TAG is asked", text="The TAG is asked in May."),
            _part("support", "Support", text="Two devices of each maker."),
            _part("x", "Annex", "annex"),
            _part("s", "Standalone cost", "standalone-cost"),
            _part("f", "Forecast", "forecast-cost"),
            _part("v", "Taking effect", "specifications"),
            _part("e", "Ending", "specifications-ended"),
        ],
        "systems": "DCC Systems",
        "categories": ["Large Supplier", "Network"],
        "modifications": [
            {
                "reference": "MP071", "part": 1, "part_name": "",
                "title": "Second-Comer Charging", "relation": "approved",
                "impacts": ["Network"], "system_impact": True,
            }
        ],
        "documents": [{"name": "Section J", "group": "Section", "changed_by": ["MP071"]}],
        "documents_not_said": [],
        "costs": {
            "groups": [{"key": "cost-sit", "title": "System integration testing", "must": True}],
            "told_by": ["SECAS", "DCC"],
            "central": [{"reference": "MP071", "amount": 3600}],
            "standalone": [{"reference": "MP071", **_cost(2500, 100)}],
            "forecast": [_cost(2000, 50)],
        },
        "duties": [
            {"rule": "build", "title": "Build", "owner": "DCC", "due_date": "2019-05-31"},
        ],
        "activities": [
            _activity(1, "SIT", "delivery", "2019-06-03", "2019-08-30"),
            _activity(2, "UIT", "user", "2019-09-02", "2019-10-04"),
        ],
        "risks": [
            {"number": 1, "text": "Late firmware", "owner": "DCC", "approach": ["Earlier drop"],
             "additions": []},
        ],
        "criteria": [
            {"number": 3, "text": CRITERIA[2], "clause": "section 8", "force": "must",
             "evidence_wanted": "", "stated_by": "DCC", "confirmed_by": []},
        ],
        "specifications": [
            _specification("3.3", "takes-effect", GO_LIVE, is_go_live=True, consulted=True),
            _specification("3.2", "ends", dt.date(2020, 5, 28)),
        ],
        "annexes": [
            {"document": "tad", "title": "Testing Approach Document", "by": "DCC",
             "reviewed_by": "TAG", "issued_by_date": "2019-02-28",
             "published_by_date": "2019-05-29", "version": None},
        ],
    }  # fmt: skip
    return content | changes


def _cost(sit: int, uit: int) -> dict[str, Any]:
    lines = [
        {"group": "cost-sit", "title": "System integration testing", "amount": sit},
        {"group": "cost-uit", "title": "User integration testing", "amount": uit},
    ]
    told = {"by": "DCC", "by_key": "dcc", "lines": lines, "total": sit + uit}
    return {**told, "savings": 500, "savings_note": "One regression round."}


def _activity(number: int, what: str, testing: str, starts: str, ends: str) -> dict[str, Any]:
    when = {"starts_date": starts, "ends_date": ends}
    return {"number": number, "what": what, "owner": "", "testing": testing, **when}


def _specification(version: str, effect: str, day: dt.date, **more: bool) -> dict[str, Any]:
    said = {"is_go_live": False, "consulted": False, **more}
    return {"name": "GBCS", "version": version, "effect": effect, "date": day.isoformat(), **said}


def implementation() -> Document:
    """The document that is written from it."""
    return release_document(rid_content(), CONTROL)
