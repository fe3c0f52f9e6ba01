"""What a release costs: forecast, updates, actual cost and variances, by group and modification."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.text import slugify
from markupsafe import Markup

from ridgeway.core.access import may
from ridgeway.documents.sheets import Cell
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts_on import offers
from ridgeway.governance.costs import queries
from ridgeway.governance.costs.groups import WHOLE
from ridgeway.governance.costs.reading import Challenge, Report
from ridgeway.governance.costs.variance import variances
from ridgeway.governance.releases import queries_page
from ridgeway.governance.releases.obligations import ObligationLine, obligations_of
from ridgeway.web.drawing.costs import NAMES, CostGroup, Telling, draw_costs, legend
from ridgeway.web.offering import act_href, offered
from ridgeway.web.sheets import MEDIA, sheet
from ridgeway.web.shell import Link
from ridgeway.web.views import release_offers
from ridgeway.web.views.modification_opened import opened as open_modification
from ridgeway.web.views.release_opened import PAGE, OpenedRelease, opened, subtitle
from ridgeway.web.views.release_parts import near

TABLES = (*PAGE, *queries.TABLES)
ESTIMATE = "modification.estimate-cost"
COLUMNS = (
    "What", "Of", "Told by", "Number", "Latest", "Told on", "Cost group", "Pounds",
    "Forecast, pounds", "Variance, pounds", "Comment", "Who may see it",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A cost group over every telling of it, in whole pounds."""

    title: str
    alone: int | None
    forecast: int | None
    update: int | None
    actual: int | None
    over: int | None
    percent: float | None
    comment: str
    wants: bool


@dataclass(frozen=True, slots=True)
class ModificationRow:
    """A modification with what one body estimates for it; without an estimate `report` is None."""

    reference: str
    title: str
    stated_by: str
    report: Report | None
    amounts: tuple[int | None, ...]
    more: tuple[Link, ...]

    @property
    def whole(self) -> bool:
        """Whether the body gave one amount for everything."""
        return self.report is not None and set(self.report.amounts) == {WHOLE}


@dataclass(frozen=True, slots=True)
class ChallengeRow:
    it: Challenge
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ReportRow:
    it: Report
    links: tuple[Link, ...]


@door(Who.PUBLIC)
def costs(request: Request, code: str, slug: str) -> HttpResponse:
    """The Costs tab: at most twenty queries."""
    seen = opened(request, code, slug, TABLES)
    held, found = _found(seen)
    main = _main(found)
    rows = _groups(found, main)
    told = _tellings(rows)
    owed = _owed(seen, held.head, found)
    titles = tuple(_columns(found).values())
    context: dict[str, object] = {
        "head": held.head,
        "sub": subtitle(held.head, seen.code),
        "found": found,
        "main": main,
        "rows": rows,
        "total": _totals(found, main),
        "drawn": _drawn(rows, told, str(held.head["name"])),
        "legend": legend(told),
        "told": told,
        "titles": titles,
        "heads": ("Modification", "Told by", *_numeric((*titles, "Together"))),
        "names": {str(telling): name for telling, name in NAMES.items()},
        "group_heads": (
            "Cost group",
            *_numeric((*(NAMES[telling] for telling in told), "Variance")),
            "Comment",
        ),
        "modifications": _modifications(seen, held, found),
        "reports": [ReportRow(r, _links(_roles(seen), r)) for r in found.reports],
        "challenges": [ChallengeRow(c, _settling(_roles(seen), c)) for c in found.challenges],
        "owed": near(owed),
        "next_due": min((o.due_date for o in owed if o.open), default=None),
        "files": (
            Link("Excel (XLSX)", seen.href("release-costs-file", "xlsx")),
            Link("CSV", seen.href("release-costs-file", "csv")),
        ),
        "acts": release_offers.acts_on(seen, release_offers.COSTS),
    }
    return seen.page("releases/costs.html", context, tab="release-costs")


@door(Who.PUBLIC)
def costs_file(request: Request, code: str, slug: str, form: str) -> HttpResponseBase:
    """Every amount that the reader may see, one row each, as a file."""
    if form not in MEDIA:
        raise Http404
    seen = opened(request, code, slug, TABLES)
    held, found = _found(seen)
    return sheet(
        form,
        f"{slugify(str(held.head['name']))}-costs-{seen.today.isoformat()}",
        COLUMNS,
        _cells(held, found),
        title=f"Costs {held.head['name']}",
        made_at=seen.moment.at or seen.frame.at,
    )


