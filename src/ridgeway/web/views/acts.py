"""The form of an act, for every act alike: asked from its declaration, done through the one door.

Whatever stands in the way, what was typed stays: faults are named at their questions, a refusal
gives every reason, and a subject that moved on meanwhile is shown before anything is lost.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from pydantic import ValidationError

from ridgeway.core.verdict import Refused, Verdict
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance import choosing
from ridgeway.governance.acting import Stale
from ridgeway.governance.acts import (
    ACTS,
    SECRETS,
    Act,
    Conflict,
    Done,
    Forbidden,
    KeyReused,
    Missing,
    perform,
    wants_version,
)
from ridgeway.governance.acts_on import Target, target
from ridgeway.governance.naming import named
from ridgeway.web import flash, forms, nested, telling
from ridgeway.web.choices import Asking, choices_for, starts_for, unasked
from ridgeway.web.faults import faults_of
from ridgeway.web.frame import Frame, frame_of, page
from ridgeway.web.places import address_of
from ridgeway.web.shell import Link, Tone
from ridgeway.web.uploads import FILE_FIELDS, FileFault, asks_for_file, file_form, take_file

CARRIED = ("subject_type", "subject_id", "paper_digest")
"""Answers that the page a person comes from gives; they travel with the form."""

UNREAD = "The form did not say which version you read. Look at what it is about, then send again."
GRAVE = frozenset({"person.erase", "account.close", "resolution.withdraw", "notice.withdraw"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form under way: the act, its subject, what is asked and what is `carried`. What is
    `fixed` beside that follows from what was chosen."""

    frame: Frame
    act: Act
    target: Target
    choices: Mapping[str, Any]
    carried: Mapping[str, str]
    fixed: Mapping[str, str]
    leave_out: tuple[str, ...]
    starts: Mapping[str, Any]
    with_file: bool

    @property
    def zone(self) -> str:
        return self.target.zone

    @property
    def roles(self) -> frozenset[str]:
        return self.frame.actor.roles(self.target.code_id)

    @property
    def back(self) -> str:
        """The page of what the act is about."""
        kind = self.fixed.get("subject_type") or self.target.kind
        row_id = self.fixed.get("subject_id") or self.target.id
        return address_of(self.frame.actor, kind, row_id) or "/today"


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in the form: the input, what is said beside it, the version read, the key."""

    form: forms.Form
    told: forms.Form
    version: int | None
    key: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the act was not done, beside the faults of the form."""

    status: int = 200
    verdict: Verdict | None = None
    stale: Stale | None = None
    file_fault: str = ""


ONCE = "done-once"
"""The hidden answer that tells a form sent twice; no field of an act has a hyphen."""

NO_TROUBLE = Trouble()


@door(Who.KNOWN, "GET", "POST")
def act(request: Request, name: str, subject_id: str) -> HttpResponse:
    """Asks for what an act needs, then does it; unknown acts and hidden subjects are missing."""
    declared = ACTS.get(name)
    if declared is None or "\0" in subject_id:
        raise Http404
    frame = frame_of(request)
    found = target(declared, subject_id, frame.actor, frame.at)
    if found is None:
        raise Http404
    posted = request.method == "POST"
    sheet = _sheet(frame, declared, found, request.POST if posted else request.GET, posted=posted)
    if not posted:
        return _ask(sheet, request.GET)
    if nested.MORE in request.POST:
        return _typed(sheet, request)
    return _do(sheet, request)


def _sheet(
    frame: Frame, declared: Act, found: Target, said: Mapping[str, str], *, posted: bool
) -> Sheet:
    names = set(declared.given.model_fields)
    carried = {n: said[n][:64] for n in CARRIED if n in names and said.get(n)}
    fixed = dict(carried)
    if "subject_type" in names and not {"subject_type", "subject_id"} <= set(carried):
        carried.pop("subject_type", None)
        chosen = carried.pop("subject_id", "")
        fixed = {**carried, "subject_type": choosing.kind_of(chosen)}
    asking = Asking(
        actor=frame.actor,
        code_id=found.code_id,
        subject=found.row,
        about=said.get("subject_id", "")[:64],
        today=found.today,
        action=said.get("action", ""),
    )
    with_file = asks_for_file(declared.given)
    leave_out = (
        *(FILE_FIELDS if with_file else ()),
        *unasked(declared.name, asking, said, posted=posted),
    )
    wanted = names - set(fixed) - set(leave_out)
    choices = choices_for(declared.name, wanted, asking)
    starts = starts_for(declared.name, asking)
    return Sheet(frame, declared, found, choices, carried, fixed, leave_out, starts, with_file)


def _ask(sheet: Sheet, said: Mapping[str, str]) -> HttpResponse:
    """The form before anyone has answered; the address may answer some questions."""
    skip = (*sheet.fixed, *sheet.leave_out)
    names = set(sheet.act.given.model_fields) - set(skip)
    initial = {name: said[name] for name in names if said.get(name)}
    form = forms.ask(
        sheet.act.given,
        initial=_first(sheet, initial),
        choices=sheet.choices,
        leave_out=skip,
        zone=sheet.zone,
    )
    return _form(
        sheet, Said(form, telling.ask(sheet.act, sheet.roles), sheet.target.version, _key())
    )


def _first(sheet: Sheet, initial: dict[str, Any]) -> dict[str, Any]:
    """An edit starts from what is held, other forms from what the policy asks for."""
    initial = {**sheet.starts, **initial}
    if sheet.act.name.endswith(".edit"):
        for name in sheet.act.given.model_fields:
            held = getattr(sheet.target.row, name, None)
            initial.setdefault(name, held if isinstance(held, str | bool | int | list) else None)
    return initial


