"""A line for the reader's next page: carried once in a signed cookie, so reading writes nothing."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from ridgeway.web.shell import Flash, Tone

COOKIE = "told"
SALT = "ridgeway.web.flash"
SECONDS = 60
LONGEST = 600


def tell(response: HttpResponse, text: str, tone: Tone = Tone.DONE) -> None:
    """Let the next page that this reader opens begin with a line."""
    value = signing.dumps([text[:LONGEST], str(tone)], salt=SALT)
    response.set_cookie(
        COOKIE,
        value,
        max_age=SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.IS_PRODUCTION,
    )


def told(request: HttpRequest) -> tuple[Flash, ...]:
    """The line that the last act left, if one is carried and is ours."""
    value = request.COOKIES.get(COOKIE)
    if not value:
        return ()
    try:
        text, tone = signing.loads(value, salt=SALT, max_age=SECONDS)
        return (Flash(str(text), Tone(tone)),)
    except (signing.BadSignature, ValueError):
        return ()


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")
