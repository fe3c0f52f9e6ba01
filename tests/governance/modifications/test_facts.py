"""What is held of a modification: impacts, people, documents, texts, ways, kin."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ridgeway.core.verdict import Reason, Refused
from ridgeway.governance.acts import Forbidden
from ridgeway.governance.modifications.models import Involvement, Modification, Stay
from ridgeway.governance.modifications.queries import modification_named
from ridgeway.governance.modifications.queries_page import (
    Beside,
    Written,
    beside,
    open_holds,
    without_date,
    written,
)
from ridgeway.governance.modifications.workflow import life_of
from tests.governance.conftest import World
from tests.governance.modifications.passage import Passage, passage
from tests.marks import covers


@pytest.fixture
def way(world: World) -> Passage:
    return passage(world)


def held(way: Passage, role: str = "code-administrator") -> Beside:
    life = life_of(way.world.code.id, way.today)
    return beside(way.world.actors[role], way.row, life)


def held_of(way: Passage, row: Modification) -> Beside:
    """What is held of another modification than the one on its way."""
    life = life_of(way.world.code.id, way.today)
    return beside(way.world.actors["code-administrator"], row, life)


def told(way: Passage, row: Modification | None = None) -> Written:
    """What was written for a modification, the one on its way unless another is named."""
    return written(way.world.actors["code-administrator"], row or way.row, way.today)


def split(way: Passage, **given: object) -> Modification:
    """What was split off."""
    done = way.do("split", **given)
    return Modification.objects.get(pk=done.answer["modification"])


def refused(step: Callable[[], object]) -> dict[str, Reason]:
    with pytest.raises(Refused) as caught:
        step()
    return {reason.key: reason for reason in caught.value.verdict.blocking}


def test_who_is_affected_follows_from_the_impacts(way: Passage) -> None:
    way.do("edit", impacts=["Network Parties"])
    for name, level in (("Large Suppliers", "high"), ("Small Suppliers", "low")):
        way.do("set-impact", name=name, level=level, note="Must change their systems")
    assert way.row.impacts == ["Network Parties", "Large Suppliers", "Small Suppliers"]
    way.do("set-impact", name="Small Suppliers", level="none")
    assert way.row.impacts == ["Network Parties", "Large Suppliers"]
    found = refused(lambda: way.do("edit", impacts=["Nobody"]))
    assert "follows from the impacts" in found["impacts"].what
    way.do("set-impact", kind="system", name="Data systems", level="medium")
    assert way.row.system_impact is True
    way.do("set-impact", kind="system", name="Data systems", level="none")
    assert way.row.system_impact is False


@covers("F-014")
def test_modifications_that_touch_one_area_are_shown_together(way: Passage) -> None:
    others = {}
    for reference, audience in (("DP072", "parties"), ("DP073", "administration")):
        done = way.world.do(
            "modification.raise",
            way.world.code,
            title=f"Another, {reference}",
            reference=reference,
            audience=audience,
        )
        others[reference] = done.subject_id
        area = {"kind": "area", "name": "Communications hub", "level": "high"}
        way.world.do("modification.set-impact", done.subject_id, **area)
    assert held(way).neighbours == ()
    way.do("set-impact", kind="area", name="Communications hub", level="low")
    assert [n.reference for n in held(way).neighbours] == ["DP072", "DP073"]
    assert [n.reference for n in held(way, "member").neighbours] == ["DP072"]


def test_a_person_hands_over_and_only_the_appointed_are_named(way: Passage) -> None:
    people = {role: way.world.actors[role].person_id for role in ("party", "delivery")}
    for role in ("party", "delivery"):
        way.do("name-person", part="lead-analyst", person=people[role])
    rows = Involvement.objects.order_by("from_date", "until_date")
    assert {(r.person_id, r.until_date is None) for r in rows} == {
        (people["party"], False),
        (people["delivery"], True),
    }
    assert len(held(way).people) == 1
    stranger = {"part": "alternate", "person": "nobody"}
    assert "appointed" in refused(lambda: way.do("name-person", **stranger))["person"].what


def test_documents_are_kept_by_version_and_withdrawn_in_the_open(way: Passage) -> None:
    way.document("legal-text", name="SEC Section D", edition="0.1", form="marked")
    way.document("legal-text", name="SEC Section D", edition="0.2", form="clean")
    way.do("withdraw-document", number=1, reason="An error in it")
    rows = [(d["number"], d["edition"], d["withdrawn_because"]) for d in told(way).documents]
    assert rows == [(2, "0.2", ""), (1, "0.1", "An error in it")]
    assert "number" in refused(lambda: way.do("withdraw-document", number=1, reason="Again"))
    unknown = refused(lambda: way.document("love-letter"))["kind"]
    assert "legal-text" in unknown.remedy
    assert "file" in refused(lambda: way.document("legal-text", digest="0" * 64))


def test_a_report_says_which_topics_are_held_and_which_are_missing(way: Passage) -> None:
    first = {topic.id for topic in told(way).missing}
    assert {"report-issue", "report-benefits", "report-consumers"} <= first
    way.do("write-text", topic="report-benefits", text="Fewer visits")
    way.do("write-text", topic="report-benefits", text="Fewer visits, by a tenth")
    found = told(way)
    assert "report-benefits" not in {topic.id for topic in found.missing}
    (texts,) = [row.texts for row in found.topics if row.topic.id == "report-benefits"]
    assert [text["text"] for text in texts] == ["Fewer visits, by a tenth"]
    wrong = refused(lambda: way.do("write-text", topic="weather", text="Rain"))["topic"]
    assert "report-benefits" in wrong.remedy


def test_a_path_that_is_held_is_changed_by_whom_the_policy_names(way: Passage) -> None:
    reason = refused(lambda: way.do("edit", path="authority"))["path"]
    assert (reason.remedy, bool(reason.clause)) == ("Use “Change its path”.", True)
    change = {"path": "authority", "authority": "Letter", "reason": "It touches consumers"}
    wrong = refused(lambda: way.do("change-path", by_body="panel", **change))["body"]
    assert wrong.cleared_by == ("Authority",)
    assert wrong.clause == "public pages: about changing the code"
    way.do("change-path", by_body="authority", **change)
    assert way.row.path == "authority"
    assert "same" in refused(lambda: way.do("change-path", by_body="authority", **change))


def test_urgency_is_granted_by_whom_the_policy_names(way: Passage) -> None:
    given = {"urgency": "urgent", "authority": "Letter", "reason": "Meters stop"}
    assert "body" in refused(lambda: way.do("grant-urgency", by_body="secas", **given))
    way.do("grant-urgency", by_body="authority", **given)
    assert way.row.urgency == "urgent"
    assert "urgency" in refused(lambda: way.do("edit", urgency="normal"))


def test_a_split_off_modification_knows_where_it_comes_from(way: Passage) -> None:
    way.do("renumber", reference="MP102")
    for letter in "AB":
        done = way.do("split", title=f"Part {letter}", reason="It can go sooner")
        assert done.answer["reference"] == f"MP102{letter}"
    fresh = Modification.objects.get(reference="MP102A")
    assert (fresh.stage, fresh.path, fresh.parts.count()) == (way.row.stage, way.row.path, 1)
    actor, life = way.world.actors["code-administrator"], life_of(way.world.code.id, way.today)
    (own,) = beside(actor, fresh, life).kin
    assert (own.relation, own.reference) == ("Split off from", "MP102")
    assert [(k.relation, k.reference) for k in held(way).kin] == [
        ("From it was split off", "MP102A"),
        ("From it was split off", "MP102B"),
    ]
    assert modification_named(actor, way.world.code.id, "DP071") == way.row


def test_what_is_split_off_takes_its_documents_and_impacts_and_the_rest_stays(
    way: Passage,
) -> None:
    for kind, name in (("category", "Large Suppliers"), ("system", "DCC Systems")):
        way.do("set-impact", kind=kind, name=name, level="high")
    way.do("set-impact", name="Small Suppliers", level="low")
    for name in ("Section D", "Section H"):
        way.document("legal-text", name=name, edition="0.2")
    given = {"title": "Sooner", "reason": "It needs no system"}
    fresh = split(way, **given, carried_documents=[2], carried_impacts=["Small Suppliers"])
    assert (fresh.impacts, fresh.system_impact) == (["Small Suppliers"], False)
    assert (way.row.impacts, way.row.system_impact) == (["Large Suppliers"], True)
    here, there = told(way), told(way, fresh)
    assert [d["name"] for d in here.documents if not d["withdrawn_because"]] == ["Section D"]
    assert [(d["name"], d["edition"]) for d in there.documents] == [("Section H", "0.2")]
    (kin,) = held_of(way, fresh).kin
    went = "Section H 0.2, the impact on Small Suppliers went with it"
    assert kin.reason == f"It needs no system ({went}; everything else stays with DP071)"


def test_of_what_nobody_says_whose_it_is_both_have_the_impacts(way: Passage) -> None:
    way.do("set-impact", kind="system", name="DCC Systems", level="high")
    fresh = split(way, title="Sooner", reason="So")
    assert fresh.system_impact is way.row.system_impact is True
    assert [i["name"] for i in held_of(way, fresh).impacts["system"]] == ["DCC Systems"]


def test_only_what_is_held_goes_with_what_is_split_off(way: Passage) -> None:
    found = refused(
        lambda: split(way, title="X", reason="So", carried_documents=[9], carried_impacts=["Us"])
    )
    assert found["carried-documents"].what == "It holds no document 9."
    assert found["carried-impacts"].what == "It has no impact on Us."


def test_a_combined_modification_moves_with_the_one_that_carries_it_on(way: Passage) -> None:
    given = {"title": "The other", "reference": "DP080"}
    other = way.world.do("modification.raise", way.world.code, **given).subject_id
    assert "into" in refused(lambda: way.do("combine", into="DP071", reason="Alike"))
    way.do("combine", into="DP080", reason="They change the same clause")
    assert "DP080" in refused(lambda: way.move("accept-draft", "secas"))["combined"].remedy
    back = {"into": "DP071", "reason": "Back"}
    found = refused(lambda: way.world.do("modification.combine", other, **back))
    assert "itself carried on" in found["into"].what
    assert "once" in refused(lambda: way.do("combine", into="DP080", reason="Twice"))


def test_an_overdue_hold_is_shown_until_it_is_resumed_or_prolonged(way: Passage) -> None:
    way.move("accept-draft", "secas")
    way.move("hold-development", "panel", until_date="2026-09-17")
    actor, code = way.world.actors["code-administrator"], way.world.code.id
    way.on("2026-09-17")
    assert open_holds(actor, code, way.today) == []
    way.on("2026-09-18")
    assert [h["modification__reference"] for h in open_holds(actor, code, way.today)] == ["DP071"]
    way.move("resume-development", "panel")
    assert open_holds(actor, code, way.today) == []
    way.move("hold-development", "panel", until_date="2027-01-01")
    assert open_holds(actor, code, way.today) == []


@covers("F-043")
def test_a_passed_last_day_without_a_decision_is_on_the_days_page(way: Passage) -> None:
    limbs = [{"date": "2027-06-24", "release": "June 2027", "by": "2026-06-24"}]
    way.do("set-dates", limbs=limbs)
    actor, code = way.world.actors["code-administrator"], way.world.code.id
    way.on("2026-06-24")
    assert without_date(actor, code, way.today) == []
    way.on("2026-06-25")
    assert [row.reference for row in without_date(actor, code, way.today)] == ["DP071"]


@pytest.mark.parametrize("act", ["set-impact", "change-path", "split", "amend-date", "write-text"])
def test_a_committee_member_changes_nothing_of_a_modification(way: Passage, act: str) -> None:
    givens: dict[str, dict[str, object]] = {
        "set-impact": {"name": "X", "level": "low"},
        "change-path": {"path": "authority", "by_body": "authority", "authority": "L",
                        "reason": "So"},
        "split": {"title": "X", "reason": "So"},
        "amend-date": {"by_body": "panel"},
        "write-text": {"topic": "report-issue", "text": "X"},
    }  # fmt: skip
    with pytest.raises(Forbidden):
        way.do(act, "member", **givens[act])


def test_what_stands_beside_a_modification_is_read_in_a_fixed_number_of_queries(
    way: Passage, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(6):
        way.do("set-impact", name=f"Category {number}", level="low")
        way.do("set-impact", kind="area", name=f"Area {number}", level="low")
        way.document("legal-text", edition=str(number))
        way.do("write-text", topic="report-issue", text="Words", said_by=f"Party {number}")
    assert Stay.objects.filter(modification=way.row).count() == 1
    with django_assert_max_num_queries(7):  # type: ignore[attr-defined]
        held(way)
    with django_assert_max_num_queries(3):  # type: ignore[attr-defined]
        told(way)
