"""Readers of release pages, over the whole demo or a small code with as much scope as wanted."""

from __future__ import annotations

import html
import re
from typing import Protocol

import pytest
from django.test import Client

from ridgeway.governance.releases.models import Release
from tests.demo.conftest import demo as demo  # noqa: PLC0414
from tests.governance.conftest import world as world  # noqa: PLC0414
from tests.governance.releases.conftest import SOURCE, Scene
from tests.governance.releases.conftest import scene as scene  # noqa: PLC0414

NOVEMBER = "/sec/releases/november-2019-sec-release"
DATES = [
    {"status": "by-rule", "go_live_date": "2027-11-04", "clause": "section 3"},
]


class Filled(Protocol):
    def __call__(self, count: int, audience: str = "public", /) -> str: ...


def words(client: Client, address: str, status: int = 200) -> str:
    """What a page says in its main part, without markup and with single blanks."""
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    text = answer.content.decode()
    main = re.sub(r"<[^>]+>", " ", text[text.index("<main") :])
    squeezed = re.sub(r"\s+", " ", html.unescape(main))
    return re.sub(r" ([,.;:)])", r"\1", squeezed)


@pytest.fixture
def filled(scene: Scene) -> Filled:
    """A public release with as many modifications in its scope as asked for; its address."""

    def made(count: int, audience: str = "public", /) -> str:
        scope = []
        for number in range(1, count + 1):
            reference = f"MP{number:03}"
            scene.modification(reference, audience="public", stage="implemented")
            scope.append({"reference": reference, "relation": "approved"})
        given = {
            "kind": "system",
            "state": "scoped",
            "audience": audience,
            "dates": DATES,
            "scope": scope,
        }
        done = scene.act("release.adopt", scene.world.code, SOURCE, **given)
        return f"/sec/releases/{Release.objects.get(pk=done.subject_id).slug}"

    return made