def _typed(sheet: Sheet, request: Request) -> HttpResponse:
    """The same form as it was typed, with more rows where they were asked for."""
    read = _read(sheet, request)
    told = telling.read(sheet.act, sheet.roles, request.POST, sheet.zone)
    plain = replace(
        read.form, fields=tuple(_without_error(it) for it in read.form.fields), faults=()
    )
    return _form(sheet, Said(plain, told.form, _version(request), _posted_key(request)))


def _without_error(it: forms.Field) -> forms.Field:
    rows = tuple(tuple(_without_error(inner) for inner in row) for row in it.rows)
    return replace(it, error="", rows=rows)


def _read(sheet: Sheet, request: Request) -> forms.Read[Any]:
    return forms.read(
        sheet.act.given,
        request.POST,
        choices=sheet.choices,
        fixed=sheet.fixed,
        leave_out=sheet.leave_out,
        zone=sheet.zone,
    )


def _do(sheet: Sheet, request: Request) -> HttpResponse:
    """Judge what was typed, then the act; each way that it can fail keeps the typing."""
    read = _read(sheet, request)
    told = telling.read(sheet.act, sheet.roles, request.POST, sheet.zone)
    said = Said(read.form, told.form, _version(request), _posted_key(request))
    if read.value is None or told.value is None:
        return _form(sheet, said, Trouble(422))
    if said.version is None and wants_version(sheet.act):
        form = said.form.with_faults([UNREAD])
        said = replace(said, form=form, version=sheet.target.version)
        return _form(sheet, said, Trouble(422))
    try:
        given = read.value
        if sheet.with_file:
            given = take_file(sheet.act.given, given, request.FILES)
        done = perform(
            sheet.act.name,
            sheet.target.id,
            given,
            actor=sheet.frame.actor,
            at=sheet.frame.at,
            if_version=said.version if wants_version(sheet.act) else None,
            key=said.key,
            told=told.value,
        )
    except (ValidationError, Refused, Stale, Conflict, KeyReused, FileFault) as fault:
        return _form(sheet, *_kept(said, fault))
    except Missing:
        raise Http404 from None
    return _done(sheet, done)


def _kept(said: Said, fault: Exception) -> tuple[Said, Trouble]:
    """The form to show for a fault, with everything that was typed, and what to say about it."""
    match fault:
        case ValidationError():
            found = tuple(faults_of(fault, said.form.fields))
            return replace(said, form=replace(said.form, faults=found)), Trouble(422)
        case Forbidden():
            return said, Trouble(403, verdict=fault.verdict)
        case Refused():
            return said, Trouble(409, verdict=fault.verdict)
        case Stale():
            return replace(said, version=fault.found, key=_key()), Trouble(409, stale=fault)
        case FileFault():
            return said, Trouble(413, file_fault=str(fault))
        case _:
            form = said.form.with_faults([str(fault)])
            return replace(said, form=form, key=_key()), Trouble(409)


def _done(sheet: Sheet, done: Done) -> HttpResponse:
    """On to the page of what the act was about; what is shown once is shown here."""
    told_once = {name: value for name, value in done.answer.items() if name in SECRETS}
    here = address_of(sheet.frame.actor, done.subject_type, done.subject_id) or sheet.back
    if told_once:
        context = {"act": sheet.act, "secrets": told_once, "href": here}
        return page(sheet.frame, "acts/once.html", context)
    response = redirect(here)
    said = f"Done: {sheet.act.title.lower()}. It is on the record."
    if departures := done.answer.get("departures"):
        flash.tell(response, f"{said} Departed from: {' '.join(departures)}", Tone.CARE)
    else:
        flash.tell(response, said)
    return response


def _form(sheet: Sheet, said: Said, trouble: Trouble = NO_TROUBLE) -> HttpResponse:
    code = next((c for c in sheet.frame.codes if c.id == sheet.target.code_id), None)
    carried = [(ONCE, said.key), *sheet.carried.items()]
    if said.version is not None and wants_version(sheet.act):
        carried.insert(0, ("version", str(said.version)))
    upload = file_form(trouble.file_fault) if sheet.with_file else forms.Form(())
    faults = (*upload.faults, *said.form.faults, *said.told.faults)
    untried = trouble.status == NO_TROUBLE.status
    context: dict[str, Any] = {
        "act": sheet.act,
        "target": sheet.target,
        "form": forms.Form((*said.form.fields, *upload.fields), faults),
        "told": said.told,
        "carried": carried,
        "back": sheet.back,
        "verdict": sheet.target.not_now if untried else trouble.verdict,
        "tried": not untried,
        "stale": trouble.stale,
        "grave": sheet.act.name in GRAVE,
        "submit": "Send mine all the same" if trouble.stale else sheet.act.title,
        "action": f"/acts/{sheet.act.name}/{sheet.target.id}",
    }
    about = _about(sheet)
    title = about or ("" if sheet.target.kind == "codes.code" else sheet.target.title)
    context["about"] = about
    crumbs = (Link(title, sheet.back),) if title else ()
    return page(
        sheet.frame, "acts/form.html", context, code=code, crumbs=crumbs, status=trouble.status
    )


def _about(sheet: Sheet) -> str:
    """The name of what the input is about, where the page one came from said it."""
    if "subject_id" not in sheet.fixed:
        return ""
    key = (sheet.fixed.get("subject_type", ""), sheet.fixed["subject_id"])
    found = named(sheet.frame.actor, [key]).get(key)
    return found.text if found else ""


def _version(request: Request) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _key() -> str:
    return secrets.token_urlsafe(18)


def _posted_key(request: Request) -> str:
    return request.POST.get(ONCE, "")[:100] or _key()
