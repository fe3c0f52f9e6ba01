"""Due process of a board: by what is held of a release, and under each policy that is adopted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest

from ridgeway.core.policy.loading import SHIPPED
from ridgeway.governance.acting import Told
from ridgeway.governance.acts import perform
from ridgeway.governance.baselines.models import Comment
from ridgeway.governance.codes.models import Body
from ridgeway.governance.notices.models import Notice
from ridgeway.governance.oversight.process import Came, Process, Step
from ridgeway.governance.oversight.queries import oversight
from ridgeway.governance.record.models import Event
from tests.governance.baselines.conftest import Desk
from tests.governance.baselines.conftest import desk as desk  # noqa: PLC0414
from tests.governance.releases.conftest import november as november  # noqa: PLC0414
from tests.governance.releases.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers

PROPOSED = (SHIPPED / "sec-enduring-responsibilities-0.1.toml").read_text(encoding="utf-8")
ADOPTED = PROPOSED.replace('status = "proposed"', 'status = "approved"\napplies_from = 2026-01-01')
AMENDMENTS = "Approve the implementation document and each amendment of it"
COMMENTS = "Consider each comment on the implementation document and act on it"
VALIDITY = "Consult the TABASC on every Validity Period start and end"
BASELINE = "Approve the release's implementation document and each amendment of it"


def processes(desk: Desk) -> tuple[Process, ...]:
    world = desk.scene.world
    found = oversight(
        world.actors["code-administrator"], world.code, desk.release.slug, world.at.date()
    )
    assert found is not None
    return found.processes


def step(desk: Desk, title: str, under: int = 0) -> Step:
    return next(s for s in processes(desk)[under].steps if s.title.startswith(title))


def bodies(desk: Desk, keys: Iterable[str]) -> None:
    world = desk.scene.world
    for key in keys:
        if not Body.objects.filter(key=key).exists():
            perform(
                "body.register",
                world.installation.id,
                {"key": key, "name": key.upper(), "short_name": key.upper()},
                actor=world.actors["installation-administrator"],
                at=world.at,
            )


def enduring(desk: Desk, text: str = ADOPTED) -> Process:
    bodies(desk, ("tabasc", "ssc"))
    desk.act("policy.adopt", desk.scene.world.code, text=text, applies_from_date="2026-01-01")
    return processes(desk)[1]


def advise(desk: Desk, body: str) -> str:
    done = desk.act(
        "advice.give",
        desk.scene.world.code,
        subject_id=desk.release.id,
        body=Body.objects.get(key=body).id,
        advice_date=desk.scene.world.at.date(),
        finding="met",
    )
    return done.subject_id


def resolved(desk: Desk, matter: str, body: str) -> str:
    done = desk.act(
        "resolution.attest",
        desk.scene.world.code,
        Told(source="Minutes"),
        subject_id=desk.release.id,
        body=Body.objects.get(key=body).id,
        matter=matter,
        verb="agree",
        text="as the paper says",
        decided_date=desk.scene.world.at.date().isoformat(),
    )
    return done.subject_id


@covers("F-009", "F-053")
def test_approving_the_document_is_a_step_and_it_is_open_again_once_the_document_changed(
    desk: Desk,
) -> None:
    assert step(desk, BASELINE).came is Came.OPEN
    document = desk.complete()
    desk.approve()
    taken = step(desk, BASELINE)
    assert (taken.came, taken.by) == (Came.TAKEN, "carried")
    assert Event.objects.get(chain__key="sec", seq=taken.entry or 0).act == "resolution.close"
    amended = step(desk, AMENDMENTS)
    assert (amended.came, amended.by) == (Came.TAKEN, "1 version approved")
    desk.act("document.write", document, part="rid-dcc-testing", text="Otherwise")
    amended = step(desk, AMENDMENTS)
    assert (amended.came, amended.by) == (Came.OPEN, "1 of 2 versions approved")


@covers("F-009", "F-057")
def test_a_comment_is_a_step_until_it_was_considered(desk: Desk) -> None:
    document = desk.complete()
    assert step(desk, COMMENTS).came is Came.NOT_ASKED
    desk.of("party", "document.comment", document, text="Too little time")
    waits = step(desk, COMMENTS)
    assert (waits.came, waits.by) == (Came.OPEN, "0 of 1 comment considered")
    panel = desk.scene.world.bodies["panel"].id
    given = {"disposition": "noted", "answer": "It is enough", "body": panel}
    desk.act("comment.dispose", Comment.objects.get(), **given)
    done = step(desk, COMMENTS)
    assert (done.came, done.by) == (Came.TAKEN, "1 comment considered")


@covers("F-009", "F-072")
def test_each_date_of_a_specification_is_a_step_until_the_body_was_consulted(desk: Desk) -> None:
    bodies(desk, ("tabasc",))
    plan = {"name": "GBCS", "edition": "4.2", "effect": "takes-effect"}
    desk.act("release.plan-specification", desk.release, **plan)
    assert step(desk, VALIDITY).came is Came.OPEN
    advice = advise(desk, "tabasc")
    desk.act("release.consult-on-validity", desk.release, specification="GBCS 4.2", advice=advice)
    assert (step(desk, VALIDITY).came, step(desk, VALIDITY).by) == (
        Came.TAKEN, "1 date consulted on",
    )  # fmt: skip


@covers("F-009", "F-069")
def test_a_notice_that_an_event_made_owed_is_a_step_until_it_is_sent(desk: Desk) -> None:
    desk.scene.modification("MP700", system_impact=True, audience="public")
    desk.on(dt.date(2027, 9, 1))
    desk.scene.add(
        desk.release, "MP700", relation="approved", why_now="It cannot wait",
        risk_of_adding="Little", risk_of_leaving_out="Outages", decided_by="panel",
    )  # fmt: skip
    waits = step(desk, "MP700: Tell all Parties")
    assert (waits.came, waits.when) == (Came.OPEN, "when the modification is added")
    notice = Notice.objects.get(rule="late-inclusion-notice")
    given = {"sent_date": "2027-09-01", "text": "It joined late"}
    desk.act("notice.attest", notice, Told(source="The mail"), **given)
    assert step(desk, "MP700: Tell all Parties").came is Came.TAKEN


WHOLE = {
    "release-requirements": "Approve what a release has to be",
    "integrated-testing": "Agree one approach to testing",
    "implementation-plan": "Approve content, implementation plan and test plan",
    "test-strategy": "Approve the test strategy",
    "assurance": "Set what has to assure",
    "go-live-process": "Set out how the go-live decision is reached",
}


@covers("F-009", "F-217", "F-222", "F-224", "F-229", "F-230", "F-244")
@pytest.mark.parametrize("matter", WHOLE)
def test_what_is_decided_of_the_release_as_a_whole_is_a_step_once_adopted(
    desk: Desk, matter: str
) -> None:
    process = enduring(desk)
    assert (process.board, process.binds) == ("SEC Panel", True)
    assert step(desk, WHOLE[matter], 1).came is Came.OPEN
    resolution = resolved(desk, matter, "panel")
    taken = step(desk, WHOLE[matter], 1)
    assert (taken.came, taken.resolution) == (Came.TAKEN, resolution)
    assert Event.objects.get(chain__key="sec", seq=taken.entry or 0).act == "resolution.attest"


@covers("F-231", "F-232")
@pytest.mark.parametrize(
    ("title", "matter", "body"),
    [
        ("Appoint an independent auditor", "independent-assurance", "panel"),
        ("Require an independent assessment of security", "security-assessment", "ssc"),
    ],
)
def test_independent_assurance_may_be_asked_for_and_is_never_missed(
    desk: Desk, title: str, matter: str, body: str
) -> None:
    enduring(desk)
    assert step(desk, title, 1).came is Came.NOT_ASKED
    resolved(desk, matter, body)
    assert step(desk, title, 1).came is Came.TAKEN


@covers("F-218", "F-220", "F-221")
@pytest.mark.parametrize(
    ("title", "matter", "decider", "endorse"),
    [
        ("Approve changes to the DCC's infrastructure", "infrastructure-changes", "dcc",
         ["tabasc", "ssc", "opsg"]),
        ("Endorse the design", "design", "panel", ["ssc", "tabasc", "opsg"]),
        ("Choose among the ways of sourcing", "sourcing", "dcc", ["panel"]),
    ],
)  # fmt: skip
def test_who_endorses_is_told_apart_from_who_decides(
    desk: Desk, title: str, matter: str, decider: str, endorse: list[str]
) -> None:
    enduring(desk)
    before = step(desk, title, 1)
    assert ("for the DCC to decide" in before.title) is (decider == "dcc")
    assert [one.heard for one in before.advice] == [False] * len(endorse)
    advise(desk, endorse[0])
    assert next(one.heard for one in step(desk, title, 1).advice)
    resolved(desk, matter, "tag")
    assert step(desk, title, 1).came is Came.OPEN, "another body does not decide it"
    resolved(desk, matter, decider)
    assert step(desk, title, 1).came is Came.TAKEN


@covers("F-219", "F-227")
def test_what_is_only_proposed_is_shown_and_demands_nothing(desk: Desk) -> None:
    proposed = enduring(desk, PROPOSED)
    assert not proposed.binds
    assert {one.came for one in proposed.steps} == {Came.NOT_IN_FORCE}
    titles = " ".join(one.title for one in proposed.steps)
    assert "from end to end, for User systems and the rest of the industry" in titles
    assert "Review the quality of formal documents" in titles
