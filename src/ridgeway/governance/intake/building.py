"""The rows of an import, each under the root that its entry in the record is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ridgeway.governance.codes.models import Party
from ridgeway.governance.golive.models import Criterion
from ridgeway.governance.intake.checking import Plan
from ridgeway.governance.intake.lines import CriterionLine, ModificationLine, ReleaseLine
from ridgeway.governance.modifications.models import Modification, ModificationReference, Part
from ridgeway.governance.record.log import written_rows
from ridgeway.governance.record.rows import Root, Row
from ridgeway.governance.releases.models import DateStatus, PlannedDate, Release, ScopeEntry
from ridgeway.governance.testing.models import Defect


@dataclass(slots=True)
class Built:
    """Rows by table, in the order in which they can be inserted, and the entries they make: each
    with its subject, its rows and their bytes.

    `touched` are releases held already that get criteria or scope: their version rises.
    """

    tables: list[list[Row]]
    entries: list[tuple[Root, list[Row], bytes]]
    parties: list[Party]
    touched: dict[str, list[Row]]


def build(code_id: str, source: str, plan: Plan) -> Built:
    """Everything that the plan adds, without touching the database."""
    ids = dict(plan.ids)
    parties = [Party(**line.model_dump()) for line in plan.parties]
    ids.update({("party", p.key): p.id for p in parties})
    built = Built([], [], parties, {})
    releases, children = _releases(code_id, source, plan.releases, ids)
    criteria = _criteria(plan.criteria, ids)
    scope = _modifications(built, code_id, source, plan.modifications, ids)
    defects = _defects(code_id, plan, ids)
    new = {release.id: children[release.id] for release in releases}
    for row in criteria:
        _under(built, new, row.release_id, row)
    dates = [row for rows in children.values() for row in rows if isinstance(row, PlannedDate)]
    entries = [_entry(r, [r, *new[r.id]]) for r in releases]
    mods, references, parts = built.tables
    built.tables = [list(releases), list(dates), list(criteria), mods, references, parts]
    built.tables += [list(scope), list(defects)]
    for release_id in {entry.release_id for entry in scope} - set(new):
        built.touched.setdefault(release_id, [])
    built.entries = [*entries, *built.entries]
    built.entries += [_entry(d, [d]) for d in defects]
    return built


def _entry(subject: Root, rows: list[Row]) -> tuple[Root, list[Row], bytes]:
    return subject, rows, written_rows(rows)


def _under(built: Built, new: dict[str, list[Row]], release_id: str, row: Row) -> None:
    place = new if release_id in new else built.touched
    place.setdefault(release_id, []).append(row)


def _releases(
    code_id: str, source: str, lines: Sequence[ReleaseLine], ids: dict[tuple[str, str], str]
) -> tuple[list[Release], dict[str, list[Row]]]:
    rows, children = [], {}
    for line in lines:
        row = Release(code_id=code_id, source=source, **_values(line))
        ids["release", line.slug] = row.id
        authority = source or "As the register that was brought in states it"
        date = PlannedDate(
            release=row,
            number=1,
            status=DateStatus.SET,
            go_live_date=line.go_live_date,
            authority=authority,
        )
        rows.append(row)
        children[row.id] = [date]
    return rows, children  # type: ignore[return-value]


def _criteria(lines: Sequence[CriterionLine], ids: dict[tuple[str, str], str]) -> list[Criterion]:
    return [
        Criterion(
            release_id=ids["release", line.release],
            stated_by_id=ids["body", line.stated_by] if line.stated_by else None,
            **_values(line, "release", "stated_by"),
        )
        for line in lines
    ]


def _modifications(
    built: Built,
    code_id: str,
    source: str,
    lines: Sequence[ModificationLine],
    ids: dict[tuple[str, str], str],
) -> list[ScopeEntry]:
    mods: list[Row] = []
    references: list[Row] = []
    parts: list[Row] = []
    scope = []
    apart = ("proposer", "release", "relation", "parts", "earlier_references")
    for line in lines:
        row = Modification(
            code_id=code_id,
            source=source,
            proposer_id=ids["party", line.proposer] if line.proposer else None,
            **_values(line, *apart),
        )
        ids["modification", line.reference] = row.id
        own: list[Row] = [row]
        for reference in (line.reference, *line.earlier_references):
            since = line.raised_date if reference == line.reference else None
            own.append(
                ModificationReference(
                    code_id=code_id, modification=row, reference=reference, from_date=since
                )
            )
        references += own[1:]
        named = [
            Part(modification=row, number=number, name=name)
            for number, name in enumerate(line.parts or ("",), 1)
        ]
        parts += named
        own += named
        if line.release:
            entry = ScopeEntry(
                release_id=ids["release", line.release],
                part=named[0],
                modification=row,
                relation=line.relation,
            )
            scope.append(entry)
            own.append(entry)
        mods.append(row)
        built.entries.append(_entry(row, own))
    built.tables = [mods, references, parts]
    return scope


def _defects(code_id: str, plan: Plan, ids: dict[tuple[str, str], str]) -> list[Defect]:
    return [
        Defect(
            code_id=code_id,
            release_id=ids["release", line.release],
            modification_id=ids["modification", line.modification] if line.modification else None,
            **_values(line, "release", "modification"),
        )
        for line in plan.defects
    ]


def _values(line: Any, *apart: str) -> dict[str, Any]:
    """The fields of a line that are columns of its table; lists as JSON holds them."""
    return {
        name: list(value) if value.__class__ is tuple else value
        for name, value in line
        if name not in apart
    }
