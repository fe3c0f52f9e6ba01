"""Every address that Ridgeway answers, and whether it can be asked for a past moment."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from ridgeway.governance.baselines.models import Edition
from ridgeway.governance.codes.models import Code
from ridgeway.governance.committees.models import Meeting, Paper, Resolution
from ridgeway.governance.consultations.models import Consultation
from ridgeway.governance.control.models import ChangeRequest, Freeze
from ridgeway.governance.directions.models import Direction
from ridgeway.governance.notices.models import Notice
from ridgeway.web.frame import PRESENT_ONLY
from tests.answers import body_of
from tests.marks import covers
from tests.web.pages.conftest import visitor

pytestmark = pytest.mark.usefixtures("demo", "db")

BANNER = "You are reading the record as it stood then."
CONTROL = 'name="as_at"'
HIDDEN = '<input type="hidden"[^>]*>'
OTHERWISE = (
    f'<form[^>]*><span id="besides" hidden>({HIDDEN})*'
    f'<input type="hidden" name="q" value="nothing">({HIDDEN})*</span>'
    '<div[^>]*><label for="(then|as-at)">'
)
"""The form that asks for a moment, with what the address asks for besides."""
ASKED = "2026-11-20T12:00"


class Past(StrEnum):
    """How a route takes `?as_at=`."""

    SHOWN = "shows that moment, with the banner"
    FILE = "the file of that moment"
    REFUSED = "says that it shows the present only"
    FIXED = "what it names never changes"
    FEED = "follows the present; programs subscribe to it"
    NO_PAGE = "sends elsewhere or takes a form"


SHOWN, FILE, REFUSED, FIXED, FEED, NO_PAGE = Past

ROUTES = {
    "home": REFUSED,
    "today": REFUSED,
    "installation": REFUSED,
    "sign-in": REFUSED,
    "sign-in-demo": NO_PAGE,
    "sign-out": NO_PAGE,
    "account": REFUSED,
    "account-password": NO_PAGE,
    "account-sessions": NO_PAGE,
    "password-forgotten": REFUSED,
    "password-link": REFUSED,
    "search": REFUSED,
    "go": NO_PAGE,
    "act": REFUSED,
    "resolution": SHOWN,
    "consultation": SHOWN,
    "direction": SHOWN,
    "freeze": SHOWN,
    "change-request": SHOWN,
    "meeting": SHOWN,
    "meeting-bundle": SHOWN,
    "meeting-bundle-file": FILE,
    "agenda-item": NO_PAGE,
    "paper": SHOWN,
    "notice": SHOWN,
    "evidence-file": FIXED,
    "my-responsibilities": REFUSED,
    "responsibilities": SHOWN,
    "responsible": REFUSED,
    "modification-costs": SHOWN,
    "calendar": SHOWN,
    "calendar-feed": FEED,
    "notices-feed": FEED,
    "releases": SHOWN,
    "release": SHOWN,
    "release-scope": SHOWN,
    "release-plan": SHOWN,
    "release-testing": SHOWN,
    "release-gate": SHOWN,
    "release-costs": SHOWN,
    "release-costs-file": FILE,
    "release-oversight": SHOWN,
    "release-risks": SHOWN,
    "release-decisions": SHOWN,
    "release-notices": SHOWN,
    "release-record": SHOWN,
    "release-why": SHOWN,
    "release-what-if": REFUSED,
    "release-paper": SHOWN,
    "release-paper-file": FILE,
    "release-rid": SHOWN,
    "release-rid-file": FILE,
    "documents-feed": FEED,
    "release-document": SHOWN,
    "release-document-file": FILE,
    "release-changes": SHOWN,
    "release-changes-file": FILE,
    "release-version": SHOWN,
    "release-version-file": FIXED,
    "code": REFUSED,
    "modification-report-file": FILE,
    "modification-report": SHOWN,
    "modifications": SHOWN,
    "register-export": FILE,
    "register-views": REFUSED,
    "register-view": NO_PAGE,
    "register-view-remove": NO_PAGE,
    "modification": SHOWN,
    "modification-documents": SHOWN,
    "modification-decisions": SHOWN,
    "modification-record": SHOWN,
    "consultations": SHOWN,
    "directions": SHOWN,
    "control": SHOWN,
    "meetings": SHOWN,
    "parties": REFUSED,
    "body": SHOWN,
    "policy": SHOWN,
    "policy-difference": REFUSED,
    "policy-version": REFUSED,
    "imports": REFUSED,
    "import": REFUSED,
    "import-faults": NO_PAGE,
    "import-bring-in": NO_PAGE,
    "import-remove": NO_PAGE,
    "record": SHOWN,
    "record-verify": NO_PAGE,
    "record-bundle": NO_PAGE,
    "record-note": FEED,
    "record-entry": FIXED,
}


def routes(of: URLResolver) -> list[str]:
    found: list[str] = []
    for one in of.url_patterns:
        if isinstance(one, URLPattern):
            found.append(str(one.name))
        else:
            found += routes(one)
    return found


def test_every_route_of_the_web_is_in_the_table() -> None:
    known = routes(get_resolver("ridgeway.web.urls"))
    assert sorted(known) == sorted(ROUTES)


@pytest.fixture(scope="module")
def places(demo: str, django_db_blocker: Any) -> dict[str, tuple[str, ...]]:
    """What each route is given, from the demo."""
    del demo
    with django_db_blocker.unblock():
        return _places()


def _places() -> dict[str, tuple[str, ...]]:
    code = Code.objects.get()
    two = Edition.objects.filter(document__document="rid", status="approved")
    document = two.select_related("document__release").latest("major").document
    meeting = Meeting.objects.latest("id").id
    november = ("sec", "november-2019-sec-release")
    rid = ("sec", document.release.slug, "rid")
    given = {
        "password-link": ("nosuch",),
        "resolution": (Resolution.objects.latest("id").id,),
        "consultation": (Consultation.objects.latest("id").id,),
        "direction": (Direction.objects.latest("id").id,),
        "freeze": (Freeze.objects.latest("id").id,),
        "change-request": (ChangeRequest.objects.latest("id").id,),
        "meeting": (meeting,),
        "meeting-bundle": (meeting,),
        "meeting-bundle-file": (meeting, "pdf"),
        "paper": (Paper.objects.latest("id").id,),
        "notice": (Notice.objects.latest("id").id,),
        "modification-report-file": ("sec", "pdf", "MP071"),
        "register-export": ("sec", "csv"),
        "responsible": ("sec", "panel"),
        "body": ("sec", "panel"),
        "import": ("sec", _staged()),
        "act": ("policy.adopt", code.id),
        "policy-version": ("sec", "sec-rmp", "3.0"),
        "release-why": (*november, "evidence-to-panel"),
        "release-document": rid,
        "release-document-file": (*rid, "pdf"),
        "release-changes": rid,
        "release-changes-file": rid,
        "release-version": (*rid, "2.0"),
    }
    for name in ROUTES:
        if name.startswith("release-"):
            given.setdefault(name, (*november, "pdf") if name.endswith("-file") else november)
        elif name.startswith("modification") and name != "modifications":
            given.setdefault(name, ("sec", "MP071"))
    given |= {"release-costs-file": (*november, "csv"), "release": november}
    return given


def _staged() -> str:
    file = SimpleUploadedFile("modifications.csv", b"reference,title\nMP1,Words\n")
    sent = visitor("administrator").post("/sec/import", {"files": file, "source": "A test"})
    return str(sent["Location"].rpartition("/")[2])


ALONE = ("home", "today", "installation", "sign-in", "account", "password-forgotten", "search",
         "my-responsibilities")  # fmt: skip
"""Routes that are given nothing; those that are left are given the key of the code."""


def asked(name: str, places: dict[str, tuple[str, ...]]) -> HttpResponseBase:
    """The answer to `?as_at=`, for somebody who may see it."""
    args = () if name in ALONE else places.get(name, ("sec",))
    client = {"installation": "root", "sign-in": "", "password-forgotten": "", "password-link": ""}
    return visitor(client.get(name, "administrator")).get(
        reverse(name, args=args), {"as_at": ASKED, "q": "nothing", "stay": "1"}
    )


@covers("F-257")
@pytest.mark.parametrize("name", [name for name, past in ROUTES.items() if past is SHOWN])
def test_a_page_that_can_shows_the_moment(name: str, places: dict[str, tuple[str, ...]]) -> None:
    answer = asked(name, places)
    text = body_of(answer).decode()
    assert answer.status_code == 200, name
    assert BANNER in text
    assert PRESENT_ONLY not in text
    assert CONTROL in text
    assert re.search(OTHERWISE, text)


@covers("F-257")
@pytest.mark.parametrize("name", [name for name, past in ROUTES.items() if past is REFUSED])
def test_every_other_page_says_that_it_shows_the_present(
    name: str, places: dict[str, tuple[str, ...]]
) -> None:
    answer = asked(name, places)
    text = body_of(answer).decode()
    assert BANNER not in text
    assert PRESENT_ONLY in text, (name, answer.status_code)
    assert CONTROL not in text


@pytest.mark.parametrize("name", [name for name, past in ROUTES.items() if past is FILE])
def test_a_file_is_made_of_that_moment(name: str, places: dict[str, tuple[str, ...]]) -> None:
    answer = asked(name, places)
    assert answer.status_code == 200, name
    assert len(body_of(answer)) > 100
