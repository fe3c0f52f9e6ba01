"""`?as_at=` beside releases: consultations, freezes, change requests, costs of a modification."""

from __future__ import annotations

import datetime as dt
import html as markup
import re

import pytest
from django.test import Client

from ridgeway.governance.consultations.models import Consultation, Response
from ridgeway.governance.control.models import Freeze
from ridgeway.governance.directions.models import Direction
from ridgeway.governance.notices.models import Notice
from tests.governance.control.conftest import ADOPTED, Scene
from tests.governance.control.conftest import scene as scene  # noqa: PLC0414
from tests.governance.costs.conftest import SIX
from tests.marks import covers
from tests.web.pages.conftest import Reader, counted

BANNER = "You are reading the record as it stood then."
BEFORE, ON, AFTER = "2026-03-01T12:00", "2026-03-02T18:00", "2026-06-01T12:00"
OFFERED = ("What may be done", "Next step", "Respond</button>", "Put it to the body")


def read(client: Client, address: str, moment: str = "", status: int = 200) -> str:
    answer = client.get(address, {"as_at": moment} if moment else {})
    assert answer.status_code == status, (address, moment, answer.status_code)
    text = markup.unescape(answer.content.decode()).replace("\xa0", " ")
    assert (BANNER in text) is bool(moment and status == 200)
    return text[text.index("<main") :]


@pytest.fixture
def frozen(scene: Scene) -> Freeze:
    """Proposed and put to consultation on 2 March; everything else came later."""
    freeze = scene.propose(audience="public")
    row = scene.consult(freeze)
    scene.on(dt.date(2026, 3, 4))
    response = scene.respond(row)
    span = {"first_date": "2027-11-01", "last_date": "2027-11-29"}
    scene.do("freeze.revise", freeze, rationale="Other words", **span)
    scene.close(row)
    scene.consider(response)
    scene.do("consultation.conclude", row, outcome="Words of an outcome")
    scene.vote(scene.put(freeze, "change-freeze"))
    freeze.refresh_from_db()
    return freeze


@covers("F-257")
@pytest.mark.parametrize("role", ["code-administrator", "member", "public"])
def test_a_freeze_and_its_consultation_read_as_they_stood(
    frozen: Freeze, reader: Reader, role: str
) -> None:
    client, asked = reader(role), Consultation.objects.get()
    page = read(client, f"/freezes/{frozen.id}", ON)
    assert "Autumn stability" in page
    assert "Meters are installed" in page
    assert "30 Nov 2027" in page
    assert "Other words" not in page
    assert "Not put to the body yet" in page
    assert "0 responses, 0 considered" in page
    assert f'href="/consultations/{asked.id}?as_at=2026-03-02T18%3A00"' in page
    assert 'href="/sec/control?as_at=2026-03-02T18%3A00"' in page
    about = read(client, f"/consultations/{asked.id}", ON)
    assert "Words of an outcome" not in about
    assert "No response yet" in about
    for text in (page, about):
        assert [word for word in OFFERED if word in text] == []
    for address in (f"/freezes/{frozen.id}", f"/consultations/{asked.id}"):
        read(client, address, BEFORE, 404)


@covers("F-257")
@pytest.mark.parametrize("role", ["code-administrator", "member", "party", "public"])
@pytest.mark.parametrize("number", range(4))
def test_at_this_moment_it_is_the_present(
    frozen: Freeze, reader: Reader, role: str, number: int
) -> None:
    asked = Consultation.objects.get()
    addresses = (f"/freezes/{frozen.id}", f"/consultations/{asked.id}", "/sec/control",
                 "/sec/consultations")  # fmt: skip
    client, address = reader(role), addresses[number]
    now, then = (shown(read(client, address, at)) for at in ("", AFTER))
    assert then
    assert [line for line in then if line not in now] == []


def shown(page: str) -> list[str]:
    """The lines of a page's content that tell something, without what may be done about it and the
    field that says which moment was chosen."""
    part = page[page.index('<div class="page">') : page.index('<form class="filters then"')]
    lines = part.replace("?as_at=2026-06-01T12%3A00", "").splitlines()
    return [line for line in lines if re.sub(r"<[^>]*>", "", line).strip()]


@covers("F-257")
def test_ones_own_response_of_then_is_shown_to_oneself_and_to_no_other(
    frozen: Freeze, reader: Reader
) -> None:
    del frozen
    asked, sent = Consultation.objects.get(), Response.objects.get()
    assert sent.confidential
    address = f"/consultations/{asked.id}"
    between = "2026-03-05T12:00"
    for role, seen in (("party", True), ("code-administrator", True), ("public", False)):
        page = read(reader(role), address, between)
        assert ('id="response-1"' in page) is seen
        assert "The span is kept" not in page


