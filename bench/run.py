"""Measure the main jobs, ours and the plain site beside it in turns, and print how they compare.

./dev bench [--only W2 W3] [--size S] [--grown L] [--rounds N] [--quick] [--no-yardstick] [--write]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench import dataset, deadlines, report, startup
from bench.connection import Connection
from bench.facts import Facts
from bench.load import Expected, Plan, measure
from bench.ours import ROOT, Ours, in_environment
from bench.report import Result
from bench.yardstick import PLACE, Yardstick
from ridgeway import clock

ORDER = ("W2", "W3", "W7", "W9", "W8", "W4", "W5")
"""Writes come last, so that every read sees the data set as it was brought in."""

READS = ("W2", "W3", "W7", "W9")
"""What is measured where more is held too."""

ALONE = ("W1", "W10", "W11", "W12", "start")
RECORDS, FEWER = 1_000_000, 100_000


def main() -> int:
    given = arguments()
    wanted = set(given.only or (*ORDER, *ALONE))
    with tempfile.TemporaryDirectory(prefix="ridgeway-bench-") as folder, ExitStack() as stack:
        result = measured(Path(folder), given, wanted, stack)
    text = report.document(result)
    print("\n" + text)
    if given.write:
        (ROOT / "docs" / "speed.md").write_text(text, encoding="utf-8")
    void = [r for r in result.rows if not report.sound(r)]
    for row in void:
        print(f"void: {row['name']} of {row['plan']}: {row['why']}")
    return 1 if void else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev bench", description="Measure the main jobs.")
    names = [*ORDER, *ALONE]
    parser.add_argument("--only", nargs="+", choices=names, metavar="W", help=" ".join(names))
    parser.add_argument("--size", default="S", help="S, L or a number of modifications (S)")
    parser.add_argument("--grown", default="", metavar="SIZE", help="the reads at this size too")
    parser.add_argument("--rounds", type=int, default=3, help="turns that each gets (3)")
    parser.add_argument("--quick", action="store_true", help="few requests: does it work at all?")
    parser.add_argument("--no-yardstick", action="store_true", help="measure ours alone")
    parser.add_argument("--write", action="store_true", help="write docs/speed.md")
    given = parser.parse_args()
    if given.write and (given.only or given.quick):
        parser.error("--write wants the whole run: leave out --only and --quick")
    return given


def measured(folder: Path, given: argparse.Namespace, wanted: set[str], stack: ExitStack) -> Result:
    data = folder / "data"
    answers = dataset.emit(data, given.size)
    servers: list[Ours | Yardstick] = [Ours(folder / "ours", data)]
    left_out = []
    if given.no_yardstick:
        left_out.append("the yardstick, as asked; nothing is compared")
    elif not PLACE.exists():
        left_out.append("the yardstick does not lie beside this checkout; nothing is compared")
    else:
        servers += [Yardstick(folder / s, data, s) for s in ("NORMAL", "FULL")]
    for line in left_out:
        print(f"Left out: {line}.")
    result = Result(
        names=[s.name for s in servers],
        durability={s.name: s.durability for s in servers},
        about=about(answers, given),
        left_out=left_out,
    )
    engine(folder, given, wanted, result)
    if wanted & {*ORDER, "W1", "W10", "W11"}:
        for server in servers:
            result.bulk[server.name] = server.fill()
            print(f"W1.bulk    {server.name:<18}{result.bulk[server.name]:8.2f} s", flush=True)
        check_counts(servers[0], answers)
    if "W11" in wanted:
        kept = folder / "verified.json"
        in_environment(servers[0].home, "bench.verifying", kept)
        result.verified = json.loads(kept.read_text())
        print(f"W11.full   {result.verified['per_s']:,.0f} entries a second", flush=True)
    if "W10" in wanted:
        result.starts = startup.in_turns(servers, 1 if given.quick else 5)
        print(result.starts, flush=True)
    if wanted & set(ORDER):
        rounds = 1 if given.quick else given.rounds
        result.rows = under_load(servers, Facts(data, rounds), given, wanted, stack)
    if given.grown and wanted & set(READS):
        grown(folder / "grown", given, wanted & set(READS), stack, result)
    return result


def grown(
    folder: Path, given: argparse.Namespace, wanted: set[str], stack: ExitStack, result: Result
) -> None:
    """The reads of ours alone, where more is held."""
    answers = dataset.emit(folder / "data", given.grown)
    server = Ours(folder / "ours", folder / "data")
    seconds = server.fill()
    check_counts(server, answers)
    result.grown_about = f"{about(answers, given)['Data']}; brought in within {seconds:.0f} s"
    rounds = 1 if given.quick else given.rounds
    result.grown = under_load([server], Facts(folder / "data", rounds), given, wanted, stack)


def about(answers: dict[str, Any], given: argparse.Namespace) -> dict[str, str]:
    counts = answers["count"]
    kinds = ", ".join(f"{counts[k]:,} {k}s" for k in ("release", "modification", "defect"))
    rounds = "a quick look" if given.quick else f"{given.rounds} rounds, taken in turns"
    return {
        "When": clock.now().strftime("%Y-%m-%d %H:%M UTC"),
        "Machine": f"{os.cpu_count()} cores, {platform.machine()}, Python "
        f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}",
        "Data": f"size {answers['size']}, digest `{answers['sha256'][:16]}…`: {kinds}",
        "Rounds": rounds,
        "Servers": "two worker processes each; no page is kept for a second request",
        "Load of the machine": f"{os.getloadavg()[0]:.1f} when this run began; above 1 others were "
        "at work, and CPU time tells more than latency",
    }


def engine(folder: Path, given: argparse.Namespace, wanted: set[str], result: Result) -> None:
    """What needs no server."""
    if "W12" in wanted:
        result.dates = deadlines.measured(5 if given.quick else 15)
        print(f"W12        {result.dates['least_ms']:.1f} ms", flush=True)
    if "start" in wanted:
        result.ratios = startup.ratios(folder, 3 if given.quick else 15)
        print(f"start      {result.ratios}", flush=True)
    if "W1" in wanted:
        for form in ("xlsx", "csv"):
            home = folder / f"intake-{form}"
            kept = home / "kept.json"
            in_environment(home, "bench.intake", form, folder / "data", kept)
            found = result.intake[form] = json.loads(kept.read_text())
            print(
                f"W1.{form:<8}{found['seconds']:.2f} s, locked {found['locked']:.2f} s", flush=True
            )
    if "W11" in wanted:
        home = folder / "chain"
        kept = home / "kept.json"
        in_environment(home, "bench.chain", FEWER if given.quick else RECORDS, kept)
        result.chain = json.loads(kept.read_text())
        print(f"W11        {result.chain['per_s']:,.0f} entries a second", flush=True)
        for path in home.iterdir():
            path.unlink()


def check_counts(server: Ours | Yardstick, answers: dict[str, Any]) -> None:
    """Whether everything was brought in, with an entry of the record for each object."""
    assert isinstance(server, Ours)
    held, wanted = server.known["counts"], answers["count"]
    wrong = [k for k in held if k in wanted and held[k] != wanted[k]]
    least = sum(wanted[k] for k in ("party", "release", "modification", "defect"))
    if wrong or held["entries"] < least:
        raise SystemExit(f"W1: held are {held}, wanted {wanted}")


def under_load(
    servers: Sequence[Ours | Yardstick],
    facts: Facts,
    given: argparse.Namespace,
    wanted: set[str],
    stack: ExitStack,
) -> list[report.Row]:
    plans = []
    for server in servers:
        stack.callback(server.stop)
        plans.append(Plan(only(server.plan(server.serve(), facts), wanted)))
    names = sorted(plans[0].requests, key=lambda name: ORDER.index(name.partition(".")[0]))
    for plan in plans:
        for name in names:
            prove(plan, plan.requests[name])
            if given.quick:
                plan.requests[name].update(n=40, max_s=2)
    ours = servers[0]
    before = entries(ours.database)
    rows = measure(plans, names, facts.rounds, tell)
    check_writes(plans[0], before, entries(ours.database))
    return rows


def only(said: dict[str, Any], wanted: set[str]) -> dict[str, Any]:
    """A plan with the wanted families of requests; it signs in only where one needs it."""
    kept = [r for r in said["requests"] if r["name"].partition(".")[0] in wanted & set(ORDER)]
    login = said["login"] if any(r.get("session") for r in kept) else []
    return said | {"requests": kept, "login": login}


def prove(plan: Plan, request: dict[str, Any]) -> None:
    """Ask once, or once for each of a list, and hold the answer against the whole truth."""
    proof = request.get("prove")
    if proof is None:
        return
    connection = Connection(plan.host, plan.port)
    expected = Expected(request.get("expect", {}))
    make = plan.build(request)
    for _ in range(request.get("proofs", 1)):
        raw = make()
        status, _, body = connection.send(raw)
        address = raw.split(b" ", 2)[1].decode()
        if fault := expected.fault(status, body) or proof(address, body):
            raise SystemExit(f"{request['name']} of {plan.name}, {address}: {fault}")
    connection.close()


def entries(database: Path) -> dict[str, int]:
    """How many entries of each act the record holds."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as reading:
        rows = reading.execute("SELECT act, count(*) FROM record_event GROUP BY act").fetchall()
    return dict(rows)


def check_writes(plan: Plan, before: dict[str, int], after: dict[str, int]) -> None:
    """Each write that was answered has exactly one entry in the record."""
    for name, act in (("W4.rest", "modification.raise"), ("W5.rest", "modification.move")):
        written = after.get(act, 0) - before.get(act, 0)
        if written != plan.sent.get(name, 0):
            raise SystemExit(f"{name}: {plan.sent.get(name, 0)} sent, {written} on the record")


def tell(row: report.Row) -> None:
    fault = f"  !! {row['why']}" if row["why"] else ""
    said = report.cell_text(row)
    print(
        f"{row['name']:<11}{row['plan']:<18}{row['c']} × {row['done']:<5}{said}{fault}", flush=True
    )


if __name__ == "__main__":
    raise SystemExit(main())
