"""A form follows from the model of an act's input, keeps what was typed and names every fault."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, create_model, model_validator

from ridgeway.core.verdict import Force
from ridgeway.web import forms
from ridgeway.web.fields import Choices, Unaskable, fields_of
from ridgeway.web.forms import Choice, Kind
from tests.web.sample import CHOICES, WaiverInput

GOOD = {
    "criterion": "8",
    "reason": " The date was set late. ",
    "until": "28 Nov 2019",
    "heard_at": "8 Nov 2019 17:00",
    "amount": "£1,411,071",
    "force": "must",
    "tell": ["dcc", "opsg"],
    "lines": "Section J\r\n\r\n Appendix AD \r\n",
    "urgent": "yes",
}


def answered(**changes: str | list[str]) -> forms.Read[WaiverInput]:
    return forms.read(WaiverInput, {**GOOD, **changes}, choices=CHOICES)


def test_each_question_has_the_control_of_its_type() -> None:
    kinds = {it.name: it.kind for it in fields_of(WaiverInput, choices=CHOICES)}
    assert kinds == {
        "criterion": Kind.SELECT,
        "reason": Kind.TEXTAREA,
        "until": Kind.DATE,
        "heard_at": Kind.DATETIME,
        "amount": Kind.NUMBER,
        "force": Kind.SELECT,
        "tell": Kind.CHECKBOXES,
        "lines": Kind.LINES,
        "urgent": Kind.CHECKBOX,
        "evidence": Kind.FILE,
    }


def test_what_need_not_be_answered_is_not_asked_where_nothing_can_be_chosen() -> None:
    class Step(BaseModel):
        action: str
        holds: tuple[str, ...] = ()
        why: str = ""

    nothing: Choices = {"action": (), "holds": ()}
    assert [it.name for it in fields_of(Step, choices=nothing)] == ["action", "why"]
    assert forms.read(Step, {"action": ""}, choices=nothing).form.faults


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Cause", "the cause"),
        ("DCC evidence", "the DCC evidence"),
        ("The view", "the view"),
        ("On what authority", "an answer to “On what authority”"),
        ("Answered by", "an answer to “Answered by”"),
        ("Why, and what changes", "an answer to “Why, and what changes”"),
        ("Is it confidential?", "an answer to “Is it confidential?”"),
    ],
)
def test_a_question_is_asked_for_in_words_that_fit_it(label: str, said: str) -> None:
    asked = forms.read(create_model("Asked", it=(str, Field(title=label))), {})
    assert [fault.text for fault in asked.form.faults] == [f"Enter {said}"]


def test_good_answers_become_the_input_of_the_act() -> None:
    read = answered()
    assert read.form.faults == ()
    assert read.value == WaiverInput(
        criterion="8",
        reason="The date was set late.",
        until=dt.date(2019, 11, 28),
        heard_at=dt.datetime(2019, 11, 8, 17, tzinfo=dt.UTC),
        amount=1411071,
        force=Force.MUST,
        tell=("dcc", "opsg"),
        lines=("Section J", "Appendix AD"),
        urgent=True,
    )


def test_a_posted_query_string_is_read_like_any_mapping() -> None:
    posted = QueryDict("criterion=8&reason=Late&until=2019-11-28&tell=dcc&tell=opsg")
    read = forms.read(WaiverInput, posted, choices=CHOICES)
    assert read.value is not None
    assert read.value.tell == ("dcc", "opsg")
    assert read.value.force is Force.SHOULD


@pytest.mark.parametrize(
    ("name", "typed", "answer"),
    [
        ("criterion", "", "Choose the criterion to waive"),
        ("criterion", "99", "Choose one of the answers shown"),
        ("reason", "  ", "Enter the reason"),
        ("reason", "x" * 4001, "Keep it to 4,000 characters"),
        ("reason", "a\x00b", "Remove the characters that cannot be printed"),
        ("until", "", "Enter a date such as 29 Nov 2019"),
        ("until", "31 Nov 2019", "31 Nov 2019 does not exist: November 2019 has 30 days"),
        ("heard_at", "8 Nov 2019", "Add the time of day, such as 8 Nov 2019 17:00"),
        ("amount", "-5", "Enter 0 or more"),
        ("amount", "1.5", "Enter a whole number"),
        ("force", "perhaps", "Choose one of the answers shown"),
    ],
)
def test_a_bad_answer_is_named_and_stays_as_typed(name: str, typed: str, answer: str) -> None:
    read = answered(**{name: typed})
    assert read.value is None
    assert [(f.field, f.text) for f in read.form.faults] == [(name, answer)]
    assert read.form[name].error == answer
    assert read.form[name].value == typed
    assert read.form[name].id == read.form.faults[0].field_id
    assert read.form["lines"].value == GOOD["lines"]


def test_every_fault_is_named_at_once_in_the_order_of_the_page() -> None:
    read = forms.read(WaiverInput, {"until": "never", "amount": "x"}, choices=CHOICES)
    assert [f.field for f in read.form.faults] == ["criterion", "reason", "until", "amount"]


def test_at_the_top_of_the_page_a_fault_names_its_question() -> None:
    read = answered(amount="-5", reason="")
    assert [f.line for f in read.form.faults] == ["Enter the reason", "Cost, £: enter 0 or more"]


class Asked(BaseModel):
    body: str = Field(description="The key of a body", json_schema_extra={"hint": "Any body"})
    lock: str = Field(description="The key to the door")


@pytest.mark.parametrize(
    ("offered", "hints"),
    [
        ((), ["The key of a body", "The key to the door"]),
        (("body", "lock"), ["Any body", "The key to the door"]),
    ],
)
def test_a_hint_gives_way_only_where_its_field_says_so(
    offered: tuple[str, ...], hints: list[str]
) -> None:
    choices = {name: [Choice("a", "The first")] for name in offered}
    assert [it.hint for it in fields_of(Asked, choices=choices)] == hints


class Ground(BaseModel):
    need: str
    note: str = ""


class Grounds(BaseModel):
    grounds: list[Ground]


NEEDS = {"grounds.need": [Choice("request", "A request in writing")]}


def test_the_rows_of_a_group_offer_what_there_is_to_choose_from() -> None:
    row = forms.ask(Grounds, choices=NEEDS)["grounds"].rows[1]
    assert [(it.name, it.kind) for it in row] == [
        ("grounds-1-need", Kind.SELECT),
        ("grounds-1-note", Kind.TEXT),
    ]
    assert row[0].choices == tuple(NEEDS["grounds.need"])
    read = forms.read(Grounds, {"grounds-1-need": "request"}, choices=NEEDS)
    assert read.value == Grounds(grounds=[Ground(need="request")])
    strange = forms.read(Grounds, {"grounds-1-need": "other"}, choices=NEEDS)
    assert [(f.field, f.text) for f in strange.form.faults] == [
        ("grounds-1-need", "Choose one of the answers shown")
    ]


class Window(BaseModel):
    opens: dt.date
    closes: dt.date

    @model_validator(mode="after")
    def in_order(self) -> Window:
        if self.closes < self.opens:
            raise ValueError("the window closes before it opens")
        return self


def test_a_rule_over_two_answers_is_a_fault_of_the_whole_form() -> None:
    read = forms.read(Window, {"opens": "2 Nov 2019", "closes": "1 Nov 2019"})
    assert [(f.field, f.text) for f in read.form.faults] == [
        ("", "The window closes before it opens")
    ]


def test_a_refusal_of_the_act_stands_above_the_form() -> None:
    form = answered().form.with_faults(["The Panel has not met."])
    assert form.faults[0].text == "The Panel has not met."


class Resolution(BaseModel):
    verb: Literal["NOTE", "AGREE"]
    weight: Decimal | None = None
    at: dt.time | None = None
    subject: str = "none"


def test_fixed_values_are_neither_asked_nor_taken_from_what_was_posted() -> None:
    read = forms.read(
        Resolution, {"verb": "NOTE", "subject": "forged"}, fixed={"subject": "the release"}
    )
    assert read.value is not None
    assert read.value.subject == "the release"
    assert [it.name for it in read.form.fields] == ["verb", "weight", "at"]


def test_an_answer_left_empty_takes_the_default() -> None:
    read = forms.read(Resolution, {"verb": "AGREE", "weight": "", "at": "", "subject": ""})
    assert read.value == Resolution(verb="AGREE")


def test_literal_answers_keep_their_capitals() -> None:
    assert [c.text for c in fields_of(Resolution)[0].choices] == ["NOTE", "AGREE"]


class Unasked(BaseModel):
    inner: dict[str, int]


def test_a_type_without_a_control_is_refused_when_the_form_is_made() -> None:
    with pytest.raises(Unaskable, match="inner"):
        fields_of(Unasked)
    assert fields_of(Unasked, leave_out=("inner",)) == ()


def test_a_form_starts_from_values_and_defaults_written_as_people_type() -> None:
    form = forms.ask(
        WaiverInput,
        initial={"until": dt.date(2019, 11, 28), "tell": ("dcc",), "lines": ("J", "K")},
        choices=CHOICES,
    )
    assert form["until"].value == "28 Nov 2019"
    assert form["tell"].values == ("dcc",)
    assert form["lines"].value == "J\nK"
    assert form["force"].value == "should"
    assert form["criterion"].value == ""
    assert form.has_file


@given(
    until=st.dates(min_value=dt.date(1000, 1, 1)),
    heard=st.integers(-600_000_000, 4_000_000_000),
    amount=st.integers(min_value=0, max_value=10**12),
    urgent=st.booleans(),
)
def test_what_a_form_shows_can_be_sent_back_unchanged(
    until: dt.date, heard: int, amount: int, urgent: bool
) -> None:
    heard_at = dt.datetime.fromtimestamp(heard // 60 * 60, dt.UTC)
    start = WaiverInput(
        criterion="8", reason="why", until=until, heard_at=heard_at, amount=amount, urgent=urgent
    )
    shown = forms.ask(WaiverInput, initial=start.model_dump(), choices=CHOICES)
    posted = {it.name: it.values if it.kind is Kind.CHECKBOXES else it.value for it in shown.fields}
    read = forms.read(WaiverInput, posted, choices=CHOICES)
    if read.value is None:  # an hour that the autumn change of clocks repeats must be told apart
        assert ["comes twice" in f.text for f in read.form.faults] == [True]
    else:
        assert read.value == start


@given(
    st.dictionaries(
        st.sampled_from([*WaiverInput.model_fields, "other"]),
        st.one_of(st.text(), st.lists(st.text(), max_size=3)),
    )
)
def test_nothing_that_can_be_posted_raises(posted: dict[str, str | list[str]]) -> None:
    read = forms.read(WaiverInput, posted, choices=CHOICES)
    assert (read.value is None) == bool(read.form.faults)


def test_a_choice_given_at_run_time_is_the_only_answer() -> None:
    choices = {"subject": (Choice("r1", "November 2019"),)}
    read = forms.read(Resolution, {"verb": "NOTE", "subject": "r2"}, choices=choices)
    assert [f.field for f in read.form.faults] == ["subject"]
