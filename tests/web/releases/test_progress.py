"""Progress towards readiness on the Testing tab: told, late, and as it stood before."""

from __future__ import annotations

from django.test import Client

from tests.governance.golive.test_progress import LATER, ask, tell
from tests.governance.releases.conftest import Scene
from tests.governance.releases.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers
from tests.web.releases.conftest import words


@covers("F-094")
def test_the_testing_tab_shows_what_was_told_and_what_is_late(scene: Scene, client: Client) -> None:
    release = scene.plan(slot="june", year=2027, audience="public")
    address = f"/sec/releases/{release.slug}/testing"
    assert "No progress was told" in words(client, address)
    ask(scene, release)
    scene.on(LATER)
    tell(
        scene, release, due_date="2026-05-15", reported_date="2026-05-14", on_track=False,
        concerns="A fix is awaited",
    )  # fmt: skip
    said = words(client, address)
    assert "asked on Mon 2 Mar 2026 for an update every month from Wed 15 Apr 2026" in said
    assert "Two of four phases are closed What stands in the way: A fix is awaited" in said
    assert "Not on track" in said
    assert "Update the Panel on progress towards readiness Due Wed 15 Apr 2026" in said
