"""Which notices are owed, and how they follow what they are about."""

from __future__ import annotations

import datetime as dt

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.acting import Told
from ridgeway.governance.codes.models import Person
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.notices.models import Delivery, Notice
from ridgeway.governance.record.models import Event
from ridgeway.governance.releases.models import Release
from tests.governance.notices.conftest import notice_of, released
from tests.governance.releases.conftest import Scene
from tests.governance.releases.test_dates import consented, move, with_approved
from tests.marks import covers


@covers("F-096", "F-097")
def test_a_planned_release_makes_its_dated_notices_owed_in_the_same_entry(
    november: Release,
) -> None:
    found = {n.rule: (n.due_date, n.state) for n in Notice.objects.all()}
    assert found == {
        "notice-12-months": (dt.date(2026, 11, 4), "owed"),
        "notice-6-months": (dt.date(2027, 5, 4), "owed"),
        "notice-1-month": (dt.date(2027, 10, 4), "owed"),
    }
    planned = Event.objects.get(act="release.plan", subject_id=november.id)
    assert bytes(planned.body).count(b"notices.notice") == 3


def test_each_notice_hangs_on_the_obligation_whose_clause_it_cites(november: Release) -> None:
    for notice in Notice.objects.select_related("obligation"):
        assert notice.obligation is not None
        assert (notice.obligation.rule, notice.obligation.release_id) == (notice.rule, november.id)
        assert notice.clause == notice.obligation.clause


def test_a_release_that_only_follows_from_the_rule_owes_no_notice(scene: Scene) -> None:
    scene.plan(slot="june", year=2027, standing="by-rule")
    assert not Notice.objects.exists()


@covers("F-096")
def test_a_notice_follows_the_date_of_its_duty(scene: Scene, november: Release) -> None:
    move(scene, november, "2027-11-25")
    assert notice_of(november, "notice-6-months").due_date == dt.date(2027, 5, 25)


def test_a_cancelled_release_takes_its_notices_back_and_keeps_them_visible(
    scene: Scene, november: Release
) -> None:
    scene.act("release.move", november, action="cancel", rationale="Nothing to release")
    assert {n.state for n in Notice.objects.all()} == {"withdrawn"}
    assert {n.withdrawn_because for n in Notice.objects.all()} == {"The duty lapsed."}


def test_a_duty_discharged_by_other_means_leaves_no_notice_to_send(
    scene: Scene, november: Release
) -> None:
    scene.act("release.discharge", november, rule="notice-12-months", note="Circular 12")
    notice = notice_of(november, "notice-12-months")
    assert (notice.state, notice.withdrawn_because) == (
        "withdrawn",
        "The duty was discharged by other means.",
    )


@covers("F-096", "F-097")
def test_a_released_notice_discharges_its_duty_and_stays_what_it_said(
    scene: Scene, november: Release, readers: list[Person]
) -> None:
    notice = released(scene.world, notice_of(november, "notice-12-months"))
    assert (notice.state, notice.stated_date) == ("released", dt.date(2027, 11, 4))
    assert "Go-live: Thu 4 Nov 2027" in notice.text
    assert notice.obligation is not None
    assert notice.obligation.discharged_date == scene.world.at.date()
    assert Delivery.objects.filter(notice=notice).count() == len(readers)


@covers("F-096")
def test_a_notice_gives_the_cut_off_date_and_the_scope(
    scene: Scene, november: Release, readers: list[Person]
) -> None:
    assert readers
    with_approved(scene, november)
    text = released(scene.world, notice_of(november, "notice-12-months")).text
    november.refresh_from_db()
    assert november.scope_date is not None
    assert f"Scope closes: {november.scope_date:%a} {november.scope_date.day}" in text
    assert "- MP800: About MP800 (approved)" in text


def test_a_moved_date_makes_a_correction_owed_for_each_notice_that_gave_the_old_one(
    scene: Scene, november: Release, readers: list[Person]
) -> None:
    assert readers
    first = released(scene.world, notice_of(november, "notice-12-months"))
    move(scene, november, "2027-11-25")
    correction = Notice.objects.get(corrects=first)
    assert (correction.state, correction.obligation_id) == ("owed", None)
    text = released(scene.world, correction).text
    assert "An earlier notice gave Thu 4 Nov 2027 as the go-live date" in text
    assert "It is Thu 25 Nov 2027 now." in text
    assert correction.stated_date == dt.date(2027, 11, 25)


def test_a_date_that_moves_back_takes_the_correction_back_and_forth(
    scene: Scene, november: Release, readers: list[Person]
) -> None:
    assert readers
    first = released(scene.world, notice_of(november, "notice-12-months"))
    states = []
    for day in ("2027-11-25", "2027-11-04", "2027-11-11"):
        move(scene, november, day)
        states.append(Notice.objects.get(corrects=first).state)
    assert states == ["owed", "withdrawn", "owed"]


def test_a_correction_that_became_wrong_itself_is_corrected(
    scene: Scene, november: Release, readers: list[Person]
) -> None:
    assert readers
    first = released(scene.world, notice_of(november, "notice-12-months"))
    move(scene, november, "2027-11-25")
    second = released(scene.world, Notice.objects.get(corrects=first))
    move(scene, november, "2027-11-18")
    assert Notice.objects.get(corrects=second).state == "owed"
    assert Notice.objects.filter(rule="correction").count() == 2