@door(Who.PUBLIC)
def modification(request: Request, code: str, reference: str) -> HttpResponse:
    """What one modification would cost by itself: every estimate, by body and group."""
    seen = open_modification(request, code, reference, queries.TABLES_OF_MODIFICATION)
    actor, row = seen.actor, seen.row
    found = queries.modification_costs(
        actor, seen.code.id, row.id, row.central_cost, seen.today, seen.source
    )
    roles = actor.roles(seen.code.id) if seen.is_now else frozenset()
    acts = offers(row, actor, seen.frame.at, [ESTIMATE]) if seen.is_now else []
    context = {
        "found": found,
        "reports": [ReportRow(r, _links(roles, r)) for r in found.estimates],
        "challenges": [ChallengeRow(c, _settling(roles, c)) for c in found.challenges],
        "acts": offered(acts, row.id),
    }
    return seen.page("modifications/costs.html", context, tab="modification-costs")


def _found(seen: OpenedRelease) -> tuple[queries_page.ScopePage, queries.ReleaseCosts]:
    held = queries_page.scope_page(seen.actor, seen.code.row, seen.slug, seen.source)
    if held is None:
        raise Http404
    found = queries.release_costs(
        seen.actor, seen.code.row, held.head, held.scope, seen.today, seen.source
    )
    return held, found


def _numeric(names: Iterable[str]) -> list[str]:
    """Heads of columns that hold numbers."""
    return [f"#{name}" for name in names]


def _main(found: queries.ReleaseCosts) -> str:
    """The body whose cost is drawn: the one that tells the most groups."""
    told = max(found.standing, key=lambda report: len(report.lines), default=None)
    return told.stated_by if told else ""


def _of(found: queries.ReleaseCosts, kind: str, body: str) -> Report | None:
    return next((r for r in found.standing if (r.kind, r.stated_by) == (kind, body)), None)


def _groups(found: queries.ReleaseCosts, main: str) -> list[GroupRow]:
    """Every group over what the body that is drawn told of it."""
    forecast, update, actual = (_of(found, k, main) for k in ("forecast", "update", "actual"))
    told = [report for report in (forecast, update, actual) if report]
    last = actual or update
    limit = found.threshold if actual else None
    compared = {
        row.group: row
        for row in variances(
            forecast.amounts if forecast else {},
            last.amounts if last else {},
            last.comments if last else {},
            limit,
        )
    }
    rows = []
    alone = [report for report in found.estimates if report.stated_by == main]
    for key, title in _titles(found, (*told, *alone)).items():
        row = compared.get(key)
        rows.append(
            GroupRow(
                title=title,
                alone=found.alone.get(key),
                forecast=forecast.amounts.get(key) if forecast else None,
                update=update.amounts.get(key) if update else None,
                actual=actual.amounts.get(key) if actual else None,
                over=row.over if row else None,
                percent=row.percent if row else None,
                comment=row.comment if row else "",
                wants=bool(row and row.wants_comment),
            )
        )
    return rows


def _titles(found: queries.ReleaseCosts, reports: Iterable[Report]) -> dict[str, str]:
    """The groups that must be told or that one of these reports tells, by key, in the policy's
    order."""
    told = {key for report in reports for key in report.amounts}
    titles = {group.key: group.title for group in found.groups if group.must or group.key in told}
    return titles | ({WHOLE: found.whole_title} if WHOLE in told else {})


def _columns(found: queries.ReleaseCosts) -> dict[str, str]:
    """The groups over which the estimates are laid; what is not broken down fills them all."""
    titles = _titles(found, found.estimates)
    return {key: title for key, title in titles.items() if key != WHOLE}


