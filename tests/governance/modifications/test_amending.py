"""A date that binds is amended by request, consent and range; the old one stays in history."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest

from ridgeway.core.verdict import Reason, Refused
from ridgeway.governance.acting import Told
from ridgeway.governance.acts import perform
from ridgeway.governance.consultations.models import Consultation
from ridgeway.governance.modifications.dates import Dating, dating_of
from ridgeway.governance.modifications.models import AmendedDate, Modification
from ridgeway.governance.notices.models import Notice
from ridgeway.governance.record.models import Event
from ridgeway.governance.releases.models import Release
from tests.governance.conftest import World
from tests.governance.modifications.passage import RULES, Passage, passage
from tests.marks import covers

CITED = "SEC Release Management Policy 3.0, section 4"
LIMBS = [
    {"date": "2027-06-24", "release": "June 2027 SEC Release", "by": "2026-06-24"},
    {"date": "2027-11-04", "release": "November 2027 SEC Release", "by": "2026-11-04"},
]


AGAIN = {
    "step": "requested", "implementation_date": "2027-08-26", "by_body": "panel",
    "rationale": "Testing takes longer",
}  # fmt: skip


@pytest.fixture
def approved(world: World) -> Passage:
    """A modification whose date, 24 June 2027, binds since the Authority approved it."""
    way = passage(world, path="authority")
    way.to_vote(limbs=LIMBS)
    way.vote("change-board", "modification")
    way.move("recommend", "change-board")
    way.document("decision-letter")
    way.move("approve-by-authority", "authority")
    return way


def dating(way: Passage) -> Dating:
    found = dating_of(way.row, way.today)
    assert found is not None
    return found


def refused(step: Callable[[], object]) -> dict[str, Reason]:
    with pytest.raises(Refused) as caught:
        step()
    return {reason.key: reason for reason in caught.value.verdict.blocking}


def ask(way: Passage, by: str = "panel", day: str = "2027-08-26", **more: object) -> None:
    given = {"step": "requested", "implementation_date": day, "by_body": by, **more}
    way.do("amend-date", **{"rationale": "Testing takes longer", **given})


def answer(way: Passage, step: str = "consented", **more: object) -> None:
    given = {"step": step, "by_body": "authority", "authority": "Letter of today", **more}
    if step == "consented":
        given = {"implementation_date": "2027-08-26", **given}
    way.do("amend-date", **given)


def test_a_date_binds_by_the_decision_and_is_set_no_more(approved: Passage) -> None:
    assert dating(approved).date == dt.date(2027, 6, 24)
    found = refused(lambda: approved.do("set-dates", limbs=LIMBS))
    assert (found["binds"].clause, found["binds"].remedy) == (CITED, "Amend the date instead.")


@covers("F-046")
def test_a_request_needs_its_written_rationale(approved: Passage) -> None:
    found = refused(lambda: ask(approved, rationale=""))
    assert (found["rationale"].clause, set(found)) == (CITED, {"rationale"})
    ask(approved)
    assert dating(approved).date == dt.date(2027, 6, 24)
    assert AmendedDate.objects.get().rationale == "Testing takes longer"


@covers("F-049")
def test_the_authoritys_consent_supersedes_by_itself_and_keeps_the_old_date(
    approved: Passage,
) -> None:
    ask(approved)
    answer(approved)
    found = dating(approved)
    assert found.date == dt.date(2027, 8, 26)
    assert found.limbs[0].implementation_date == dt.date(2027, 6, 24)
    assert [step["step"] for step in found.steps] == ["requested", "consented"]


@covers("F-049")
def test_a_date_may_move_earlier_and_back_and_every_date_is_kept(approved: Passage) -> None:
    for day in ("2027-02-25", "2027-06-24"):
        ask(approved, day=day)
        answer(approved, implementation_date=day)
        assert dating(approved).date == dt.date.fromisoformat(day)
    assert [str(step["implementation_date"]) for step in dating(approved).steps] == [
        "2027-02-25", "2027-02-25", "2027-06-24", "2027-06-24",
    ]  # fmt: skip


@covers("F-047")
@pytest.mark.parametrize("by", ["dcc", "acme"])
def test_a_party_or_the_delivery_body_asks_and_the_panel_puts_it(
    approved: Passage, by: str
) -> None:
    ask(approved, by)
    waits = refused(lambda: answer(approved))
    assert waits["request"].cleared_by == ("SEC Panel",)
    ask(approved)
    answer(approved)
    assert dating(approved).date == dt.date(2027, 8, 26)


@pytest.mark.parametrize(
    ("step", "by", "key"),
    [("requested", "opsg", "body"), ("consented", "panel", "body"), ("set", "authority", "body")],
)
def test_each_step_is_for_the_body_that_the_policy_names(
    approved: Passage, step: str, by: str, key: str
) -> None:
    ask(approved)
    given = {"step": step, "by_body": by, "implementation_date": "2027-08-26", "rationale": "So"}
    reason = refused(lambda: approved.do("amend-date", **given))[key]
    assert reason.clause == CITED
    assert reason.what.startswith("It is ")


def test_a_consented_range_needs_no_new_consent_inside_and_one_beyond(approved: Passage) -> None:
    ask(approved, latest_date="2027-10-01")
    answer(approved, latest_date="2027-10-01")

    def set_to(day: str) -> None:
        approved.do("amend-date", step="set", by_body="panel", implementation_date=day)

    set_to("2027-09-30")
    assert dating(approved).date == dt.date(2027, 9, 30)
    assert "only to Fri 1 Oct 2027" in refused(lambda: set_to("2027-10-02"))["consent"].what


@covers("F-050")
@pytest.mark.parametrize("step", ["consented", "refused"])
def test_parties_are_owed_the_authoritys_answer(approved: Passage, step: str) -> None:
    ask(approved)
    answer(approved, step)
    notice = Notice.objects.get(subject_id=approved.row.id, rule="authority-decision-notice")
    assert (notice.state, notice.clause) == ("owed", "section 4")
    day = dt.date(2027, 8, 26) if step == "consented" else dt.date(2027, 6, 24)
    assert dating(approved).date == day


@covers("F-043")
def test_a_decision_after_the_last_limb_alarms_and_owes_a_notice(world: World) -> None:
    way = passage(world, path="authority")
    way.to_vote(limbs=LIMBS)
    way.vote("change-board", "modification")
    way.move("recommend", "change-board")
    way.on("2026-11-05")
    assert dating(way).missed
    way.document("decision-letter")
    way.move("approve-by-authority", "authority")
    found = dating(way)
    assert (found.date, found.alarm) == (None, True)
    notice = Notice.objects.get(subject_id=way.row.id, rule="date-missed-notice")
    assert notice.due_words == "when the decision arrives after the last of the dates"
    ask(way)
    answer(way)
    assert (dating(way).date, dating(way).alarm) == (dt.date(2027, 8, 26), False)


@covers("F-046", "F-049")
def test_one_request_for_a_slipped_release_amends_each_modification_in_it(world: World) -> None:
    way = passage(world)
    release = Release.objects.get(
        pk=world.do("release.plan", world.code, slot="november", year=2027).subject_id
    )
    for reference, relation in (("MP1", "approved"), ("MP2", "approved"), ("MP3", "targeted")):
        given = {"reference": reference, "title": reference, "decided_date": "2026-02-02"}
        perform(
            "modification.adopt",
            world.code.id,
            {**given, "system_impact": False, "stage": "pending-implementation"},
            actor=world.actors["code-administrator"],
            at=world.at,
            told=Told(source="The register"),
        )
        world.do("release.add-to-scope", release, modification=reference, relation=relation)
    steps = (("requested", "panel"), ("consented", "authority"))
    for step, body in steps:
        world.do(
            "release.set-date",
            release,
            status=step,
            go_live_date="2027-11-25",
            by_body=body,
            authority="Letters",
            cause="Testing takes longer",
        )
    amended = AmendedDate.objects.order_by("modification__reference", "number")
    held = amended.values_list("modification__reference", "step", "rationale")
    assert list(held) == [
        (reference, step, "Testing takes longer")
        for reference in ("MP1", "MP2")
        for step, _ in steps
    ]
    row = Modification.objects.get(reference="MP2")
    found = dating_of(row, way.today)
    assert found is not None
    assert found.date == dt.date(2027, 11, 25)
    # One release, one notice: the answer is not told again for each modification.
    assert not Notice.objects.filter(subject_id=row.id, rule="authority-decision-notice").exists()


@covers("F-048")
def test_a_consultation_may_come_first_and_one_that_runs_is_a_departure(approved: Passage) -> None:
    ask(approved)
    running = approved.consult()
    done = approved.do("amend-date", **AGAIN)
    (told,) = done.answer["departures"]
    assert told == f"Responses are still asked for in consultation {running.number}. ({CITED})"
    entry = Event.objects.get(seq=done.seq, chain__key="sec")
    assert json.loads(bytes(entry.body))["reason"] == f"Departed from: {told}"
    approved.close(running)
    assert "departures" not in approved.do("amend-date", **AGAIN).answer


@covers("F-048")
@pytest.mark.parametrize("force", ["must", "should"])
def test_a_policy_may_ask_for_a_consultation_first(approved: Passage, force: str) -> None:
    text = RULES.replace('version = "3.0"\ntitle', 'version = "3.1"\ntitle')
    text = text.replace('consultation = "may"', f'consultation = "{force}"')
    day = approved.today.isoformat()
    approved.world.do("policy.adopt", approved.world.code, text=text, applies_from_date=day)
    Consultation.objects.all().update(subject_id="elsewhere")
    nobody = "Nobody was consulted on another date."
    if force == "must":
        assert refused(lambda: ask(approved))["consultation"].what == nobody
    else:
        done = approved.do("amend-date", **AGAIN)
        assert done.answer["departures"][0].startswith(nobody)


def test_a_party_that_only_asks_waits_for_nobody(approved: Passage) -> None:
    approved.consult()
    asked = approved.do("amend-date", **{**AGAIN, "by_body": "dcc"})
    assert "departures" not in asked.answer
