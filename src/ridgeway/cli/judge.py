"""`ridgeway judge`: may this move, drop, date or scope be. Exit code 0 yes, 1 no."""

from __future__ import annotations

import datetime as dt

import click

from ridgeway.cli.options import DATE, SPAN, formats, known
from ridgeway.cli.output import print_csv, print_json, say
from ridgeway.cli.registry import CommandGroup
from ridgeway.cli.verdicts import WORDS, verdict_as_json, verdict_lines
from ridgeway.core.policy.loading import load_rulebook
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.verdict import Verdict

FACT_HELP = "A fact that holds; NAME=no for one that does not. Repeatable."


@click.group(cls=CommandGroup, invoke_without_command=True)
@click.argument("policy")
@click.pass_context
def judge(ctx: click.Context, policy: str) -> None:
    """May this move, drop, date or scope be under POLICY?

    \b
    ridgeway judge dcc-rmp move PIT-A SIT-A
    ridgeway judge dcc-rmp move PIT-A Production --exceptional "Severity 1 incident 4711"
    ridgeway judge cssc-plan drop 2020-06-25 --type regular --fact something-to-deploy
    ridgeway judge sec-rmp scope "June 2021 SEC Release" --impact dcc-systems --on 2020-06-20
    ridgeway judge sec-rmp date "November 2019 SEC Release" 2019-11-29 --set-by panel
    """
    ctx.obj = load_rulebook(policy)
    if ctx.invoked_subcommand is None:
        raise click.UsageError("Say what to judge: move, drop, date or scope.")


@judge.command()
@click.argument("source")
@click.argument("target")
@click.option("--fact", "facts", multiple=True, help=FACT_HELP)
@click.option("--exceptional", default="", help="The circumstances on which an exception rests.")
@click.option("--approved-by", "signed", multiple=True, help="A body that approved it. Repeatable.")
@click.option("--delegate-of", "delegates", multiple=True, help="A body whose delegate approved.")
@formats("table", "json", "csv")
@click.pass_obj
def move(
    book: Rulebook,
    source: str,
    target: str,
    facts: tuple[str, ...],
    exceptional: str,
    signed: tuple[str, ...],
    delegates: tuple[str, ...],
    form: str,
) -> None:
    """May a build move from SOURCE to TARGET?"""
    from ridgeway.core.planning.moves import judge_move

    _known_bodies(book, (*signed, *delegates))
    judged = judge_move(
        book,
        source,
        target,
        facts=_facts(book, facts),
        exceptional=exceptional,
        signed=signed,
        delegates=delegates,
    )
    debts = [f"{d.environment} with {d.align_with}, {d.by}" for d in judged.debts]
    _answer(judged.verdict, form, {"to_align_afterwards": debts})
    if form == "table" and judged.verdict.allowed:
        for debt in debts:
            say(f"Owed afterwards: align {debt}.")
    _leave(judged.verdict)


@judge.command()
@click.argument("day", type=DATE)
@click.option("--type", "drop_type", required=True, help="The type of drop.")
@click.option("--fact", "facts", multiple=True, help=FACT_HELP)
@click.option("--done", "done", multiple=True, help="A day of the rhythm: BEAT=DATE. Repeatable.")
@click.option("--approved-by", "signed", multiple=True, help="A body that approved it. Repeatable.")
@click.option("--delegate-of", "delegates", multiple=True, help="A body whose delegate approved.")
@formats("table", "json", "csv")
@click.pass_obj
def drop(
    book: Rulebook,
    day: dt.date,
    drop_type: str,
    facts: tuple[str, ...],
    done: tuple[str, ...],
    signed: tuple[str, ...],
    delegates: tuple[str, ...],
    form: str,
) -> None:
    """May a code drop of this type happen on DAY?"""
    from ridgeway.core.planning.drops import judge_drop

    _known_bodies(book, (*signed, *delegates))
    verdict = judge_drop(
        book,
        drop_type,
        day,
        facts=_facts(book, facts),
        done_on=_beats(book, done),
        signed=signed,
        delegates=delegates,
    )
    rule = next(d for d in book.drops if d.id == drop_type)
    _answer(verdict, form, {"afterwards": rule.afterwards})
    if form == "table" and verdict.allowed and rule.afterwards:
        say(f"Owed afterwards: {rule.afterwards}.")
    _leave(verdict)