def _totals(found: queries.ReleaseCosts, main: str) -> dict[str, int | None]:
    """The total of each telling of the body that is drawn; None over gaps."""
    totals = {}
    for kind in ("forecast", "update", "actual"):
        report = _of(found, kind, main)
        totals[kind] = report.total if report else None
    last = totals["actual"] if totals["actual"] is not None else totals["update"]
    forecast = totals["forecast"]
    totals["over"] = None if last is None or forecast is None else last - forecast
    alone = found.alone.values()
    whole = bool(found.alone) and None not in alone
    totals["alone"] = sum(a for a in alone if a is not None) if whole else None
    return totals


def _tellings(rows: list[GroupRow]) -> tuple[Telling, ...]:
    """Those of which any amount is held."""
    return tuple(t for t in Telling if any(getattr(row, t) is not None for row in rows))


def _drawn(rows: list[GroupRow], told: tuple[Telling, ...], name: str) -> Markup:
    groups = tuple(
        CostGroup(row.title, tuple((one, getattr(row, one)) for one in told)) for row in rows
    )
    return draw_costs(f"Cost of the {name} by group", groups)


def _owed(
    seen: OpenedRelease, head: dict[str, Any], found: queries.ReleaseCosts
) -> list[ObligationLine]:
    """The duties that tell costs, as they stand."""
    lines = obligations_of(seen.code.id, head["id"], seen.today, seen.source)
    return [line for line in lines if line.rule.rpartition(":")[2] in found.duties]


def _modifications(
    seen: OpenedRelease, held: queries_page.ScopePage, found: queries.ReleaseCosts
) -> list[ModificationRow]:
    """One row for each modification in scope and each body that estimated it."""
    by_modification: dict[str, list[Report]] = {}
    for report in found.estimates:
        by_modification.setdefault(str(report.modification_id), []).append(report)
    keys = list(_columns(found))
    rows = []
    for it in {row["modification_id"]: row for row in held.scope}.values():
        for stated in by_modification.get(it["modification_id"]) or (None,):
            amounts = stated.amounts if stated else {}
            rows.append(
                ModificationRow(
                    reference=it["modification__reference"],
                    title=it["modification__title"],
                    stated_by=stated.stated_by if stated else "",
                    report=stated,
                    amounts=tuple(amounts.get(key) for key in keys),
                    more=_modification_links(_roles(seen), it["modification_id"], stated),
                )
            )
    return rows


def _roles(seen: OpenedRelease) -> frozenset[str]:
    """The reader's roles; nobody acts on the past."""
    return seen.actor.roles(seen.code.id) if seen.is_now else frozenset()


def _modification_links(
    roles: frozenset[str], row_id: str, report: Report | None
) -> tuple[Link, ...]:
    estimate = (Link("Estimate", act_href(ESTIMATE, row_id)),) if may(ESTIMATE, roles) else ()
    return (*estimate, *(_links(roles, report) if report else ()))


def _links(roles: frozenset[str], report: Report) -> tuple[Link, ...]:
    if not report.latest or not may("cost.challenge", roles):
        return ()
    return (Link("Challenge", act_href("cost.challenge", report.id)),)


def _settling(roles: frozenset[str], it: Challenge) -> tuple[Link, ...]:
    links = []
    if it.open and it.answered_date is None and may("challenge.answer", roles):
        links.append(Link("Answer", act_href("challenge.answer", it.id)))
    settles = it.answered_date is not None and it.outcome in ("", "accepted")
    if settles and may("challenge.settle", roles):
        links.append(Link("Settle", act_href("challenge.settle", it.id)))
    return tuple(links)


def _cells(held: queries_page.ScopePage, found: queries.ReleaseCosts) -> Iterator[tuple[Cell, ...]]:
    references = {r["modification_id"]: r["modification__reference"] for r in held.scope}
    forecasts = {r.stated_by: r.amounts for r in found.standing if r.kind == "forecast"}
    for report in (*found.estimates, *found.reports):
        of = references.get(report.modification_id, held.head["name"])
        compares = report.kind in ("update", "actual")
        forecast = forecasts.get(report.stated_by, {}) if compares else {}
        for line in report.lines:
            planned = forecast.get(line.group)
            over = None if planned is None or line.amount is None else line.amount - planned
            yield (
                report.title,
                of,
                report.stated_by,
                report.number,
                report.latest,
                report.reported_date,
                line.title,
                line.amount,
                planned,
                over,
                line.comment,
                report.audience,
            )
