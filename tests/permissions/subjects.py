"""What is called for: a public object, a hidden one and none, for each part of an address."""

from __future__ import annotations

from typing import Any

from ridgeway.governance.acting import UNTOLD, Told
from ridgeway.governance.actor import Via
from ridgeway.governance.acts import Done, perform
from ridgeway.governance.codes.models import Body, Code
from ridgeway.governance.codes.queries import person_actor
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.intake.staging import stage
from ridgeway.governance.notices.models import Notice
from ridgeway.governance.record.models import Event
from ridgeway.governance.releases.saved_views import save_view, views_of
from tests.demo.conftest import LOADED_AT

VARIANTS = ("public", "hidden", "missing")
HIDDEN = "administration"


def subjects() -> dict[str, dict[str, str]]:
    """For each variant the values of the parts of addresses."""
    code = Code.objects.get(key="sec")
    hidden = _hidden(code)
    public_event = Event.objects.filter(chain__key="sec", audience="public").latest("seq")
    hidden_event = Event.objects.filter(chain__key="sec", audience=HIDDEN).latest("seq")
    shared = {
        "code": "sec",
        "key": "sec",
        "rule": "evidence-to-panel",
        "policy": "sec-rmp",
        "version": "3.0",
        "name": "release.move",
        "kind": "release",
        "form": "csv",
        "document": "rid",
        "number": "1.0",
        "word": "nosuchword",
        "body": "panel",
    }
    return {
        "public": {
            **shared,
            "import_id": _staged(code),
            "view_id": _view(code, "administrator"),
            "slug": "november-2019-sec-release",
            "reference": "MP071",
            "resolution_id": Resolution.objects.get(state="open", audience="public").id,
            "notice_id": Notice.objects.filter(state="owed", audience="public")
            .order_by("due_date")[0]
            .id,
            "evidence_id": "nosuchevidence1",
            **_control(code, "public", "the winter"),
            **_committee(code, "public", "The winter"),
            "subject_id": code.releases.get(slug="november-2019-sec-release").id,
            "row_id": code.releases.get(slug="november-2019-sec-release").id,
            "seq": str(public_event.seq),
        },
        "hidden": {
            **shared,
            **hidden,
            "import_id": _staged(code),
            "view_id": _view(code, "auditor"),
            "seq": str(hidden_event.seq),
        },
        "missing": {
            **shared,
            "slug": "no-such-release",
            "reference": "NONE1",
            "resolution_id": "nosuch",
            "notice_id": "nosuch",
            "evidence_id": "nosuch",
            "consultation_id": "nosuch",
            "freeze_id": "nosuch",
            "direction_id": "nosuch",
            "request_id": "nosuch",
            "import_id": "nosuch",
            "view_id": "nosuch",
            "meeting_id": "nosuch",
            "paper_id": "nosuch",
            "item_id": "nosuch",
            "subject_id": "nosuch",
            "row_id": "nosuch",
            "seq": "99999999",
        },
    }


def _hidden(code: Code) -> dict[str, str]:
    """Objects that only the administration may see, made through the door."""
    actor = person_actor("administrator", via=Via.CLI, on=LOADED_AT.date())

    def do(act: str, subject: str, told: Told = UNTOLD, **given: Any) -> str:
        done = perform(act, subject, given, actor=actor, at=LOADED_AT, told=told)
        return done.subject_id

    source = Told(source="made for the matrix")
    do(
        "modification.adopt",
        code.id,
        source,
        reference="HID1",
        title="Zebrafinch hidden title",
        audience=HIDDEN,
    )
    release = do(
        "release.plan",
        code.id,
        kind="system",
        go_live_date="2028-03-15",
        audience=HIDDEN,
        description="Zebrafinch hidden release",
    )
    resolution = do(
        "resolution.propose",
        code.id,
        subject_id=release,
        body=Body.objects.get(key="panel").id,
        matter="release-scope",
        text="Zebrafinch hidden resolution",
        audience=HIDDEN,
    )
    evidence = do(
        "evidence.submit",
        code.id,
        source,
        subject_type="releases.release",
        subject_id=release,
        title="Zebrafinch hidden evidence",
        audience=HIDDEN,
    )
    return {
        "slug": code.releases.get(pk=release).slug,
        "reference": "HID1",
        "resolution_id": resolution,
        "notice_id": Notice.objects.filter(subject_id=release)[0].id,
        "evidence_id": evidence,
        **_control(code, HIDDEN, "Zebrafinch hidden"),
        **_committee(code, HIDDEN, "Zebrafinch hidden"),
        "subject_id": release,
        "row_id": release,
    }


def _staged(code: Code) -> str:
    """Files that wait to be brought in, which only those who may do it see."""
    actor = person_actor("administrator", via=Via.WEB, on=LOADED_AT.date())
    files = [("Zebrafinch modifications.csv", [b"reference,title\nZ1,Zebrafinch\n"])]
    return stage(code, files, actor=actor, at=LOADED_AT).id


def _view(code: Code, username: str) -> str:
    """A view of the register that one person keeps."""
    actor = person_actor(username, via=Via.WEB, on=LOADED_AT.date())
    save_view(actor, code.id, "q=meter", "Meters")
    (view,) = views_of(actor, code.id)
    return view.id


def _control(code: Code, audience: str, words: str) -> dict[str, str]:
    """A change freeze and a consultation on it, for one audience."""
    actor = person_actor("administrator", via=Via.CLI, on=LOADED_AT.date())

    def do(act: str, **given: Any) -> str:
        return perform(act, code.id, given, actor=actor, at=LOADED_AT).subject_id

    freeze = do(
        "freeze.propose",
        title=f"Freeze of {words}",
        rationale=f"Why in {words}",
        first_date="2028-11-01",
        last_date="2028-11-30",
        audience=audience,
    )
    consultation = do(
        "consultation.open",
        subject_type="control.freeze",
        subject_id=freeze,
        issuer=Body.objects.get(key="panel").id,
        title=f"On the freeze of {words}",
        purpose=f"Whether to freeze in {words}",
        clause="section 3",
        consulted=["parties"],
        closes_date="2028-10-01",
        questions=[{"text": f"Freeze in {words}?"}],
        audience=audience,
    )
    direction = do(
        "direction.register",
        title=f"Directed for {words}",
        made_date="2019-01-02",
        effective_date="2028-01-02",
        audience=audience,
    )
    return {
        "direction_id": direction,
        "consultation_id": consultation,
        "freeze_id": freeze,
        "request_id": "nosuchrequest",
    }


def _committee(code: Code, audience: str, words: str) -> dict[str, str]:
    """A meeting with a paper, for one audience."""
    actor = person_actor("administrator", via=Via.CLI, on=LOADED_AT.date())

    def do(act: str, subject: str, **given: Any) -> Done:
        given = {"title": f"{words} {act}", "audience": audience, **given}
        return perform(act, subject, given, actor=actor, at=LOADED_AT)

    body = Body.objects.get(key="panel").id
    meeting = do("meeting.call", code.id, body=body, meeting_date="2028-11-08").subject_id
    item = do("item.add", meeting).answer["item"]
    paper = do("paper.submit", item, text=f"{words} text").answer["paper"]
    return {"meeting_id": meeting, "item_id": item, "paper_id": paper}