def test_a_cancelled_release_is_told_to_whoever_was_told_its_date(
    scene: Scene, november: Release, readers: list[Person]
) -> None:
    assert readers
    first = released(scene.world, notice_of(november, "notice-12-months"))
    scene.act("release.move", november, action="cancel", rationale="Nothing to release")
    correction = released(scene.world, Notice.objects.get(corrects=first))
    assert "The release has been cancelled." in correction.text


@covers("F-050")
def test_the_consent_to_another_date_makes_a_notice_of_it_owed_at_once(
    scene: Scene, november: Release
) -> None:
    with_approved(scene, november)
    consented(scene, november)
    notice = notice_of(november, "authority-decision-notice")
    assert (notice.state, notice.due_words) == ("owed", "as soon as reasonably practical")
    assert notice.due_date == scene.world.at.date()


@covers("F-069")
def test_a_late_inclusion_makes_a_notice_with_its_reason_owed(
    scene: Scene, november: Release, readers: list[Person]
) -> None:
    assert readers
    scene.modification("MP801", system_impact=True)
    scene.on(dt.date(2027, 9, 1))
    scene.add(
        november,
        "MP801",
        relation="approved",
        why_now="A defect that cannot wait",
        risk_of_adding="Little",
        risk_of_leaving_out="Outages",
        decided_by="panel",
    )
    notice = notice_of(november, "late-inclusion-notice")
    assert notice.title.startswith("MP801: ")
    text = released(scene.world, notice).text
    assert (
        "MP801: About MP801 (approved, late inclusion)\n  Why now: A defect that cannot wait"
        in text
    )


def test_what_is_entered_as_history_makes_no_notice_owed_today(scene: Scene) -> None:
    scene.modification("MP802", decided_date="2020-05-01", stage="approved")
    assert not Notice.objects.exists()


def test_a_notice_without_any_reader_is_refused_with_the_way_out(
    scene: Scene, november: Release
) -> None:
    with pytest.raises(Refused, match="Nobody appointed under the code"):
        scene.world.do("notice.release", notice_of(november, "notice-12-months"))


def test_a_notice_goes_out_once(scene: Scene, november: Release, readers: list[Person]) -> None:
    assert readers
    notice = released(scene.world, notice_of(november, "notice-12-months"))
    with pytest.raises(Refused, match="corrected, never sent anew"):
        scene.world.do("notice.release", notice)


def test_a_withdrawal_by_a_person_stands_and_its_duty_stays_open(
    scene: Scene, november: Release
) -> None:
    notice = notice_of(november, "notice-12-months")
    scene.act("notice.withdraw", notice, reason="Sent with the circular instead")
    move(scene, november, "2027-11-25")
    notice.refresh_from_db()
    assert notice.state == "withdrawn"
    assert notice.obligation is not None
    assert notice.obligation.discharged_date is None


def test_a_notice_sent_elsewhere_is_attested_with_its_source_and_day(
    scene: Scene, november: Release
) -> None:
    notice = notice_of(november, "notice-12-months")
    given = {"sent_date": "2026-02-20", "text": "To all Parties", "stated_date": "2027-11-04"}
    with pytest.raises(Refused, match="where this is known from"):
        scene.act("notice.attest", notice, **given)
    scene.act("notice.attest", notice, Told(source="Newsletter 7"), **given)
    notice.refresh_from_db()
    assert (notice.state, notice.sent_date) == ("sent", dt.date(2026, 2, 20))
    assert notice.obligation is not None
    assert notice.obligation.discharged_date == dt.date(2026, 2, 20)
    assert not Delivery.objects.exists()
    move(scene, november, "2027-11-25")
    assert Notice.objects.filter(corrects=notice, state="owed").exists()


def test_recipients_are_frozen_when_the_notice_is_released(
    scene: Scene, november: Release, readers: list[Person]
) -> None:
    notice = released(scene.world, notice_of(november, "notice-12-months"))
    Person.objects.filter(pk=readers[0].pk).update(email="moved@example.org")
    found = Delivery.objects.get(notice=notice, person=readers[0])
    assert found.address == "reader0@example.org"


@covers("F-095")
def test_a_decision_makes_its_notice_owed_one_working_day_after(scene: Scene) -> None:
    """The workflow of the shipped policy is walked elsewhere; here the row is decided by an act."""
    from ridgeway.governance.acting import Acting
    from ridgeway.governance.notices.owing import owe

    row = scene.modification("MP803", stage="approved")
    acting = Acting(
        actor=scene.world.actors["code-administrator"],
        at=dt.datetime(2026, 2, 27, 15, 0, tzinfo=dt.UTC),
        act="modification.move",
        code=scene.world.code,
        subject=row,
    )
    acting.change(row, decided_date=dt.date(2026, 2, 27))
    owe(acting)
    notice = Notice.objects.get(subject_id=row.id)
    assert (notice.rule, notice.due_date) == ("decision-notice", dt.date(2026, 3, 2))
    assert Modification.objects.get(pk=row.id).decided_date == dt.date(2026, 2, 27)
