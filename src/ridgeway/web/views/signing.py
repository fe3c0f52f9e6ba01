"""Signing in and out. A demo offers its sign-ins with one button each; no other mode does."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from ridgeway.demo.people import SIGN_INS, SignIn
from ridgeway.entrance.accounts import account_named
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.web import flash, forms
from ridgeway.web.frame import frame_of, page
from ridgeway.web.shell import Tone

WRONG = "That user name and password do not belong together, or the account is closed."
LOCKED = "Too many attempts failed from here. Wait an hour, or ask whoever runs this installation."


class SignInInput(BaseModel):
    """What is typed to sign in."""

    model_config = ConfigDict(frozen=True)

    username: str = Field(title="User name", min_length=1, max_length=80)
    password: SecretStr = Field(title="Password", min_length=1, max_length=200)


@door(Who.PUBLIC, "GET", "POST")
def sign_in(request: Request) -> HttpResponse:
    """The form, and what it leads to."""
    if request.method != "POST":
        return _form(request, forms.ask(SignInInput))
    read = forms.read(SignInInput, request.POST)
    if read.value is None:
        return _form(request, read.form, 422)
    typed = read.value
    return _try(request, typed.username, typed.password.get_secret_value(), read.form)


@door(Who.PUBLIC, "POST")
def sign_in_demo(request: Request) -> HttpResponse:
    """One of the demo's sign-ins, by its button; an address that only a demo has."""
    names = {it.username for it in demo_sign_ins()}
    username = request.POST.get("username", "")
    if username not in names:
        raise Http404
    account = account_named(username)
    if account is None:
        raise Http404
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return redirect(_next(request))


@door(Who.PUBLIC, "POST")
def sign_out(request: Request) -> HttpResponse:
    """Ends the session, whoever held it."""
    logout(request)
    response = redirect("home")
    flash.tell(response, "You are signed out.", Tone.PLAIN)
    return response


def demo_sign_ins() -> tuple[SignIn, ...]:
    """The sign-ins to offer: those of the demo, in demo mode only."""
    return SIGN_INS if settings.MODE == "demo" else ()


def locked_out(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
    """What is answered while an account is locked: the form with the reason."""
    coming: Request = request  # type: ignore[assignment]
    return _form(coming, forms.ask(SignInInput).with_faults([LOCKED]), 429)


def _try(request: Request, username: str, password: str, form: forms.Form) -> HttpResponse:
    account = authenticate(request, username=username, password=password)
    if account is None:
        return _form(request, form.with_faults([WRONG]), 422)
    login(request, account)
    return redirect(_next(request))


def _next(request: Request) -> str:
    """Where to go on: only ever to an address of this installation."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and wanted.startswith("/") else "/today"


def _form(request: Request, form: forms.Form, status: int = 200) -> HttpResponse:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    context = {"form": form, "next": wanted[:2000], "demo": demo_sign_ins()}
    return page(frame_of(request), "signing/in.html", context, status=status)
