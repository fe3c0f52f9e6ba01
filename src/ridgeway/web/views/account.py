"""One's own account: what one holds, where one is signed in, and another password."""

from __future__ import annotations

from typing import Annotated, Self

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from ridgeway.entrance import passwords
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.entrance.last_use import sessions_of
from ridgeway.governance.codes.passwords import strong_enough
from ridgeway.governance.codes.people import appointments_held, username_of
from ridgeway.governance.codes.services_accounts import end_sessions
from ridgeway.governance.notices.posting import post_of_settings
from ridgeway.web import flash, forms
from ridgeway.web.frame import frame_of, page
from ridgeway.web.shell import Link, Tone

Password = Annotated[SecretStr, Field(min_length=1, max_length=200)]
StrongPassword = Annotated[SecretStr, Field(max_length=200), AfterValidator(strong_enough)]
HINT = "At least 12 characters, and none of the passwords that many people use"
WRONG = "That is not the present password"
TOO_OFTEN = "Too many links were asked for from here. Wait an hour, or ask whoever runs this."
ENDED = "That session has ended already."
HERE = Link("Your account", "/account")


class ChosenPassword(BaseModel):
    """A new password, typed twice because nobody can read it."""

    model_config = ConfigDict(frozen=True)

    new_password: StrongPassword = Field(title="New password", description=HINT)
    new_password_again: Password = Field(title="New password again")

    @model_validator(mode="after")
    def _alike(self) -> Self:
        assure_alike(self)
        return self


class ChangedPassword(BaseModel):
    """The same, with what proves that the one who types is the one who signed in."""

    model_config = ConfigDict(frozen=True)

    old_password: Password = Field(title="Present password")
    new_password: StrongPassword = Field(title="New password", description=HINT)
    new_password_again: Password = Field(title="New password again")

    @model_validator(mode="after")
    def _alike(self) -> Self:
        assure_alike(self)
        return self


def assure_alike(typed: ChosenPassword | ChangedPassword) -> None:
    """Raise ValueError unless the new password is the same both times."""
    if typed.new_password.get_secret_value() != typed.new_password_again.get_secret_value():
        raise ValueError("The two new passwords are not the same; type them both again")


class Forgotten(BaseModel):
    """Whose password is forgotten."""

    model_config = ConfigDict(frozen=True)

    username: str = Field(title="User name", min_length=1, max_length=80)


@door(Who.KNOWN)
def own(request: Request) -> HttpResponse:
    """Who one is here, what one holds, and every session that lasts."""
    frame = frame_of(request)
    held = appointments_held(frame.actor)
    today = request.at.date()
    context = {
        "username": username_of(frame.actor),
        "present": [it for it in held if not it["until_date"] or it["until_date"] >= today],
        "past": [it for it in held if it["until_date"] and it["until_date"] < today],
        "sessions": sessions_of(frame.actor.account_id, request.session.session_key, request.at),
    }
    return page(frame, "account/own.html", context)


@door(Who.KNOWN, "POST")
def end_session(request: Request) -> HttpResponse:
    """End one of one's own sessions, or all but this one."""
    current = request.session.session_key
    lasting = sessions_of(request.actor.account_id, current, request.at)
    wanted = request.POST.get("session", "")[:16]
    ended = [it for it in lasting if not it.current and (not wanted or it.id == wanted)]
    for it in ended:
        end_sessions(request.actor.account_id, sign_in=it.id)
    response = redirect("account")
    if ended:
        many = "The session has" if len(ended) == 1 else f"{len(ended)} sessions have"
        flash.tell(response, f"{many} ended.")
    else:
        flash.tell(response, ENDED, Tone.PLAIN)
    return response


@door(Who.KNOWN, "GET", "POST")
def change_password(request: Request) -> HttpResponse:
    """Another password, for who knows the present one."""
    if request.method != "POST":
        return _form(request, "account/password.html", forms.ask(ChangedPassword))
    read = forms.read(ChangedPassword, request.POST)
    if read.value is None:
        return _form(request, "account/password.html", read.form, 422)
    old, new = read.value.old_password.get_secret_value(), read.value.new_password
    if not passwords.change(request, request.actor, old, new, request.at):
        form = read.form.with_fault_at("old_password", WRONG)
        return _form(request, "account/password.html", form, 422)
    response = redirect("account")
    flash.tell(response, "Your password is changed. Every other session has ended.")
    return response


@door(Who.PUBLIC, "GET", "POST")
def forgotten(request: Request) -> HttpResponse:
    """Ask for a link; the answer is the same whether or not there is such an account."""
    if request.method != "POST":
        return _form(request, "account/forgotten.html", forms.ask(Forgotten))
    read = forms.read(Forgotten, request.POST)
    if read.value is None:
        return _form(request, "account/forgotten.html", read.form, 422)
    origin = settings.ORIGIN or request.build_absolute_uri("/").rstrip("/")
    try:
        passwords.ask(read.value.username, request.META["REMOTE_ADDR"], origin, request.at)
    except passwords.TooOften:
        form = read.form.with_faults([TOO_OFTEN])
        return _form(request, "account/forgotten.html", form, 429)
    return page(frame_of(request), "account/asked.html", {"sends": post_of_settings() is not None})


@door(Who.PUBLIC, "GET", "POST")
def choose_password(request: Request, word: str) -> HttpResponse:
    """The page behind a link: it opens once, and not for long."""
    link = passwords.link_of(word, request.at)
    if link is None:
        return page(frame_of(request), "account/ended.html", {}, status=404)
    if request.method != "POST":
        return _form(request, "account/chosen.html", forms.ask(ChosenPassword))
    read = forms.read(ChosenPassword, request.POST)
    if read.value is None:
        return _form(request, "account/chosen.html", read.form, 422)
    if not passwords.choose(link, read.value.new_password, request.at):
        raise Http404
    response = redirect("sign-in")
    flash.tell(response, "Your new password is set. Sign in with it.")
    return response


def _form(request: Request, template: str, form: forms.Form, status: int = 200) -> HttpResponse:
    crumbs = (HERE,) if request.actor.is_known else ()
    response = page(frame_of(request), template, {"form": form}, crumbs=crumbs, status=status)
    response["Cache-Control"] = "no-store"
    return response
