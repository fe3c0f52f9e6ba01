"""The register of modifications, its exports, and the page of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from pydantic import ValidationError

from ridgeway.core.lifecycle.machine import ROLE_KEY, words
from ridgeway.documents.sheets import csv_rows
from ridgeway.documents.workbook import to_xlsx
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts import offers
from ridgeway.governance.codes.history import history_of
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.committees import queries as committees
from ridgeway.governance.evidence import queries as evidence
from ridgeway.governance.modifications import queries as modifications
from ridgeway.governance.modifications.queries import (
    ModificationPage,
    as_it_was,
    modification_named,
    page_of,
)
from ridgeway.governance.modifications.workflow import DATES, PATH, REASONS
from ridgeway.governance.releases import register_past
from ridgeway.governance.releases.facets import Facets, facets
from ridgeway.governance.releases.register import (
    EXPORT_COLUMNS,
    NO_RELEASE,
    RegisterFilter,
    RegisterPage,
    RegisterRow,
    export_cells,
    register_rows,
    relations_of,
)
from ridgeway.governance.releases.register import register as read_register
from ridgeway.governance.releases.register_past import RegisterThen
from ridgeway.web.frame import Frame, frame_of, page
from ridgeway.web.history import happened
from ridgeway.web.lives import life_of_modification
from ridgeway.web.moments import Moment, moment_of
from ridgeway.web.offering import Offered, act_href, offered
from ridgeway.web.shell import Act, Flash, Link, Pages, Tone
from ridgeway.web.wording import listed

COLUMNS = (
    ("Reference", "reference", ""),
    ("Title", "title", ""),
    ("Stage", "stage", ""),
    ("Path", "path", "gone"),
    ("Urgency", "urgency", "gone"),
    ("Release", "", ""),
    ("Proposer", "proposer", "gone"),
    ("Raised", "raised", ""),
    ("Target", "target", "gone"),
)
MOVE = "modification.move"
PAST = (
    *modifications.TABLES, *register_past.TABLES, *committees.TABLES, *evidence.TABLES,
)  # fmt: skip
"""What the page of a modification is put together from."""

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the register: its address turns the order, `sort` says how it stands."""

    text: str
    href: str
    sort: str
    css: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where the register of a code is, at the moment that is shown."""

    key: str
    moment: Moment

    def href(self, asked: RegisterFilter, **change: Any) -> str:
        query = _query(asked, **change)
        return self.moment.kept(_base(self.key) + ("?" + query if query else ""))

    def export(self, form: str, asked: RegisterFilter) -> str:
        query = _query(asked, page=None, size=None)
        address = reverse("register-export", args=(self.key, form))
        return self.moment.kept(address + ("?" + query if query else ""))


@dataclass(frozen=True, slots=True)
class Listing:
    """The part of the page that is made anew as one types."""

    code: str
    moment: Moment
    asked: RegisterFilter
    found: RegisterPage
    headings: tuple[Heading, ...]
    chips: tuple[Link, ...]
    pages: Pages
    csv_href: str
    xlsx_href: str
    clear_href: str


@door(Who.PUBLIC)
def register(request: Request, code: str) -> HttpResponse:
    """The register as asked; only its rows when they are fetched for a page that is open."""
    frame = frame_of(request)
    here = frame.code(code)
    asked, faults = _asked(request.GET)
    moment = moment_of(request, here, register_past.TABLES)
    past = None if moment.is_now else RegisterThen(frame.actor, here.id, moment.source)
    found = past.page(asked) if past else read_register(frame.actor, here.id, asked)
    to = Address(here.key, moment)
    listing = _listing(to, asked, found)
    if request.headers.get("HX-Request") == "true":
        answer = render(request, "modifications/_rows.html", {"listing": listing})
        answer["HX-Push-Url"] = to.href(asked)
        answer["Cache-Control"] = "private, no-store"
        patch_vary_headers(answer, ["HX-Request", "Cookie"])
        return answer
    known = past.facets() if past else facets(frame.actor, here.id, here.position)
    context = {
        "here": here,
        "listing": listing,
        "facets": known,
        "views": _views(to, asked, known),
        "raise_act": _raise(frame, here) if moment.is_now else None,
    }
    flashes = (*moment.flashes, *(Flash(text, Tone.CARE) for text in faults))
    answer = page(
        frame,
        "modifications/register.html",
        context,
        code=here,
        as_at=moment.banner(request),
        flashes=flashes,
    )
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _asked(given: Mapping[str, str]) -> tuple[RegisterFilter, list[str]]:
    """What the address asks for; a value that cannot be read is left out and named."""
    values = {k: v for k, v in given.items() if k in RegisterFilter.model_fields and v.strip()}
    try:
        return RegisterFilter.model_validate(values), []
    except ValidationError as error:
        faults = []
        for fault in error.errors(include_url=False, include_input=False):
            name = str(fault["loc"][0])
            values.pop(name, None)
            title = RegisterFilter.model_fields[name].title or name
            faults.append(f"“{title}” was left out: that value cannot be read.")
        return RegisterFilter.model_validate(values), faults


def _query(asked: RegisterFilter, **change: Any) -> str:
    values = asked.model_dump(exclude_defaults=True) | change
    return urlencode({k: v for k, v in values.items() if v not in ("", None)})


@lru_cache(maxsize=128)
def _base(code: str) -> str:
    return reverse("modifications", args=(code,))


def _listing(to: Address, asked: RegisterFilter, found: RegisterPage) -> Listing:
    first = (found.page - 1) * found.size + 1
    last = first + len(found.rows) - 1
    summary = f"{first:,} to {last:,} of {found.total:,}" if found.rows else "none"
    return Listing(
        code=to.key,
        moment=to.moment,
        asked=asked,
        found=found,
        headings=tuple(_heading(to, asked, *column) for column in COLUMNS),
        chips=_chips(to, asked),
        pages=Pages(
            summary,
            to.href(asked, page=asked.page - 1 or None) if asked.page > 1 else "",
            to.href(asked, page=asked.page + 1) if asked.page < found.pages else "",
        ),
        csv_href=to.export("csv", asked),
        xlsx_href=to.export("xlsx", asked),
        clear_href=to.moment.kept(_base(to.key)),
    )


def _heading(to: Address, asked: RegisterFilter, text: str, name: str, css: str) -> Heading:
    if not name:
        return Heading(text, "", "", css)
    now = asked.sort
    sort = {name: "ascending", f"-{name}": "descending"}.get(now, "")
    turned = f"-{name}" if now == name else name
    return Heading(text, to.href(asked, sort=turned, page=None), sort, css)


def _chips(to: Address, asked: RegisterFilter) -> tuple[Link, ...]:
    """What narrows the register now; each leads to the register without it."""
    out = []
    for name in ("q", "stage", "path", "urgency", "release", "proposer", "series"):
        value = getattr(asked, name)
        if value:
            title = RegisterFilter.model_fields[name].title
            said = "none" if value == NO_RELEASE else value.replace("-", " ")
            out.append(Link(f"{title}: {said}", to.href(asked, **{name: None, "page": None})))
    return tuple(out)


def _views(to: Address, asked: RegisterFilter, known: Facets) -> tuple[Link, ...]:
    """Views worth a link: all, the latest releases, what stands in none."""

    def view(text: str, count: int, **values: str) -> Link:
        wanted = RegisterFilter(**values)
        same = wanted == asked.model_copy(update={"page": 1})
        return Link(text, to.href(wanted), count, current=same)

    links = [view("All", known.total)]
    links += [view(r.name, r.count, release=r.slug) for r in known.releases[:3]]
    if known.unplaced:
        links.append(view("In no release", known.unplaced, release=NO_RELEASE))
    if known.total:
        links.append(view("Latest raised", known.total, sort="-raised"))
    return tuple(links)


def _raise(frame: Frame, here: CodeSeen) -> Act | None:
    found = offered(offers(here.row, frame.actor, frame.at, ["modification.raise"]), here.id)
    return next(iter((*found.now, *found.others)), None)


@door(Who.PUBLIC)
def export(request: Request, code: str, form: str) -> HttpResponseBase:
    """The register as asked, every row of it, as a file that is written while it is read."""
    frame = frame_of(request)
    here = frame.code(code)
    if form not in MEDIA:
        raise Http404
    asked, _ = _asked(request.GET)
    moment = moment_of(request, here, register_past.TABLES)
    held: Iterable[RegisterRow]
    if moment.is_now:
        held = register_rows(frame.actor, here.id, asked)
    else:
        held = RegisterThen(frame.actor, here.id, moment.source).rows(asked)
    rows: Iterator[tuple[Any, ...]] = export_cells(held)
    name = f"{here.key}-modifications-{here.day(moment.at or frame.at).isoformat()}.{form}"
    answer: HttpResponseBase
    if form == "csv":
        answer = StreamingHttpResponse(csv_rows(EXPORT_COLUMNS, rows), content_type=MEDIA[form])
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        title = f"{here.row.short_name} modifications"
        made = to_xlsx(EXPORT_COLUMNS, rows, title=title, made_at=moment.at or frame.at)
        answer = FileResponse(made, as_attachment=True, filename=name, content_type=MEDIA[form])
    answer["Cache-Control"] = "private, no-store"
    return answer


@door(Who.PUBLIC)
def modification(request: Request, code: str, reference: str) -> HttpResponse:
    """Everything about one modification; an old reference leads to the present one."""
    frame = frame_of(request)
    here = frame.code(code)
    row = modification_named(frame.actor, here.id, reference) if "\0" not in reference else None
    if row is None:
        raise Http404
    moment = moment_of(request, here, PAST)
    # No reference is ever given anew, so the present ones find what bore one of then.
    row = row if moment.is_now else as_it_was(frame.actor, row, moment.source)
    if row is None:
        raise Http404
    if row.reference != reference:
        return redirect(moment.kept(reverse("modification", args=(here.key, row.reference))))
    day = here.day(moment.at or frame.at)
    found = page_of(frame.actor, row, on=day, source=moment.source)
    entries = history_of(frame.actor, here.id, row.id, until=moment.position)
    offering = offers(row, frame.actor, frame.at) if moment.is_now else []
    acts = offered(offering, row.id, leave_out=[MOVE])
    moving = offered((o for o in offering if o.act.name == MOVE), row.id)
    context = {
        "here": here,
        "moment": moment,
        "it": found,
        "facts": _facts(found),
        "life": life_of_modification(found, entries, day, moment.source),
        "steps": _steps(found, moving, row.id),
        "relations": relations_of(frame.actor, row.id, moment.source),
        "resolutions": committees.resolutions_about(frame.actor, row.id, moment.source),
        "evidence": evidence.evidence_about(frame.actor, row.id, moment.source),
        "acts": acts,
        "happened": happened(entries),
        "today": day,
    }
    crumbs = (Link("Modifications", moment.kept(_base(here.key))),)
    return page(
        frame,
        "modifications/page.html",
        context,
        code=here,
        crumbs=crumbs,
        as_at=moment.banner(request),
        flashes=moment.flashes,
    )


def _facts(it: ModificationPage) -> list[tuple[str, Any]]:
    """The facts of the register in reading order; what no source states is None."""
    v = it.values
    touches = {True: "yes", False: "no"}.get(v["system_impact"])
    cost = None if v["central_cost"] is None else f"£{v['central_cost']:,}"
    return [
        ("Proposer", v["proposer"] or None),
        ("Path", _words(v["path"])),
        ("Urgency", _words(v["urgency"])),
        ("Touches systems", touches),
        ("Who is affected", None if v["impacts"] is None else ", ".join(v["impacts"]) or "nobody"),
        (
            "Documents",
            None if v["documents"] is None else ", ".join(v["documents"]) or "none",
        ),
        ("Central cost", cost),
        ("Raised", v["raised_date"]),
        ("Target", v["target_date"]),
        ("Decided", v["decided_date"]),
    ]


def _words(value: str) -> str | None:
    return (value[:1].upper() + value[1:]).replace("-", " ") if value else None


def _steps(it: ModificationPage, acts: Offered, row_id: str) -> list[Act]:
    """The steps of the workflow from here; what their form can still state is not in the way."""
    right = next((a for a in (*acts.now, *acts.others) if a.key == MOVE.replace(".", "-")), None)
    made = []
    for step in it.steps:
        told = tuple(r.what for r in step.verdict.blocking if not _asked_for(r.key, step.guards))
        by = f"By {listed(tuple(words(role) for role in step.roles))}. " if step.roles else ""
        refused = right.refusals if right in acts.others and right else told
        made.append(
            Act(
                text=step.title,
                href=act_href(MOVE, row_id, {"action": step.action}),
                refusals=refused,
                note=f"{initial(by)}Leads to: {step.target}. {step.clause}",
                key=f"step-{step.action}",
            )
        )
    return sorted(made, key=lambda act: not act.offered)


def _asked_for(key: str, guards: Sequence[str]) -> bool:
    """Whether the form of the step lets one state it: for whom one acts, why, and what holds."""
    if key == ROLE_KEY or key in REASONS:
        return True
    return key in guards and key != DATES and not key.endswith(PATH)


def initial(text: str) -> str:
    return text[:1].upper() + text[1:]
