"""One's own views of the register: kept under a name, called otherwise, removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, NamedTuple

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.releases import saved_views
from ridgeway.governance.releases.saved_views import NotSaved, View
from ridgeway.web import flash, forms
from ridgeway.web.columns import columns as heads
from ridgeway.web.frame import Frame, frame_of, page
from ridgeway.web.register_query import Address, narrowed_by, read, told
from ridgeway.web.shell import Flash, Link, Tone

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Named(BaseModel):
    """What a view is called."""

    model_config = ConfigDict(frozen=True)

    name: Name = Field(
        title="Name",
        description="By which you find it above the register",
        max_length=saved_views.LONGEST_NAME,
    )


@door(Who.KNOWN, "GET", "POST")
def views(request: Request, code: str) -> HttpResponse:
    """Every view that one keeps; with a query as the register's, the form that names it."""
    frame = frame_of(request)
    here = frame.code(code)
    rows, columns, faults = read(request.GET)
    to = Address(here.key, columns=columns)
    says, query = told(to, rows), to.view(rows)
    form, status = None, 200
    if request.method == "POST":
        named = _named(request, partial(saved_views.save_view, frame.actor, here.id, query))
        if isinstance(named, str):
            response = redirect(to.opened(query))
            flash.tell(response, f"“{named}” is saved among your views.")
            return response
        form, status = named, 422
    elif query:
        suggested = ", ".join(value for *_, value in narrowed_by(rows))
        form = forms.ask(Named, initial={"name": suggested[: saved_views.LONGEST_NAME]})
    flashes = tuple(Flash(text, Tone.CARE) for text in faults)
    return _page(frame, here, form, says=says, flashes=flashes, status=status)


@door(Who.KNOWN, "GET", "POST")
def rename(request: Request, code: str, view_id: str) -> HttpResponse:
    """Another name for one of one's own views."""
    frame = frame_of(request)
    here = frame.code(code)
    view = _own(frame, here, view_id)
    form, status = forms.ask(Named, initial={"name": view.name}), 200
    if request.method == "POST":
        named = _named(request, partial(saved_views.rename_view, view))
        if isinstance(named, str):
            return _told(here, f"“{view.name}” is now called “{named}”.")
        form, status = named, 422
    return _page(frame, here, form, renamed=view.name, status=status)


@door(Who.KNOWN, "POST")
def remove(request: Request, code: str, view_id: str) -> HttpResponse:
    """Forget one of one's own views."""
    frame = frame_of(request)
    here = frame.code(code)
    view = _own(frame, here, view_id)
    saved_views.remove_view(view)
    return _told(here, f"“{view.name}” is removed from your views.")


def _named(request: Request, keep: Callable[[str], None]) -> str | forms.Form:
    """The name under which a view is kept now, or the form that says why it is not."""
    answered = forms.read(Named, request.POST)
    if answered.value is None:
        return answered.form
    try:
        keep(answered.value.name)
    except NotSaved as fault:
        return answered.form.with_fault_at("name", str(fault))
    return answered.value.name


class Kept(NamedTuple):
    """A view in the list: where it leads, what it shows, and what of it cannot be read any more."""

    id: str
    name: str
    href: str
    says: list[str]
    faults: list[str]


def _kept(here: CodeSeen, view: View) -> Kept:
    rows, columns, faults = read(QueryDict(view.query))
    to = Address(here.key, columns=columns)
    return Kept(view.id, view.name, to.opened(view.query), told(to, rows), faults)


def _own(frame: Frame, here: CodeSeen, view_id: str) -> View:
    """One's own view; somebody else's is as one that is not there."""
    found = saved_views.view_of(frame.actor, here.id, view_id)
    if found is None:
        raise Http404
    return found


def _told(here: CodeSeen, text: str) -> HttpResponse:
    response = redirect("register-views", here.key)
    flash.tell(response, text)
    return response


def _page(
    frame: Frame,
    here: CodeSeen,
    form: forms.Form | None,
    *,
    says: Sequence[str] = (),
    renamed: str = "",
    flashes: tuple[Flash, ...] = (),
    status: int,
) -> HttpResponse:
    """The form, if a view is being named, above those that are kept."""
    context = {
        "here": here,
        "form": form,
        "says": says,
        "renamed": renamed,
        "action": frame.request.get_full_path(),
        "views": [_kept(here, it) for it in saved_views.views_of(frame.actor, here.id)],
        "heads": heads("Name", "Shows", "Act"),
    }
    crumbs = (Link("Modifications", reverse("modifications", args=(here.key,))),)
    return page(
        frame,
        "modifications/views.html",
        context,
        code=here,
        crumbs=crumbs,
        flashes=flashes,
        status=status,
    )