def test_a_freeze_that_was_closed_since_is_missing_in_its_past_too(
    frozen: Freeze, reader: Reader
) -> None:
    Freeze.objects.update(audience="administration")
    read(reader("public"), f"/freezes/{frozen.id}", ON, 404)
    assert "Autumn stability" not in read(reader("public"), "/sec/control", ON)
    assert "Autumn stability" in read(reader("code-administrator"), "/sec/control", ON)


@covers("F-257")
def test_a_change_request_reads_as_it_stood(scene: Scene, reader: Reader) -> None:
    scene.do("policy.adopt", scene.world.code, text=ADOPTED)
    scene.baseline()
    row = scene.raise_change(go_live_date="2027-11-18")
    scene.on(dt.date(2026, 3, 9))
    scene.do("change.withdraw", row, reason="Words of a withdrawal")
    client = reader("code-administrator")
    page = read(client, f"/changes/{row.id}", ON)
    assert "A later day" in page
    assert "Words of a withdrawal" not in page
    assert 'as_at=2026-03-02T18%3A00">November 2027' in page
    assert [word for word in OFFERED if word in page] == []
    assert "Words of a withdrawal" in read(client, f"/changes/{row.id}", AFTER)
    tab = f"/sec/releases/{scene.release.slug}/decisions"
    assert "A later day" in read(client, tab, ON)
    assert "A later day" not in read(client, tab, BEFORE, 404)


@covers("F-257")
def test_the_costs_of_a_modification_read_as_they_stood(scene: Scene, reader: Reader) -> None:
    scene.modification("MP100", audience="public")
    row = scene.world.code.modifications.get()
    for day, note in ((2, "First words"), (9, "Later words")):
        scene.on(dt.date(2026, 3, day))
        scene.do(
            "modification.estimate-cost", row, stated_by="dcc", lines=SIX, note=note,
            audience="public",
        )  # fmt: skip
    client = reader("code-administrator")
    page = read(client, "/sec/costs/MP100", ON)
    assert "First words" in page
    assert "Later words" not in page
    assert "Challenge</a>" not in page
    assert 'href="/sec/modifications/MP100?as_at=2026-03-02T18%3A00"' in page
    assert "Later words" in read(client, "/sec/costs/MP100", AFTER)


def test_a_notice_reads_as_it_stood(frozen: Freeze, scene: Scene, reader: Reader) -> None:
    notice = Notice.objects.filter(subject_id=frozen.id).latest("owed_at")
    told_at = scene.world.at
    client, address = reader("code-administrator"), f"/notices/{notice.id}"
    scene.on(told_at.date() + dt.timedelta(days=3))
    scene.do("notice.withdraw", notice, reason="Words of a withdrawal")
    then = (told_at + dt.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    page = read(client, address, then)
    assert notice.title in page
    assert "Withdrawn" not in page
    assert [word for word in OFFERED if word in page] == []
    assert "Withdrawn" in read(client, address)
    read(client, address, ON, 404)


@covers("F-004", "F-257")
def test_a_directed_change_reads_as_it_stood(scene: Scene, reader: Reader) -> None:
    done = scene.do(
        "direction.register", scene.world.code, title="Maximum demand", text="First words",
        made_date="2026-02-20", effective_date="2027-11-05",
    )  # fmt: skip
    row = Direction.objects.get(pk=done.subject_id)
    scene.on(dt.date(2026, 3, 9))
    scene.do("direction.deliver-in", row, release=scene.release.id)
    client, address = reader("code-administrator"), f"/directions/{row.id}"
    page = read(client, address, ON)
    assert "no release" in page
    assert [word for word in OFFERED if word in page] == []
    assert "November 2027 SEC Release</a>" in read(client, address, AFTER)
    read(client, address, BEFORE, 404)
    assert f'href="/directions/{row.id}?as_at=2026-03-02T18%3A00"' in read(
        client, "/sec/directions", ON
    )


def test_the_policies_of_then_are_those_adopted_by_then(scene: Scene, reader: Reader) -> None:
    scene.on(dt.date(2026, 3, 9))
    scene.do("policy.adopt", scene.world.code, text=ADOPTED)
    client = reader("public")
    for address in ("/sec/policy", "/sec/responsibilities"):
        was, later, now = (rows(read(client, address, at)) for at in (ON, AFTER, ""))
        assert was != later == now, address


def rows(page: str) -> str:
    return page[page.index("<tbody>") : page.index("</tbody>")]


def test_the_past_costs_no_query_for_each_response(frozen: Freeze, reader: Reader) -> None:
    del frozen
    asked, client = Consultation.objects.get(), reader("code-administrator")
    read(client, f"/consultations/{asked.id}", ON)
    counts = []
    for moment in (ON, AFTER):
        with counted() as statements:
            read(client, f"/consultations/{asked.id}", moment)
        counts.append(len(statements))
    assert counts[1] - counts[0] <= 4
