"""The pages of a release's documents: as held for those who work on it, published for everybody."""

from __future__ import annotations

import datetime as dt
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from ridgeway.governance.codes.models import Body
from tests.governance.baselines.conftest import Desk, desk, november, scene
from tests.marks import covers

__all__ = ["desk", "november", "scene"]
pytestmark = pytest.mark.django_db
BACKEND = "ridgeway.entrance.accounts.AccountBackend"


def client_of(desk: Desk, role: str) -> Client:
    from ridgeway.governance.codes.models import Account

    client = Client()
    account = Account.objects.get(pk=desk.scene.world.actors[role].account_id)
    client.force_login(account, BACKEND)
    return client


PAGES = (
    "rid", "rid.pdf", "documents/rid", "documents/tad", "documents/rid.docx",
    "documents/rid/versions/1.0", "documents/rid/versions/1.0/file.pdf",
)  # fmt: skip
INSIDE = (
    *PAGES, "documents/rid/versions/0.1", "documents/rid/changes",
    "documents/rid/changes?first=0.1&second=1.0", "documents/rid/changes.pdf",
    "documents/rid/versions/0.1/file.docx",
)  # fmt: skip
HIDDEN = (
    "documents/rid/versions/0.1", "documents/rid/versions/0.1/file.pdf",
    "documents/rid/changes?first=0.1&second=1.0", "documents/rid/changes?first=1.0&second=now",
    "documents/nothing", "documents/rid/versions/9.9",
)  # fmt: skip


def story(desk: Desk) -> str:
    """Draft, approved and published, then the scope moved on; the address of the release."""
    document = desk.complete()
    desk.act("document.write", document, part="rid-party-support", text="Zebrafinch draft words")
    desk.act("document.issue", document, comments="First draft")
    desk.act("document.write", document, part="rid-party-support", text="Two devices.")
    desk.act("edition.publish", desk.approve())
    desk.act("document.write", document, part="rid-party-support", text="Zebrafinch next words")
    return f"/sec/releases/{desk.release.slug}"


@covers("F-055", "F-103", "F-104")
def test_published_versions_are_for_everybody_and_drafts_are_not(desk: Desk) -> None:
    base = story(desk)
    inside, public = client_of(desk, "code-administrator"), Client()
    for path in INSIDE:
        assert inside.get(f"{base}/{path}").status_code == 200, path
    for path in PAGES:
        answer = public.get(f"{base}/{path}")
        assert answer.status_code == 200, path
        if "file" not in path and not path.endswith(("pdf", "docx")):
            assert "Zebrafinch" not in answer.content.decode(), path
    for path in HIDDEN:
        assert public.get(f"{base}/{path}").status_code == 404, path
    assert "Two devices." in public.get(f"{base}/rid").content.decode()


def test_a_party_reads_drafts_and_comments_on_the_page(desk: Desk) -> None:
    base = story(desk)
    party = client_of(desk, "party")
    html = party.get(f"{base}/rid").content.decode()
    assert "Zebrafinch next words" in html
    assert "Comment on the document" in html
    assert "Put it to the SEC Panel" not in html


@covers("F-052")
def test_what_changed_is_read_part_by_part(desk: Desk) -> None:
    base = story(desk)
    path = f"{base}/documents/rid/changes?first=0.1&second=1.0"
    html = client_of(desk, "member").get(path).content.decode()
    assert "Support needed from Parties" in html
    assert "<strong>Zebrafinch draft words</strong>" in html


READ_ANEW = {"code-administrator": 25, "party": 24}
"""The first reader after an entry of the record; a Party's own reading stands beside the whole."""
AGAIN = 15


@covers("F-052")
def test_the_tab_says_what_changed_since_the_last_issue(desk: Desk) -> None:
    base = story(desk)
    client = client_of(desk, "code-administrator")
    html = client.get(f"{base}/rid").content.decode()
    assert "Changed since version 1.0: Support needed from Parties." in html
    desk.act("document.issue", desk.document, comments="Next")
    html = client.get(f"{base}/rid").content.decode()
    assert "Nothing changed since version 1.0 draft" not in html
    assert "Nothing changed since version 1.1 draft 1." in html


@covers("F-054")
def test_progress_is_of_the_day_and_changes_no_version(desk: Desk) -> None:
    base = story(desk)
    client, approved = client_of(desk, "code-administrator"), "Changed since version 1.0: Support"
    desk.act("release.record-phase", desk.release, number=1, name="DCC SIT", closed=True)
    desk.act("release.discharge", desk.release, rule="scope-system", note="Minute 7")
    html = client.get(f"{base}/rid").content.decode()
    assert "duties are discharged" in html
    assert "DCC SIT" in html
    assert f"{approved} needed from Parties. " in html
    assert (
        "duties are discharged"
        not in client.get(f"{base}/documents/rid/versions/1.0").content.decode()
    )


@covers("F-051")
def test_a_document_is_owed_from_the_first_approved_modification_until_it_is_started(
    desk: Desk,
) -> None:
    client, page = client_of(desk, "code-administrator"), f"/sec/releases/{desk.release.slug}"
    owed = ("No Release Implementation Document is started yet", "not started, though")
    desk.modification("MP800")
    for relation, wanted in (("targeted", False), ("approved", True)):
        desk.scene.add(desk.release, "MP800", relation=relation)
        for words, path in zip(owed, (page, "/today"), strict=True):
            assert (words in client.get(path).content.decode()) is wanted, (relation, path)
    assert "not started, though" not in client_of(desk, "party").get("/today").content.decode()
    assert "Start a document of the release" in client.get(f"{page}/rid").content.decode()
    desk.start()
    for words, path in zip(owed, (page, "/today"), strict=True):
        assert words not in client.get(path).content.decode()


