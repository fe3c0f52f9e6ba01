"""Every page as everybody: nothing breaks, and what is hidden is as missing as what is not."""

from __future__ import annotations

import re

import pytest
from django.test import Client, override_settings

from ridgeway.governance import remembered
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.notices.models import Notice
from ridgeway.governance.record.models import Event
from tests.marks import covers
from tests.web.pages.conftest import counted, visitor

pytestmark = pytest.mark.usefixtures("demo", "db")

PEOPLE = ["", "administrator", "manager", "member", "party", "auditor", "root"]
PAGES = [
    "/",
    "/sign-in",
    "/sec",
    "/sec/modifications",
    "/sec/modifications?q=meter&stage=refinement&sort=-raised",
    "/sec/modifications/MP071",
    "/search",
    "/search?q=release&stay=1",
    "/sec/policy",
    "/sec/policy/sec-rmp/3.0",
    "/sec/policy/difference",
    "/sec/policy/difference?from=sec-rmp@3.0&to=sec-section-d@0.1",
    "/sec/record",
    "/sec/record?act=release.plan&role=code-administrator",
    "/sec/record?as_at=2019-11-08T17:00",
]


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_opens_for_everybody(who: str, address: str) -> None:
    answer = visitor(who).get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert html.count("<h1") == 1
    assert "</html>" in html


@pytest.mark.parametrize("who", PEOPLE[1:])
def test_today_opens_for_whoever_is_signed_in(who: str) -> None:
    assert visitor(who).get("/today").status_code == 200
    assert visitor().get("/today")["Location"].startswith("/sign-in?next=")


@pytest.mark.parametrize("who", PEOPLE)
def test_resolutions_and_notices_open_for_their_audience(who: str) -> None:
    client = visitor(who)
    for row in Resolution.objects.filter(audience="public"):
        assert client.get(f"/resolutions/{row.id}").status_code == 200
    for notice in Notice.objects.filter(audience="public")[:2]:
        assert client.get(f"/notices/{notice.id}").status_code == 200


HOSTILE = [
    "/sec/modifications?page=99999999999999999999",
    "/sec/modifications?page=-1&sort=;drop&size=0",
    "/sec/modifications?q=%00&stage=%00",
    "/sec/modifications?q=%F0%9F%8F%94%22%27%3Cscript%3E",
    "/sec/modifications?release=%00x",
    "/sec/modifications/%00",
    "/sec/modifications/../../etc",
    "/search?q=%00%22AND%22&page=0",
    "/search?q=MP*%20OR%20(&page=99999",
    "/sec/record?before=x&after=9999999999999999999999&subject=%00",
    "/sec/record?as_at=yesterday",
    "/sec/record?as_at=9999-12-31T23:59",
    "/sec/record/99999999999999999999999",
    "/sec/record/0",
    "/sec/policy/difference?from=%3Cb%3E&to=nothing",
    "/sec/policy/none/0",
    "/go/codes.account/x",
    "/go/a.b.c.d/%00",
    "/go/auth.user/1",
    "/resolutions/%00",
    "/notices/x",
    "/evidence/x/file",
    "/nosuch/modifications",
    "/sec/modifications.exe",
    "/acts/no.such/x",
]


@pytest.mark.parametrize("address", HOSTILE)
@pytest.mark.parametrize("who", ["", "administrator"])
def test_nothing_typed_into_an_address_breaks_a_page(who: str, address: str) -> None:
    answer = visitor(who).get(address)
    assert answer.status_code < 500
    assert b"<script>" not in answer.content.replace(b"<script src", b"")


@covers("F-263")
@pytest.mark.parametrize("who", ["", "party", "member"])
def test_hidden_and_missing_answer_with_the_same_page(who: str) -> None:
    hidden = Event.objects.filter(chain__key="sec", audience="administration").latest("seq").seq
    client = visitor(who)

    def shown(address: str) -> tuple[int, bytes]:
        answer = client.get(address)
        body = answer.content.replace(address.encode(), b"")
        # The token of the sign-out form is masked anew in every page, and the way back is named.
        body = re.sub(rb'(csrfmiddlewaretoken" value=|next=)[^>]*', b"", body)
        return answer.status_code, body

    pairs = [
        (f"/sec/record/{hidden}", "/sec/record/999999"),
        ("/installation", "/nosuch-thing"),
    ]
    for one, other in pairs:
        if client.get("/installation").status_code == 302 and one == "/installation":
            continue
        assert shown(one) == shown(other)
        assert shown(one)[0] == 404


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/sec/modifications", 20),
        ("/sec/record", 20),
        ("/sec/modifications/MP071", 21),  # most of them are read once for each entry
        ("/", 20),
    ],
)
def test_a_page_of_few_and_of_many_rows_takes_the_same_queries(address: str, most: int) -> None:
    client = visitor("member")
    client.get(address)
    remembered._made.clear()  # what the first reader left would serve the second
    with counted() as first:
        client.get(address)
    join = "&" if "?" in address else "?"
    remembered._made.clear()
    with counted() as again:
        client.get(f"{address}{join}size=3&x=1")
    assert len(first) == len(again)
    assert len(first) <= most


def test_a_page_that_is_only_read_sets_no_cookie_and_writes_nothing() -> None:
    client = Client()
    with counted() as statements:
        answer = client.get("/sec/modifications")
    assert not answer.cookies
    assert not [
        sql for sql in statements if not sql.lstrip().upper().startswith(("SELECT", "WITH"))
    ]


def test_a_way_that_an_address_does_not_take_is_named() -> None:
    answer = visitor().post("/sec/modifications")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert "does not take that kind of request" in answer.content.decode()


@covers("F-261")
def test_one_button_signs_in_as_a_kind_of_reader(client: Client) -> None:
    with override_settings(MODE="demo"):
        answer = client.post("/sign-in/demo", {"username": "chair"})
    assert answer["Location"] == "/today"
    assert "Cleo Example" in client.get("/today").content.decode()
