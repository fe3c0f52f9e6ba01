"""The one form for every act: asked, refused, mended, done; what was typed is never lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ridgeway.governance.acts import ACTS
from ridgeway.governance.committees.models import Advice, AgendaItem, Meeting, Statement
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.modifications.models import Modification
from ridgeway.web import forms
from ridgeway.web.choices import BY_ACT, BY_NAME
from ridgeway.web.fields import Choice, fields_of
from tests.answers import body_of
from tests.governance.conftest import World
from tests.marks import covers
from tests.web.pages.conftest import Reader, form_of


@pytest.fixture
def row(world: World) -> Modification:
    done = world.do(
        "modification.adopt", world.code, reference="MP001", title="Meters", audience="public"
    )
    return Modification.objects.get(pk=done.subject_id)


def sent(client: Client, address: str, **typed: Any) -> Any:
    """The form as a browser sends it: what it carried, and what was typed."""
    carried = form_of(client.get(address).content.decode())
    return client.post(address.partition("?")[0], {**carried, **typed})


@pytest.mark.parametrize("name", sorted(ACTS))
def test_every_act_can_be_asked_by_a_form(name: str) -> None:
    assert forms.ask(ACTS[name].given) is not None


@pytest.mark.parametrize("name", sorted(ACTS))
def test_whoever_chooses_an_answer_is_not_told_how_a_program_names_it(name: str) -> None:
    declared = ACTS[name].given
    places = {*declared.model_fields, *(field for act, field in BY_ACT if act == name)}
    choices = {
        place: [Choice("a", "The first")]
        for place in places
        if (name, place) in BY_ACT or place in BY_NAME
    }
    for asked in fields_of(declared, choices=choices):
        if asked.name in choices:
            assert not re.search(r"\b(key|identity)\b", asked.hint, re.IGNORECASE), asked.name


@covers("F-257")
def test_an_act_is_done_and_told_once(world: World, reader: Reader, row: Modification) -> None:
    client = reader("code-administrator")
    answer = sent(
        client, f"/acts/modification.add-part/{row.id}", name="Phase two", told_reason="Split"
    )
    assert (answer.status_code, answer["Location"]) == (302, "/sec/modifications/MP001")
    page = client.get("/sec/modifications/MP001").content.decode()
    assert "Done: add a part" in page
    assert "Split" in page
    assert "Done: add a part" not in client.get("/sec/modifications/MP001").content.decode()
    assert world.code.key == "sec"


def test_what_is_missing_or_wrong_is_named_at_its_question_and_the_rest_stays(
    reader: Reader, world: World
) -> None:
    client = reader("code-administrator")
    answer = sent(
        client,
        f"/acts/meeting.call/{world.code.id}",
        title="Panel <b>meeting</b>",
        meeting_date="31 Nov 2026",
        body="",
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "31 Nov 2026 does not exist" in html
    assert "Choose the body" in html
    assert "Panel &lt;b&gt;meeting&lt;/b&gt;" in html
    assert 'href="#f-meeting-date"' in html
    assert not Meeting.objects.exists()


def test_a_refusal_gives_every_reason_and_keeps_what_was_typed(
    reader: Reader, world: World, row: Modification
) -> None:
    client = reader("code-administrator")
    typed = {"body": world.bodies["dcc"].id, "title": "A paper", "arrived_date": "1 Feb 2026"}
    address = (
        f"/acts/evidence.submit/{world.code.id}"
        f"?subject_type=modifications.modification&subject_id={row.id}"
    )
    answer = sent(client, address, audience="committee", **typed)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "say where that is known from" in html
    assert ">A paper</textarea>" in html
    assert not Evidence.objects.exists()


@covers("F-252")
def test_an_item_is_put_on_an_agenda_about_whatever_is_chosen(
    reader: Reader, world: World, row: Modification
) -> None:
    meeting = world.do(
        "meeting.call", world.code, body="panel", title="Panel", meeting_date="2026-03-20"
    ).subject_id
    client, address = reader("code-administrator"), f"/acts/item.add/{meeting}"
    asked = client.get(address).content.decode()
    assert f'<option value="{row.id}">MP001: Meters</option>' in asked
    again = sent(client, address, title="", subject_id=row.id, purpose="decision")
    assert again.status_code == 422
    html = again.content.decode()
    assert f'<option value="{row.id}" selected>MP001: Meters</option>' in html
    typed = {**form_of(html), "title": "Its report", "subject_id": row.id, "purpose": "decision"}
    assert client.post(address, typed).status_code == 302
    item = AgendaItem.objects.get()
    assert (item.subject_type, item.subject_id) == ("modifications.modification", row.id)


def test_whoever_may_not_is_told_who_may(reader: Reader, row: Modification) -> None:
    client = reader("party")
    opened = client.get(f"/acts/modification.edit/{row.id}").content.decode()
    assert "Only the code administrator may do this" in opened
    assert "<textarea" not in opened
    answer = client.post(f"/acts/modification.edit/{row.id}", {"title": "Mine now", "version": "1"})
    assert answer.status_code == 403
    row.refresh_from_db()
    assert row.title == "Meters"


def test_a_subject_that_moved_on_is_shown_before_anything_is_lost(
    world: World, reader: Reader, row: Modification
) -> None:
    client = reader("code-administrator")
    address = f"/acts/modification.edit/{row.id}"
    carried = form_of(client.get(address).content.decode())
    world.do("modification.edit", row, title="Theirs")
    answer = client.post(address, {**carried, "title": "Mine"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "changed this while you were writing" in html
    assert "Mine" in html
    assert "Send mine all the same" in html
    row.refresh_from_db()
    assert row.title == "Theirs"
    again = client.post(address, {**form_of(html), "title": "Mine"})
    assert again.status_code == 302
    row.refresh_from_db()
    assert row.title == "Mine"


def test_the_same_form_sent_twice_has_one_effect(reader: Reader, world: World) -> None:
    client = reader("code-administrator")
    address = f"/acts/modification.adopt/{world.code.id}"
    carried = form_of(client.get(address).content.decode())
    typed = {**carried, "reference": "MP9", "title": "Once", "audience": "public"}
    first, second = client.post(address, typed), client.post(address, typed)
    assert first["Location"] == second["Location"] == "/sec/modifications/MP9"
    assert Modification.objects.filter(reference="MP9").count() == 1


def test_what_is_held_already_is_a_conflict_that_keeps_the_typing(
    reader: Reader, world: World, row: Modification
) -> None:
    del row
    client = reader("code-administrator")
    address = f"/acts/modification.adopt/{world.code.id}"
    answer = sent(client, address, reference="MP001", title="Twice", audience="public")
    assert answer.status_code == 409
    assert "Twice" in answer.content.decode()


@covers("F-163")
def test_a_list_of_statements_is_typed_in_rows_and_more_rows_come_when_asked(
    reader: Reader, world: World, row: Modification
) -> None:
    client = reader("code-administrator")
    address = f"/acts/meeting.call/{world.code.id}"
    assert "Statements" not in client.get(address).content.decode()
    address = (
        f"/acts/advice.give/{world.code.id}"
        f"?subject_type=modifications.modification&subject_id={row.id}"
    )
    html = client.get(address).content.decode()
    assert "statements-2-text" in html
    carried = form_of(html)
    typed = {
        **carried,
        "body": world.bodies["opsg"].id,
        "advice_date": "2 Mar 2026",
        "finding": "met",
        "audience": "public",
        "statements-0-kind": "statement",
        "statements-1-kind": "finding",
        "statements-1-text": "Agreed.",
    }
    place = address.partition("?")[0]
    more = client.post(place, {**typed, "more": "statements"}).content.decode()
    assert "statements-4-text" in more
    assert "Agreed." in more
    assert not Advice.objects.exists()
    assert client.post(place, typed).status_code == 302
    assert [s.text for s in Statement.objects.all()] == ["Agreed."]


@covers("F-256")
def test_evidence_comes_with_its_file_and_leaves_as_an_attachment_only(
    reader: Reader, world: World, row: Modification
) -> None:
    client = reader("code-administrator")
    address = (
        f"/acts/evidence.submit/{world.code.id}"
        f"?subject_type=modifications.modification&subject_id={row.id}"
    )
    file = SimpleUploadedFile("../../<b>.html", b"<script>alert(1)</script>", "text/html")
    answer = sent(client, address, title="Report", audience="committee", file=file)
    assert answer["Location"] == "/sec/modifications/MP001"
    held = Evidence.objects.get()
    assert (held.file_name, held.size) == ("<b>.html", 25)
    opened = reader("member").get(f"/evidence/{held.id}/file")
    assert body_of(opened) == b"<script>alert(1)</script>"
    assert opened["Content-Disposition"].startswith("attachment")
    assert opened["Content-Type"] == "application/octet-stream"
    assert opened["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in opened["Content-Security-Policy"]
    assert reader("public").get(f"/evidence/{held.id}/file").status_code == 404
    assert reader("party").get(f"/evidence/{held.id}/file").status_code == 404


def test_a_token_is_shown_once_and_its_password_is_never_kept_in_the_form(
    reader: Reader, world: World
) -> None:
    client = reader("installation-administrator")
    account = world.actors["party"].account_id
    address = f"/acts/token.issue/{account}"
    answer = sent(client, address, name="ci", expires_at="1 Jan 2099 09:00")
    assert answer.status_code == 200
    assert "shown once" in answer.content.decode()
    person = world.actors["party"].person_id
    wrong = sent(client, f"/acts/account.open/{person}", username="", password="very-secret-word")
    assert wrong.status_code == 422
    assert "very-secret-word" not in wrong.content.decode()


def test_a_form_without_the_version_that_was_read_changes_nothing(
    reader: Reader, row: Modification
) -> None:
    client = reader("code-administrator")
    answer = client.post(f"/acts/modification.edit/{row.id}", {"title": "Blind"})
    assert answer.status_code == 422
    assert "which version you read" in answer.content.decode()
    row.refresh_from_db()
    assert row.title == "Meters"
