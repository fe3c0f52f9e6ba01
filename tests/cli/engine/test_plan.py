"""`ridgeway plan`: the contract of its JSON, and the same plan in every other form."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import icalendar
import pytest

from ridgeway.cli.ical import LONGEST, folded
from tests.cli.engine.running import NOVEMBER, answer, process, refused, run
from tests.core.policy.shipped import SMALL
from tests.marks import covers

SPAN = ("plan", "sec-rmp", "--from", "2019-01-01", "--to", "2023-12-31")


@covers("F-021", "F-024", "F-028")
def test_five_years_in_json_keep_the_contract() -> None:
    releases = answer(*SPAN)
    assert len(releases) == 15
    for release in releases:
        assert {"name", "kind", "go_live_date", "obligations"} <= set(release)
        dt.date.fromisoformat(release["go_live_date"])
        for owed in release["obligations"]:
            assert {
                "id", "title", "owner", "due_date", "clause", "force", "in_force", "why",
            } <= set(owed)  # fmt: skip
            dt.date.fromisoformat(owed["due_date"])
            assert owed["force"] in {"must", "should", "may"}
            assert isinstance(owed["in_force"], bool)
            assert owed["why"]


@covers("F-025", "F-091")
def test_one_release_on_its_own_date() -> None:
    (release,) = answer("plan", "sec-rmp", "--release", NOVEMBER, "--go-live", "2019-11-29")
    due = {owed["id"]: owed["due_date"] for owed in release["obligations"]}
    assert release["name"] == NOVEMBER
    assert release["rule_date"] == "2019-11-07"
    assert due["evidence-to-panel"] == "2019-10-18"
    assert due["tad-to-tag"] == "2019-02-28"


def test_version_and_path_name_a_policy_as_well(tmp_path: Path) -> None:
    assert answer(*SPAN) == answer("plan", "sec-rmp@3.0", *SPAN[2:])
    file = tmp_path / "small.toml"
    file.write_text(SMALL, encoding="utf-8")
    found = answer("plan", str(file), "--from", "2020-01-01", "--to", "2021-12-31")
    assert [r["go_live_date"] for r in found] == ["2020-05-11", "2021-05-10"]


def test_csv_has_a_line_for_each_obligation() -> None:
    text = run(*SPAN, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    owed = [o for release in answer(*SPAN) for o in release["obligations"]]
    assert [(r["Due"], r["Obligation"]) for r in rows] == [(o["due_date"], o["id"]) for o in owed]


@covers("F-259")
def test_icalendar_is_read_by_another_library_with_every_date() -> None:
    text = run(*SPAN, "--format", "ics").stdout_bytes
    assert b"\r\n" in text
    assert all(len(line) <= LONGEST for line in text.split(b"\r\n"))
    events = list(icalendar.Calendar.from_ical(text).walk("VEVENT"))
    releases = answer(*SPAN)
    dates = sorted(
        [r["go_live_date"] for r in releases]
        + [o["due_date"] for r in releases for o in r["obligations"]]
    )
    assert sorted(e.decoded("dtstart").isoformat() for e in events) == dates
    assert len({str(e["uid"]) for e in events}) == len(events)
    why = [str(e["description"]) for e in events if "evidence" in str(e["summary"])]
    assert any("Six weeks before go-live" in text for text in why)


def test_entry_of_a_calendar_keeps_its_id_when_the_date_moves() -> None:
    def ids(go_live: str) -> set[str]:
        command = ("plan", "sec-rmp", "--release", NOVEMBER, "--go-live", go_live)
        text = run(*command, "--format", "ics").stdout_bytes
        return {str(e["uid"]) for e in icalendar.Calendar.from_ical(text).walk("VEVENT")}

    assert ids("2019-11-07") == ids("2019-11-29")


@pytest.mark.parametrize("line", ["SUMMARY:" + "é" * 100, "X" * 75, "X" * 76, "", "→" * 50])
def test_folded_line_is_whole_again_when_unfolded(line: str) -> None:
    pieces = folded(line).split("\r\n")
    assert pieces.pop() == ""
    assert all(len(piece.encode()) <= LONGEST for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


def test_table_is_plain_text_when_piped() -> None:
    found = process(*SPAN)
    assert found.returncode == 0
    assert "\x1b" not in found.stdout
    assert "Thu 7 Nov 2019" in found.stdout


def test_span_without_a_release_says_so_beside_the_output() -> None:
    result = run("plan", "sec-rmp", "--from", "2019-03-01", "--to", "2019-03-31")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "No release falls in this span" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("sec-rpm", "--from", "2019-01-01", "--to", "2019-12-31"), 'Did you mean "sec-rmp"?'),
        (("sec-rmp", "--from", "2019-02-29", "--to", "2019-12-31"), "is not a day that exists"),
        (("sec-rmp", "--from", "20190101", "--to", "2019-12-31"), "Write it like 2019-11-29"),
        (("sec-rmp", "--from", "2019-12-31", "--to", "2019-01-01"), "swap the two dates"),
        (("sec-rmp", "--from", "2019-01-01"), "Give --from and --to, or --release."),
        (("sec-rmp",), "Give --from and --to, or --release."),
        (("sec-rmp", "--release", NOVEMBER, "--to", "2019-12-31"), "Give either --release"),
        (("sec-rmp", "--release", "R1"), 'Write it like "November 2019 SEC Release"'),
        (("sec-rmp", "--release", NOVEMBER, "--impact", "dcc"), "is not an impact"),
        (("sec-rmp", "--from", "2100-01-01", "--to", "2100-12-31"), "2050"),
        (("cssc-plan", "--from", "2020-01-01", "--to", "2020-12-31"), "sets no yearly cycle"),
        (("./none.toml", "--from", "2020-01-01", "--to", "2020-12-31"), "cannot be read"),
    ],
)
def test_wrong_input_is_told_in_plain_words(arguments: tuple[str, ...], says: str) -> None:
    assert says in refused("plan", *arguments)
