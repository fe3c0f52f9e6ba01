"""The Jinja2 environment of our pages, as Django's own Jinja2 backend builds it.

Settings: `{"BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": [TEMPLATE_DIR],
"APP_DIRS": False, "OPTIONS": {"environment": "ridgeway.web.environment.environment"}}`.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from ridgeway.web import labels, pieces, wording
from ridgeway.web.shell import Shell

TEMPLATE_DIR = Path(__file__).parent / "templates"
STATIC_DIR = Path(__file__).parent / "static"

STYLESHEETS = tuple(
    f"ridgeway/{name}.css"
    for name in ("base", "page", "acts", "drawings", "sheets", "paper", "screens", "print")
)


@lru_cache(256)
def static(path: str) -> str:
    """The address of a file of ours, with a digest so that browsers may keep it for long.

    Fonts are left plain: stylesheets name them too, and one file must have one address.
    """
    address = f"{settings.STATIC_URL}{path}"
    if path.endswith(".woff2"):
        return address
    digest = hashlib.sha256((STATIC_DIR / path).read_bytes()).hexdigest()
    return f"{address}?v={digest[:12]}"


@lru_cache(4096)
def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named route; fails loudly when the name or its arguments are wrong."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def environment(**options: Any) -> Environment:
    """Autoescaping, strict about undefined names, with our filters; `options` come from Django.

    `shell` is the bare frame until a view passes its own: an error page may have nothing else.
    """
    options["undefined"] = StrictUndefined
    options["autoescape"] = True
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    made = Environment(**options)  # noqa: S701 - autoescape is forced on above
    made.globals.update(
        url=url,
        static=static,
        label=labels.label,
        stylesheets=STYLESHEETS,
        shell=Shell(),
        answer_of=wording.answer_of,
        tally_words=wording.tally_words,
        not_held=wording.not_held,
        held_value=pieces.held,
        state_badge=pieces.badge,
        options=pieces.options,
    )
    made.filters.update(
        long_date=wording.long_date,
        plain_date=wording.plain_date,
        short_date=wording.short_date,
        clock_time=wording.clock_time,
        relative_days=wording.relative_days,
        plural=wording.plural,
        clause=wording.clause,
        listed=wording.listed,
        pounds=wording.pounds,
        initial_capital=wording.initial_capital,
        address=wording.address,
        at_words=wording.at_words,
        at_address=wording.at_address,
        said=wording.said,
        calendar_name=wording.calendar_name,
        worded=wording.worded,
        stages=labels.staged,
    )
    return made