@judge.command()
@click.argument("release")
@click.argument("day", type=DATE)
@click.option("--set-by", default="", help="The body that sets the date.")
@click.option(
    "--approved-inside/--nothing-approved-inside",
    "holds_approved",
    default=None,
    help="Whether approved modifications are in it.",
)
@click.option("--consent-by", default="", help="The body that consented to another date.")
@click.option("--consent-on", type=DATE, help="The day of that consent.")
@click.option("--range", "span", type=SPAN, help="The days that it covers: DAY..DAY.")
@formats("table", "json", "csv")
@click.pass_obj
def date(  # noqa: PLR0917
    book: Rulebook,
    release: str,
    day: dt.date,
    set_by: str,
    holds_approved: bool | None,
    consent_by: str,
    consent_on: dt.date | None,
    span: tuple[dt.date, dt.date] | None,
    form: str,
) -> None:
    """May RELEASE go live on DAY?"""
    from ridgeway.core.planning.redating import Consent, judge_date

    consent = None
    if consent_by or consent_on or span:
        if not (consent_by and consent_on and span):
            raise click.UsageError("Give all three: --consent-by, --consent-on and --range.")
        consent = Consent(consent_by, consent_on, *span)
    _known_bodies(book, [name for name in (set_by, consent_by) if name])
    verdict = judge_date(
        book, release, day, set_by=set_by, holds_approved=holds_approved, consent=consent
    )
    _answer(verdict, form, {})
    _leave(verdict)


@judge.command()
@click.argument("release")
@click.option("--on", "on", type=DATE, required=True, help="The day on which it is to enter.")
@click.option("--impact", "impacts", multiple=True, help="What it touches. Repeatable.")
@click.option("--modification", "reference", default="the modification", help="Its reference.")
@click.option("--go-live", "go_live", type=DATE, help="The release's date, if not the rule's.")
@click.option("--kind", help="The release's kind, where it is not its slot's.")
@click.option("--rationale", default="", help="The reason for adding it late, as recorded.")
@click.option("--decided-by", default="", help="The body that decided to add it late.")
@click.option("--told", "told", multiple=True, help="A body that is told of it. Repeatable.")
@formats("table", "json", "csv")
@click.pass_obj
def scope(  # noqa: PLR0917
    book: Rulebook,
    release: str,
    on: dt.date,
    impacts: tuple[str, ...],
    reference: str,
    go_live: dt.date | None,
    kind: str | None,
    rationale: str,
    decided_by: str,
    told: tuple[str, ...],
    form: str,
) -> None:
    """May a modification enter the scope of RELEASE?"""
    from ridgeway.core.dates.loading import load_calendar
    from ridgeway.core.planning.releases import plan_release
    from ridgeway.core.planning.scope import Candidate, LateCase, judge_scope

    for impact in impacts:
        known(impact, (i.id for i in book.impacts), "an impact")
    _known_bodies(book, [name for name in (decided_by, *told) if name])
    calendar = load_calendar(book.calendar)
    planned = plan_release(book, release, go_live, kind=kind, calendar=calendar)
    verdict = judge_scope(
        book,
        planned,
        Candidate(reference, frozenset(impacts) if impacts else None),
        on,
        calendar,
        LateCase(rationale, decided_by, told),
    )
    _answer(verdict, form, {})
    _leave(verdict)


def _facts(book: Rulebook, given: tuple[str, ...]) -> dict[str, bool]:
    facts = {}
    for text in given:
        name, equals, value = text.partition("=")
        known(name, (fact.id for fact in book.facts), "a fact")
        if equals and value not in {"yes", "no"}:
            raise click.UsageError(f'"{text}" is neither yes nor no. Write {name} or {name}=no')
        facts[name] = value != "no"
    return facts


def _beats(book: Rulebook, given: tuple[str, ...]) -> dict[str, dt.date]:
    days = {}
    for text in given:
        name, _, day = text.partition("=")
        known(name, (beat.id for beat in book.beats), "a day of the rhythm")
        days[name] = DATE.convert(day, None, None)
    return days


def _known_bodies(book: Rulebook, names: tuple[str, ...] | list[str]) -> None:
    for name in names:
        known(name, (body.id for body in book.bodies), "a body")


def _answer(verdict: Verdict, form: str, more: dict[str, object]) -> None:
    if form == "json":
        print_json({**verdict_as_json(verdict), **more})
    elif form == "csv":
        rows = [(r.key, WORDS[r.state], str(r.force), r.clause, r.what) for r in verdict.reasons]
        print_csv(("Reason", "State", "Force", "Clause", "What"), rows)
    else:
        for line in verdict_lines(verdict):
            say(line)


def _leave(verdict: Verdict) -> None:
    if not verdict.allowed:
        raise click.exceptions.Exit(1)
