"""A consultation: open until an instant, every response kept, considered and accounted for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from ridgeway.core.verdict import Refused
from ridgeway.governance.actor import PUBLIC
from ridgeway.governance.acts import Forbidden, Missing, perform
from ridgeway.governance.codes.visibility import audiences, visible
from ridgeway.governance.consultations.models import Answer, Consultation, Response
from ridgeway.governance.consultations.queries import (
    asked_of,
    consultation_page,
    consultations_of,
    led_to,
)
from ridgeway.governance.record.models import Event
from ridgeway.governance.record.queries import events
from tests.governance.consultations.conftest import IN_TIME, LAST_DAY, RULES, TOO_LATE, Asking
from tests.marks import covers


@covers("F-130")
def test_it_closes_at_the_policys_time_of_day_in_the_zone_of_the_code(asking: Asking) -> None:
    assert asking.open().closes_at == IN_TIME
    summer = asking.open(title="In summer", closes_date="2026-07-20")
    assert summer.closes_at == dt.datetime(2026, 7, 20, 16, 0, tzinfo=dt.UTC)
    at_noon = asking.open(title="At noon", closes_time="12:00")
    assert at_noon.closes_at == dt.datetime(2026, 3, 20, 12, 0, tzinfo=dt.UTC)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"subject_id": "nosuch"}, "no such subject"),
    ({"subject_type": "codes.person"}, "no such subject"),
    ({"issuer": "nosuch"}, "no such body"),
    ({"consulted": ["martians"]}, "Nobody is called martians"),
    ({"closes_date": "2026-03-01"}, "It would close on Sun 1 Mar 2026, 17:00"),
]


@pytest.mark.parametrize(("given", "why"), REFUSED)
def test_it_is_not_opened_with_what_leads_nowhere(
    asking: Asking, given: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        asking.open(**given)
    assert not Consultation.objects.exists()


@covers("F-030")
def test_what_is_open_under_one_title_about_one_subject_is_not_opened_beside_it(
    asking: Asking,
) -> None:
    row = asking.open()
    with pytest.raises(Refused, match="“Changing the policy” is open about it already, until Fri"):
        asking.open(purpose="The same in other words")
    assert Consultation.objects.count() == 1
    asking.world.do("consultation.withdraw", row, reason="Asked of the wrong people")
    assert asking.open().number == 2


def test_it_needs_a_question(asking: Asking) -> None:
    with pytest.raises(ValidationError):
        asking.open(questions=[])


@covers("F-128", "F-130")
@pytest.mark.parametrize(("at", "late"), [(IN_TIME, False), (TOO_LATE, True)])
def test_a_response_after_the_closing_instant_is_kept_and_marked_late(
    asking: Asking, at: dt.datetime, late: bool
) -> None:
    row = asking.open()
    asking.at(at)
    response = asking.respond(row)
    assert response.arrived_at == at
    page = consultation_page(asking.world.actors["code-administrator"], row, at)
    assert (page.received, page.late, page.responses[0].late) == (1, int(late), late)


def test_no_response_is_taken_before_it_opens(asking: Asking) -> None:
    row = asking.open(opens_at="2026-03-05T09:00:00Z")
    with pytest.raises(Refused, match="opens on Thu 5 Mar 2026, 09:00"):
        asking.respond(row)


ANSWERS: list[tuple[list[dict[str, Any]], str]] = [
    ([{"number": 7, "text": "x"}], "no question 7"),
    ([{"number": 1, "text": "x"}, {"number": 1, "text": "y"}], "answered twice"),
]


@pytest.mark.parametrize(("answers", "why"), ANSWERS)
def test_answers_are_to_questions_that_were_asked(
    asking: Asking, answers: list[dict[str, Any]], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        asking.respond(asking.open(), answers=answers)


@covers("F-128")
def test_a_response_by_another_way_is_entered_with_its_arrival(asking: Asking) -> None:
    row = asking.open()
    asking.at(TOO_LATE)
    given = {
        "answers": [{"number": 1, "text": "By letter", "rationale": "It is cheaper"}],
        "respondent": "A member of the public",
        "arrived_at": "2026-03-10T08:00:00Z",
        "way": "letter",
    }
    asking.world.do("consultation.enter-response", row, **given)
    held = Response.objects.get()
    assert (held.respondent, held.way, held.party_id) == ("A member of the public", "letter", None)
    assert held.arrived_at < row.closes_at
    assert Answer.objects.get().rationale == "It is cheaper"
    with pytest.raises(Refused, match="cannot have arrived yet"):
        asking.world.do(
            "consultation.enter-response", row, **{**given, "arrived_at": "2026-04-10T08:00:00Z"}
        )


def test_a_question_left_out_is_no_answer_and_one_at_least_is_given(asking: Asking) -> None:
    row = asking.open()
    asking.respond(row, answers=[{"number": 1}, {"number": 2, "text": "Only this"}])
    assert list(Answer.objects.values_list("question__number", flat=True)) == [2]
    with pytest.raises(ValidationError, match="answer one question at least"):
        asking.respond(row, answers=[{"number": 1}])


def test_it_closes_only_after_the_closing_instant(asking: Asking) -> None:
    row = asking.open()
    asking.at(IN_TIME)
    with pytest.raises(Refused, match="takes responses until Fri 20 Mar 2026, 17:00") as refused:
        asking.world.do("consultation.close", row)
    assert refused.value.verdict.blocking[0].clause == "SEC Section D10.7"
    asking.at(TOO_LATE)
    asking.world.do("consultation.close", row)
    row.refresh_from_db()
    assert row.state == "closed"


@covers("F-130")
def test_an_extension_keeps_every_closing_time_with_its_reason(asking: Asking) -> None:
    row = asking.open()
    asking.world.do("consultation.extend", row, closes_date="2026-03-27", reason="Easter is near")
    row.refresh_from_db()
    held = list(row.closing_times.values_list("number", "closes_at", "reason"))
    assert held == [(1, IN_TIME, ""), (2, row.closes_at, "Easter is near")]
    with pytest.raises(Refused, match="Respondents count on Fri 27 Mar 2026, 17:00"):
        asking.world.do("consultation.extend", row, closes_date=LAST_DAY, reason="Sooner")
    asking.at(row.closes_at + dt.timedelta(days=1))
    asking.world.do("consultation.close", row)
    with pytest.raises(Refused, match="It is closed"):
        asking.world.do("consultation.extend", row, closes_date="2026-06-01", reason="More")


def test_a_response_that_was_late_is_in_time_once_the_time_is_extended(asking: Asking) -> None:
    row = asking.open()
    asking.at(TOO_LATE)
    asking.respond(row)
    asking.world.do("consultation.extend", row, closes_date="2026-03-27", reason="Requests")
    row.refresh_from_db()
    assert consultation_page(PUBLIC, row, TOO_LATE).late == 0


@covers("F-030", "F-129")
def test_it_is_concluded_only_when_every_response_is_considered(asking: Asking) -> None:
    row = asking.open()
    first, second = asking.respond(row), asking.respond(row, "delivery")
    with pytest.raises(Refused, match="needs it to be closed"):
        asking.world.do("consultation.conclude", row, outcome="Done")
    asking.at(TOO_LATE)
    asking.world.do("consultation.close", row)
    asking.consider(first)
    with pytest.raises(Refused, match="Not considered yet: response 2"):
        asking.world.do("consultation.conclude", row, outcome="Done")
    asking.consider(second, disposition="noted")
    asking.world.do("consultation.conclude", row, outcome="Thursday it is")
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("concluded", "Thursday it is")
    with pytest.raises(Refused, match="The consultation is concluded"):
        asking.respond(row)
    with pytest.raises(Refused, match="The consultation is concluded"):
        asking.consider(first)


def test_a_response_that_arrives_after_closing_is_still_to_be_considered(asking: Asking) -> None:
    row = asking.open()
    asking.at(TOO_LATE)
    asking.world.do("consultation.close", row)
    asking.respond(row)
    with pytest.raises(Refused, match="Not considered yet: response 1"):
        asking.world.do("consultation.conclude", row, outcome="Done")


def test_it_is_withdrawn_in_the_open(asking: Asking) -> None:
    row = asking.open()
    asking.respond(row)
    asking.world.do("consultation.withdraw", row, reason="The proposal was dropped")
    seen = visible(Consultation, PUBLIC).get()
    assert (seen.state, seen.outcome) == ("withdrawn", "The proposal was dropped")
    assert Response.objects.count() == 1
    with pytest.raises(Refused):
        asking.world.do("consultation.withdraw", row, reason="Again")


@covers("F-132")
def test_a_response_is_confidential_unless_the_respondent_says_otherwise(asking: Asking) -> None:
    row = asking.open()
    asking.respond(row)
    actors = asking.world.actors
    for role, sees in {
        "code-administrator": 1, "auditor": 1, "party": 1, "member": 0, "delivery": 0,
        "authority": 0,
    }.items():  # fmt: skip
        page = consultation_page(actors[role], row, asking.world.at)
        assert (len(page.responses), page.received) == (sees, 1), role
    assert consultation_page(PUBLIC, row, asking.world.at).responses == ()


@covers("F-132")
def test_a_confidential_answer_of_an_open_response_is_for_the_administration_alone(
    asking: Asking,
) -> None:
    row = asking.open()
    answers = [
        {"number": 1, "text": "Open word"},
        {"number": 2, "text": "Secret word", "rationale": "Secret too", "confidential": True},
    ]
    asking.respond(row, answers=answers, confidential=False, confidential_because="Trade")
    told = {
        role: [
            (a.text, a.rationale)
            for r in consultation_page(actor, row, asking.world.at).responses
            for a in r.answers
        ]
        for role, actor in {**asking.world.actors, "public": PUBLIC}.items()
    }
    whole, part = (
        [("Open word", ""), ("Secret word", "Secret too")],
        [("Open word", ""), (None, "")],
    )
    assert told["code-administrator"] == told["party"] == whole
    assert told["member"] == told["delivery"] == part
    assert told["public"] == []


@covers("F-132", "F-257")
def test_no_entry_of_the_record_holds_what_a_respondent_wrote(asking: Asking) -> None:
    row = asking.open()
    asking.respond(row, confidential=False)
    asking.respond(row, "member", confidential_because="Zebrafinch reasons")
    for event in Event.objects.all():
        assert b"Zebrafinch" not in bytes(event.body)
    seen = {entry["act"] for entry in events("sec", audiences(PUBLIC, row.code_id))}
    assert "consultation.open" in seen
    assert "consultation.respond" not in seen


def test_only_those_who_may_respond_do(asking: Asking) -> None:
    row = asking.open()
    with pytest.raises(Forbidden):
        asking.respond(row, "auditor")
    hidden = asking.open(title="Among ourselves", audience="administration")
    with pytest.raises(Missing):
        asking.respond(hidden)
    response = asking.respond(row)
    with pytest.raises(Missing):
        perform(
            "response.consider",
            response.id,
            {"disposition": "noted", "what": "x", "why": "y", "body": "z"},
            actor=asking.world.actors["chair"],
            at=asking.world.at,
        )


@covers("F-106", "F-129")
def test_a_response_leads_to_the_change_and_the_change_back_to_it(asking: Asking) -> None:
    row = asking.open()
    response = asking.respond(row, confidential=False)
    text = RULES.replace('version = "3.0"\ntitle', 'version = "3.1"\ntitle')
    later = asking.adopt(text, reason="Responses asked for it").subject_id
    asking.world.do("response.trace", response, changed=later, what="The weekday stays")
    admin = asking.world.actors["code-administrator"]
    assert [(r["number"], r["changes__what"]) for r in led_to(admin, later)] == [
        (1, "The weekday stays")
    ]
    page = consultation_page(admin, row, asking.world.at)
    assert page.responses[0].changes[0].subject_id == later
    with pytest.raises(Refused, match="no such thing"):
        asking.world.do("response.trace", response, changed="nosuch", what="x")


def test_the_days_page_asks_for_the_next_step_and_for_nothing_else(asking: Asking) -> None:
    row = asking.open()
    code, actors = asking.world.code, asking.world.actors

    def asked(role: str) -> list[str]:
        return [found.what for found in asked_of(actors[role], code.id, asking.world.at)]

    assert (asked("party"), asked("delivery")) == (["Respond"], ["Respond"])
    assert (asked("member"), asked("code-administrator")) == ([], [])
    response = asking.respond(row)
    assert asked("party") == []
    asking.at(TOO_LATE)
    assert asked("delivery") == []
    assert asked("code-administrator") == ["Close it: its closing time has passed"]
    asking.world.do("consultation.close", row)
    assert asked("code-administrator") == ["Consider 1 of 1 responses"]
    asking.consider(response)
    assert asked("code-administrator") == ["Conclude it: every response is considered"]
    asking.world.do("consultation.conclude", row, outcome="Done")
    assert asked("code-administrator") == []


def test_pages_take_the_same_queries_however_many_responded(
    asking: Asking, django_assert_num_queries: Any
) -> None:
    row = asking.open()
    admin = asking.world.actors["code-administrator"]
    asking.respond(row)
    for _ in range(2):
        with django_assert_num_queries(7):
            consultation_page(admin, row, asking.world.at)
        with django_assert_num_queries(1):
            assert len(consultations_of(admin, row.code_id, asking.world.at)) == 1
        for role in ("delivery", "member", "chair"):
            asking.respond(row, role)
