"""Progress towards readiness on the Testing tab: told, late, and as it stood before."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from ridgeway import clock
from ridgeway.governance.codes.models import Account
from tests.governance.golive.test_parties import BUILT, REPORT, party, report, speaker
from tests.governance.golive.test_progress import LATER, ask, tell
from tests.governance.releases.conftest import Scene
from tests.governance.releases.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers
from tests.web.pages.conftest import BACKEND, form_of
from tests.web.releases.conftest import words

READY = "Update the Panel on progress towards readiness"


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


@covers("F-089", "F-094")
@pytest.mark.parametrize("tab", ["", "/plan", "/testing"])
def test_a_close_rhythm_is_folded_to_the_last_one_kept_and_the_next_few(
    scene: Scene, client: Client, monkeypatch: pytest.MonkeyPatch, tab: str
) -> None:
    release = scene.plan(slot="june", year=2027, audience="public")
    ask(scene, release, every=2, unit="weeks", first_due_date="2026-03-16")
    for day in ("2026-03-16", "2026-03-30", "2026-04-13"):
        scene.on(dt.date.fromisoformat(day))
        tell(scene, release)
    monkeypatch.setattr(clock, "now", lambda: scene.world.at)
    page = client.get(f"/sec/releases/{release.slug}{tab}").content.decode()
    open_rows = page.partition("more updates")[0]
    listed = open_rows.count(f">{READY}</a>")
    assert listed == 4, "the last that was kept, and three to come"
    assert "30 more updates" in page
    if tab == "/plan":
        why = words(client, f"/sec/releases/{release.slug}/why/readiness-updates@2026-05-11")
        assert "One of these days is Mon 11 May 2026" in why
    assert "28 due, 2 kept" in page


@covers("F-235")
def test_a_party_reports_in_the_browser_and_the_public_reads_how_many(
    scene: Scene, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = scene.plan(slot="june", year=2027, audience="public")
    address = f"/sec/releases/{release.slug}/testing"
    acme, bolt = (speaker(scene.world, party(scene.world, key)) for key in ("acme", "bolt"))
    report(scene, release, bolt, on_track=False, concerns="No tester is free")
    monkeypatch.setattr(clock, "now", lambda: scene.world.at)
    mine = Client()
    mine.force_login(Account.objects.get(pk=acme.account_id), backend=BACKEND)
    assert "Report a Party’s own readiness" in words(mine, address)
    form = f"/acts/{REPORT}/{release.id}"
    page = mine.get(form).content.decode()
    asked = ('name="progress"' in page, 'name="party"' in page, "reported_date" in page)
    assert asked == (True, False, False)
    given = {**form_of(page), "on_track": "yes", "progress": BUILT["progress"]}
    assert mine.post(form, given).status_code == 302
    said = words(mine, address)
    assert "1 on track for Thu 24 Jun 2027, 1 not on track." in said
    assert "Acme Energy" in said
    assert "No tester is free" not in said
    assert "Acme Energy" not in words(client, address)
    assert "1 on track for Thu 24 Jun 2027, 1 not on track." in words(client, address)
