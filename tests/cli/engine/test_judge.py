"""Each shipped policy judges what is lawful and what is prohibited, by its exit code too."""

from __future__ import annotations

import pytest

from tests.cli.engine.running import NOVEMBER, answer, refused, run
from tests.marks import covers

TESTED = (
    "--fact", "deployed-in-qas2", "--fact", "internal-test-passed",
    "--fact", "release-note", "--fact", "schedule-agreed",
)  # fmt: skip
CONSENT = ("--consent-by", "authority", "--consent-on", "2019-10-08")
RANGE = ("--range", "2019-11-24..2019-12-01")
JUNE = "June 2021 SEC Release"
LATE = ("--on", "2020-09-01", "--impact", "dcc-systems")

LAWFUL = [
    ("dcc-rmp", "move", "PIT-A", "SIT-A"),
    ("dcc-rmp", "move", "PIT-A", "Production", "--exceptional", "Severity 1 incident 4711"),
    ("cssc-plan", "move", "QAS2", "CCMT", *TESTED, "--delegate-of", "release-manager"),
    (
        "cssc-plan", "drop", "2020-06-25", "--type", "regular", *TESTED,
        "--fact", "something-to-deploy", "--approved-by", "release-manager",
    ),
    ("sec-rmp", "date", NOVEMBER, "2019-11-07"),
    (
        "sec-rmp", "date", NOVEMBER, "2019-11-29", "--set-by", "panel",
        "--approved-inside", *CONSENT, *RANGE,
    ),
    ("sec-rmp", "scope", JUNE, "--on", "2020-06-24", "--impact", "dcc-systems"),
    (
        "sec-rmp", "scope", JUNE, *LATE, "--rationale", "Report 1.0", "--decided-by", "panel",
        "--told", "parties",
    ),
]  # fmt: skip
PROHIBITED = [
    ("dcc-rmp", "move", "SIT-B", "Production"),
    ("dcc-rmp", "move", "PIT-A", "Production"),
    ("cssc-plan", "move", "QAS2", "CCMT", *TESTED),
    ("cssc-plan", "drop", "2020-06-24", "--type", "regular"),
    ("sec-rmp", "date", NOVEMBER, "2019-11-29"),
    ("sec-rmp", "date", NOVEMBER, "2019-11-29", "--set-by", "panel", "--approved-inside"),
    ("sec-rmp", "scope", JUNE, *LATE),
    (
        "sec-rmp", "scope", "February 2022 SEC Release", "--on", "2020-01-06",
        "--impact", "dcc-systems",
    ),
]  # fmt: skip


@covers("F-113", "F-115", "F-195", "F-199", "F-025", "F-066", "F-068")
@pytest.mark.parametrize("arguments", LAWFUL, ids=" ".join)
def test_lawful_things_leave_with_0(arguments: tuple[str, ...]) -> None:
    assert run("judge", *arguments).exit_code == 0
    assert answer("judge", *arguments)["allowed"] is True


@covers("F-115", "F-124", "F-194", "F-199", "F-025", "F-046", "F-022", "F-069")
@pytest.mark.parametrize("arguments", PROHIBITED, ids=" ".join)
def test_prohibited_things_leave_with_1_and_every_reason_has_a_clause(
    arguments: tuple[str, ...],
) -> None:
    assert run("judge", *arguments).exit_code == 1
    found = answer("judge", *arguments, code=1)
    open_reasons = [r for r in found["reasons"] if r["state"] in {"unmet", "cannot-tell"}]
    assert open_reasons
    assert all("section" in reason["clause"] for reason in open_reasons)


@covers("F-116")
def test_exceptional_move_ends_with_what_must_be_aligned() -> None:
    arguments = ("judge", *LAWFUL[1])
    assert "Owed afterwards: align SIT-A with Production" in run(*arguments).stdout
    assert len(answer(*arguments)["to_align_afterwards"]) == 2


def test_answer_reads_as_a_sentence_with_clause_and_who_can_clear_it() -> None:
    text = run("judge", *PROHIBITED[2]).stdout
    assert text.startswith("May a build move from QAS2 to CCMT? No.\n  1. ")
    assert "Release Manager or a delegate can clear it." in text
    assert "CSSC Release Management Plan 0.3, sections 4.3, 4.4 and 5.4, must" in text


def test_reasons_go_out_as_csv() -> None:
    result = run("judge", *PROHIBITED[0], "--format", "csv")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == "Reason,State,Force,Clause,What"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ("dcc-rmp", "move", "PIT-C", "SIT-A"),
            '"PIT-C" is not an environment here. Did you mean "PIT-',
        ),
        (("dcc-rmp", "move", "PIT-A", "SIT-A", "--fact", "sunny"), "is not a fact"),
        (("dcc-rmp", "move", "UIT-B", "SIT-A", "--fact", "regression-time=so"), "yes nor no"),
        (("cssc-plan", "move", "QAS2", "CCMT", "--approved-by", "boss"), "is not a body"),
        (("cssc-plan", "drop", "2020-06-25", "--type", "monthly"), "is not a type of drop"),
        (("sec-rmp", "drop", "2020-06-25", "--type", "regular"), "knows no code drops"),
        (("sec-rmp", "date", NOVEMBER, "2019-11-29", *CONSENT), "Give all three"),
        (
            ("sec-rmp", "date", NOVEMBER, "2019-11-29", *CONSENT, "--range", "2019-11-24"),
            "is not a span",
        ),
        (("sec-rmp", "scope", JUNE, "--on", "2020-06-24", "--impact", "moon"), "not an impact"),
        (("sec-rmp",), "move, drop, date or scope"),
        (("sec-rmp", "jump"), "Use one of: date, drop, move, scope"),
    ],
)
def test_question_that_makes_no_sense_leaves_with_2(arguments: tuple[str, ...], says: str) -> None:
    assert says in refused("judge", *arguments)