def test_what_waits_about_a_document_stands_on_the_day_of_who_may_do_it(desk: Desk) -> None:
    def day(role: str) -> str:
        return client_of(desk, role).get("/today").content.decode()

    document = desk.complete()
    desk.act("document.issue", document, comments="First")
    assert "0.1 is issued, to be put to the SEC Panel" in day("code-administrator")
    desk.act("document.comment", document, text="And gas?", by_name="A Party")
    assert "1 comment to be considered" in day("code-administrator")
    assert "1 comment to be considered" not in day("party")
    comment, panel = document.remarks.get(), Body.objects.get(key="panel")
    desk.act("comment.dispose", comment, disposition="noted", answer="Noted.", body=panel.id)
    edition = desk.approve()
    assert "1.0 stands and is not published" in day("code-administrator")
    desk.act("edition.publish", edition)
    assert "1.0 stands" not in day("code-administrator")
    desk.act("document.write", document, part="rid-party-support", text="Three devices.")
    assert "changed since 1.0, to be approved again" in day("code-administrator")


@pytest.mark.parametrize("role", list(READ_ANEW))
def test_the_page_asks_no_more_however_much_the_scope_holds(
    desk: Desk, role: str, django_assert_max_num_queries: Any
) -> None:
    base = story(desk)
    client = client_of(desk, role)
    for reference in ("MP905", "MP906", "MP907"):
        desk.modification(reference)
        desk.scene.add(desk.release, reference, relation="approved")
        with django_assert_max_num_queries(READ_ANEW[role]):
            first = client.get(f"{base}/rid").content.decode()
        assert f"About {reference}" in first
        with django_assert_max_num_queries(AGAIN):
            client.get(f"{base}/rid")


@covers("F-257")
def test_the_past_shows_the_documents_of_then(desk: Desk) -> None:
    document = desk.complete()
    tad = desk.start("tad")
    desk.act("document.write", document, part="rid-party-support", text="Words of a draft")
    desk.act("document.issue", document, comments="First draft")
    desk.of("delivery", "document.write", tad, part="tad-approach", text="Regression first")
    desk.of("delivery", "document.issue", tad, comments="Outline")
    desk.on(dt.date(2026, 3, 10))
    desk.act("document.write", document, part="rid-party-support", text="Words of a baseline")
    desk.approve()
    desk.of("delivery", "document.write", tad, part="tad-approach", text="Regression last")
    desk.of("delivery", "document.issue", tad, comments="Amended")
    client, base = client_of(desk, "code-administrator"), f"/sec/releases/{desk.release.slug}"
    then, since = "?as_at=2026-03-05T12:00", "?as_at=2026-03-11T12:00"

    def said(path: str, moment: str) -> str:
        answer = client.get(f"{base}/{path}{moment}")
        assert answer.status_code == 200, path
        return answer.content.decode()

    for path, first, later, number in (
        ("rid", "Words of a draft", "Words of a baseline", "1.0"),
        ("documents/tad", "Regression first", "Regression last", "0.2"),
    ):
        was, is_ = said(path, then), said(path, since)
        assert first in was
        assert later not in was
        assert f">{number}<" not in was
        assert later in is_
        assert f">{number}<" in is_
        assert said(path, "").count(later) == is_.count(later)
    assert client.get(f"{base}/documents/rid/versions/1.0{then}").status_code == 404
    assert client.get(f"{base}/documents/tad/versions/0.1{then}").status_code == 200


def test_the_body_reads_the_document_that_it_resolves_about(desk: Desk) -> None:
    desk.complete()
    resolution = desk.put()
    html = client_of(desk, "chair").get(f"/resolutions/{resolution.id}").content.decode()
    assert "Modifications targeted at or approved for the release" in html
    assert f'href="/sec/releases/{desk.release.slug}/rid"' in html


@covers("F-055")
def test_the_feed_lists_what_is_published_and_nothing_else(desk: Desk) -> None:
    base = story(desk)
    answer = Client().get("/sec/documents.atom")
    assert answer["Content-Type"] == "application/atom+xml"
    feed = ET.fromstring(answer.content)  # noqa: S314  our own answer
    atom = "{http://www.w3.org/2005/Atom}"
    [entry] = feed.findall(f"{atom}entry")
    assert (entry.findtext(f"{atom}title") or "").startswith("Release Implementation Document 1.0")
    link = entry.find(f"{atom}link")
    assert link is not None
    assert link.attrib["href"].endswith(f"{base}/documents/rid/versions/1.0")


def test_a_modification_lists_the_versions_that_speak_of_it(desk: Desk) -> None:
    base = story(desk)
    inside, public = client_of(desk, "code-administrator"), Client()
    links = [f'href="{base}/documents/rid/versions/{number}"' for number in ("0.1", "1.0")]
    page = inside.get("/sec/documents-of/MP900").content.decode()
    assert [link in page for link in links] == [True, True]
    page = public.get("/sec/documents-of/MP900").content.decode()
    assert [link in page for link in links] == [False, True]
    desk.modification("MP901")
    assert "/documents/rid/versions/" not in inside.get("/sec/documents-of/MP901").content.decode()
