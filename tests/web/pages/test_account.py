"""One's own account: sessions seen and ended, a password changed, or chosen anew by a link."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from ridgeway.entrance import last_use, passwords
from ridgeway.governance.codes.models import Account, PasswordLink, Person, SignIn
from ridgeway.governance.record.models import Event
from ridgeway.governance.record.verify import verify_record
from tests.governance.conftest import WORD, World
from tests.marks import covers

NEW = "another-long-password"
CHANGE = {"old_password": WORD, "new_password": NEW, "new_password_again": NEW}
CHOSEN = {"new_password": NEW, "new_password_again": NEW}


def account_of(world: World, role: str) -> Account:
    return Account.objects.get(pk=world.actors[role].account_id)


def signed_in(world: World, role: str, word: str = WORD, browser: str = "A browser") -> Client:
    client = Client(headers={"user-agent": browser})
    said = {"username": account_of(world, role).username, "password": word}
    assert client.post("/sign-in", said).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/account").status_code == 200


def said(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


@covers("F-261")
def test_the_page_says_who_one_is_and_what_one_holds(world: World) -> None:
    html = said(signed_in(world, "member"), "/account")
    assert account_of(world, "member").username in html
    assert "Committee" not in html
    assert "Member" in html
    assert "SEC Panel" in html
    assert "this session" in html


@covers("F-261")
def test_each_session_is_seen_and_one_is_ended_without_the_others(world: World) -> None:
    here, phone, desk = (signed_in(world, "member", browser=b) for b in ("A", "Phone", "Desk"))
    html = here.get("/account").content.decode()
    assert html.index("this session") < html.index("Phone")
    phones = SignIn.objects.get(browser="Phone")
    assert here.post("/account/sessions", {"session": phones.id}).status_code == 302
    assert "The session has ended." in said(here, "/account")
    assert (is_in(here), is_in(phone), is_in(desk)) == (True, False, True)
    assert here.post("/account/sessions").status_code == 302
    assert (is_in(here), is_in(desk)) == (True, False)


def test_nobody_ends_the_session_of_somebody_else(world: World) -> None:
    mine, theirs = signed_in(world, "member"), signed_in(world, "chair", browser="Theirs")
    of_theirs = SignIn.objects.get(browser="Theirs")
    mine.post("/account/sessions", {"session": of_theirs.id})
    assert is_in(theirs)
    assert "ended already" in said(mine, "/account")


@covers("F-261")
def test_a_change_ends_every_other_session_and_this_one_goes_on(world: World) -> None:
    here, other = signed_in(world, "member"), signed_in(world, "member")
    assert here.post("/account/password", CHANGE).status_code == 302
    assert "Your password is changed" in said(here, "/account")
    assert not is_in(other)
    assert SignIn.objects.filter(account=account_of(world, "member")).count() == 1
    signed_in(world, "member", NEW)
    answer = Client().post(
        "/sign-in", {"username": account_of(world, "member").username, "password": WORD}
    )
    assert answer.status_code == 422


@covers("F-261")
def test_a_change_is_on_the_record_and_the_password_is_not(world: World) -> None:
    signed_in(world, "member").post("/account/password", CHANGE)
    entry = Event.objects.latest("id")
    assert entry.act == "account.set-password"
    assert entry.actor_id == world.actors["member"].person_id
    account = account_of(world, "member")
    assert entry.subject_id == account.id
    for hidden in (NEW, WORD, account.password):
        assert hidden.encode() not in bytes(entry.body)
    assert list(verify_record([]).faults()) == []


WRONG = [
    ({}, "Enter the present password"),
    (CHANGE | {"old_password": "not it at all"}, "That is not the present password"),
    (CHANGE | {"new_password": "short", "new_password_again": "short"}, "too short"),
    (CHANGE | {"new_password": "q1w2e3r4t5y6"}, "common"),
    (CHANGE | {"new_password_again": "something-else-1"}, "not the same"),
    (CHANGE | {"new_password": "x" * 100_000}, "200"),
    (CHANGE | {"new_password": "with\0nothing-in-it"}, "cannot be printed"),
]


@covers("F-261")
@pytest.mark.parametrize(("typed", "why"), WRONG)
def test_what_is_wrong_with_a_change_is_said_and_nothing_changes(
    world: World, typed: dict[str, str], why: str
) -> None:
    client = signed_in(world, "member")
    before = account_of(world, "member").password
    answer = client.post("/account/password", typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert why in html
    assert NEW not in html
    assert account_of(world, "member").password == before
    assert is_in(client)


def test_wrong_old_passwords_lock_like_wrong_sign_ins(world: World) -> None:
    client = signed_in(world, "member")
    guess = CHANGE | {"old_password": "guessed"}
    answers = [client.post("/account/password", guess).status_code for _ in range(9)]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_the_act_is_for_the_entrance_alone(world: World) -> None:
    account = account_of(world, "member")
    for role in ("member", "installation-administrator"):
        client = Client()
        client.force_login(
            account_of(world, role), backend="ridgeway.entrance.accounts.AccountBackend"
        )
        answer = client.post(f"/acts/account.set-password/{account.id}", {"password": NEW})
        assert answer.status_code in (403, 404, 409, 422)
    assert account_of(world, "member").check_password(WORD)


# a forgotten password


def with_address(world: World, role: str) -> Account:
    account = account_of(world, role)
    Person.objects.filter(pk=account.person_id).update(email=f"{role}@example.org")
    return account


def asked(client: Client, username: str) -> str:
    answer = client.post("/password", {"username": username})
    assert answer.status_code == 200
    return re.sub(r'value="[^"]*"', "", answer.content.decode())


def word_for(account: Account) -> str:
    return passwords.word_of(PasswordLink.objects.filter(account=account).latest("asked_at").id)


@covers("F-261")
def test_asking_answers_the_same_for_an_account_and_for_none(world: World, client: Client) -> None:
    held = with_address(world, "member")
    without = account_of(world, "chair")
    answers = {asked(client, name) for name in (held.username, without.username, "nobody")}
    assert len(answers) == 1
    assert PasswordLink.objects.count() == 3
    assert list(PasswordLink.objects.exclude(account=None).values_list("account", flat=True)) == [
        held.id
    ]


@covers("F-261")
def test_a_link_sets_a_password_once_and_ends_every_session(world: World, client: Client) -> None:
    account = with_address(world, "member")
    elsewhere = signed_in(world, "member")
    asked(client, account.username)
    address = f"/password/{word_for(account)}"
    assert "Choose a new password" in said(client, address)
    weak = client.post(address, {"new_password": "short", "new_password_again": "short"})
    assert weak.status_code == 422
    assert client.post(address, CHOSEN)["Location"] == "/sign-in"
    assert not is_in(elsewhere)
    signed_in(world, "member", NEW)
    for answer in (client.get(address), client.post(address, CHOSEN)):
        assert answer.status_code == 404
        assert "This link opens nothing" in answer.content.decode()
    assert Event.objects.latest("id").act == "account.set-password"
    assert not [it for it in verify_record([]).faults() if "codes.account" in it]


def test_no_table_holds_the_word_of_a_link(world: World, client: Client) -> None:
    account = with_address(world, "member")
    asked(client, account.username)
    row = PasswordLink.objects.get(account=account)
    word = word_for(account)
    held = [str(getattr(row, f.attname)) for f in PasswordLink._meta.concrete_fields]
    assert word not in held
    assert passwords.link_of(word, row.asked_at) == row


ENDINGS = {
    "late": lambda row: PasswordLink.objects.update(expires_at=row.asked_at),
    "closed": lambda row: Account.objects.filter(pk=row.account_id).update(is_active=False),
    "used": lambda row: PasswordLink.objects.update(used_at=row.asked_at),
}


@pytest.mark.parametrize("how", ENDINGS)
def test_a_link_that_ended_opens_nothing(world: World, client: Client, how: str) -> None:
    account = with_address(world, "member")
    asked(client, account.username)
    word = word_for(account)
    ENDINGS[how](PasswordLink.objects.get(account=account))
    assert client.get(f"/password/{word}").status_code == 404
    assert client.post(f"/password/{word}", CHOSEN).status_code == 404
    assert account_of(world, "member").check_password(WORD)


@pytest.mark.parametrize("word", ["x", "../../x", "é" * 40, "x" * 5000, "%00"])
def test_a_word_that_is_none_opens_nothing(world: World, client: Client, word: str) -> None:
    del world
    assert client.get(f"/password/{word}").status_code == 404


def test_a_change_voids_the_links_that_are_out(world: World, client: Client) -> None:
    account = with_address(world, "member")
    asked(client, account.username)
    word = word_for(account)
    signed_in(world, "member").post("/account/password", CHANGE)
    assert client.get(f"/password/{word}").status_code == 404


def test_one_link_chosen_twice_at_once_sets_one_password(world: World, client: Client) -> None:
    from pydantic import SecretStr

    account = with_address(world, "member")
    asked(client, account.username)
    at = PasswordLink.objects.get(account=account).asked_at
    links = [passwords.link_of(word_for(account), at) for _ in range(2)]
    chosen = [passwords.choose(it, SecretStr(NEW), at) for it in links if it]
    assert chosen == [True, False]


@covers("F-261")
def test_one_name_gets_few_links_and_the_answer_stays_the_same(
    world: World, client: Client
) -> None:
    account = with_address(world, "member")
    answers = {asked(client, account.username) for _ in range(6)}
    assert len(answers) == 1
    sent = PasswordLink.objects.filter(account=account).count()
    assert sent == passwords.MOST_FOR_ONE_NAME


def test_one_place_asks_so_often_and_no_more(world: World, client: Client) -> None:
    del world
    for number in range(passwords.MOST_FROM_ONE_PLACE):
        asked(client, f"nobody-{number}")
    answer = client.post("/password", {"username": "nobody"})
    assert answer.status_code == 429
    assert "Too many links" in answer.content.decode()


# last use

AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0": "Firefox on Windows",
    "Mozilla/5.0 (X11; Linux x86_64) Chrome/129.0 Safari/537.36 Edg/129.0": "Edge on Linux",
    "Mozilla/5.0 (Linux; Android 14) Chrome/129.0 Mobile Safari/537.36": "Chrome on Android",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17 Safari/604": (
        "Safari on iPhone"
    ),
    "curl/8": "curl/8",
    "a\0b": "ab",
    "": "",
}


@pytest.mark.parametrize("agent", AGENTS)
def test_a_browser_is_called_what_people_call_it(agent: str) -> None:
    assert last_use.browser_named(agent) == AGENTS[agent]


def test_the_last_use_is_noted_every_few_minutes_only(world: World) -> None:
    signed_in(world, "member")
    row = SignIn.objects.get(account=account_of(world, "member"))
    for later, noted in ((1, row.used_at), (6, row.used_at + dt.timedelta(minutes=6))):
        last_use._note(row.session_key, row.used_at + dt.timedelta(minutes=later))
        row.refresh_from_db()
        assert row.used_at == noted


def test_signing_out_leaves_no_session_to_be_seen(world: World) -> None:
    client = signed_in(world, "member")
    client.post("/sign-out")
    assert not SignIn.objects.exists()
    assert not Session.objects.exists()
