"""Views of the register that somebody keeps: opened by a link, called otherwise, removed."""

from __future__ import annotations

import pytest
from django.test import Client

from ridgeway.governance.releases import saved_views
from ridgeway.governance.releases.models import SavedView
from ridgeway.governance.releases.saved_views import NotSaved
from tests.governance.conftest import World
from tests.marks import covers
from tests.web.pages.conftest import Reader, counted

VIEWS, REGISTER = "/sec/views", "/sec/modifications"
QUERY = "stage=refinement&sort=-raised&columns=title,cost"


@pytest.fixture
def member(reader: Reader) -> Client:
    return reader("member")


def save(client: Client, name: str, query: str = QUERY) -> str:
    """What the next page says once a view was saved."""
    answer = client.post(f"{VIEWS}?{query}", {"name": name})
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer["Location"]).content.decode()


def the_view() -> SavedView:
    return SavedView.objects.get()


@covers("F-099")
def test_a_view_is_saved_under_a_name_and_opens_by_a_plain_link(member: Client) -> None:
    page = save(member, "  In refinement ")
    assert "“In refinement” is saved among your views" in page
    assert the_view().query == "stage=refinement&sort=-raised&columns=reference,title,cost"
    address = f"{REGISTER}?{the_view().query}".replace("&", "&amp;")
    assert f'<a href="{address}" aria-current="page">In refinement</a>' in page
    bare = member.get(REGISTER).content.decode()
    assert f'<a href="{address}">In refinement</a>' in bare


def test_the_register_offers_to_save_what_is_asked_to_whoever_is_signed_in(
    reader: Reader, member: Client
) -> None:
    for headers in ({}, {"HX-Request": "true"}):
        asked = f"{REGISTER}?{QUERY}&page=2"
        html = member.get(asked, headers=headers).content.decode()
        assert f'href="{VIEWS}?stage=refinement&amp;sort=-raised&amp;columns=' in html
        assert "Save this view" not in member.get(REGISTER, headers=headers).content.decode()
        assert "Save this view" not in reader("public").get(asked, headers=headers).content.decode()


def test_the_form_says_what_is_kept_and_suggests_a_name(member: Client) -> None:
    html = member.get(f"{VIEWS}?stage=refinement&sort=-raised").content.decode()
    assert "It shows: Stage: refinement · Sorted by raised, descending" in html
    assert 'value="refinement"' in html


@pytest.mark.parametrize(
    ("name", "query", "why"),
    [
        ("", QUERY, "Enter the name"),
        ("   ", QUERY, "Enter the name"),
        ("x" * 61, QUERY, "60"),
        ("Mine", "", "There is nothing to keep"),
        ("Mine", "page=3", "There is nothing to keep"),
        ("Mine", "sort=colour&columns=smell", "There is nothing to keep"),
    ],
)
def test_what_cannot_be_saved_says_why_and_keeps_what_was_typed(
    member: Client, name: str, query: str, why: str
) -> None:
    answer = member.post(f"{VIEWS}?{query}", {"name": name})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert why in html
    assert f'value="{name.strip() and name}"' in html
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("name", ["Mine", "mine", " MINE "])
def test_the_same_name_asked_twice_is_answered_clearly(member: Client, name: str) -> None:
    save(member, "Mine")
    answer = member.post(f"{VIEWS}?q=meter", {"name": name})
    assert answer.status_code == 422
    assert f"You have a view called “{name.strip()}” already" in answer.content.decode()
    assert the_view().query != "q=meter"


def test_two_people_may_use_the_same_name(reader: Reader, member: Client) -> None:
    save(member, "Mine")
    save(reader("auditor"), "Mine", "q=meter")
    assert "q=meter" not in member.get(VIEWS).content.decode()


def test_there_are_only_so_many(member: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST", 2)
    save(member, "One")
    save(member, "Two")
    answer = member.post(f"{VIEWS}?{QUERY}", {"name": "Three"})
    assert answer.status_code == 422
    assert "You have 2 views, which is the most" in answer.content.decode()


def test_a_view_is_called_otherwise(member: Client) -> None:
    save(member, "One")
    save(member, "Two", "q=meter")
    one = SavedView.objects.get(name="One")
    form = member.get(f"{VIEWS}/{one.id}").content.decode()
    assert 'value="One"' in form
    taken = member.post(f"{VIEWS}/{one.id}", {"name": "two"})
    assert taken.status_code == 422
    assert "You have a view called “two” already" in taken.content.decode()
    assert member.post(f"{VIEWS}/{one.id}", {"name": "ONE"}).status_code == 302
    done = member.post(f"{VIEWS}/{one.id}", {"name": "Newest"}, follow=True)
    assert "“ONE” is now called “Newest”" in done.content.decode()
    assert set(SavedView.objects.values_list("name", flat=True)) == {"Newest", "Two"}


def test_a_view_is_removed(member: Client) -> None:
    save(member, "One")
    done = member.post(f"{VIEWS}/{the_view().id}/remove", follow=True)
    assert "“One” is removed from your views" in done.content.decode()
    assert not SavedView.objects.exists()
    assert "No view is saved" in member.get(VIEWS).content.decode()


@covers("F-261")
@pytest.mark.parametrize(("method", "tail"), [("GET", ""), ("POST", ""), ("POST", "/remove")])
def test_anothers_view_answers_as_one_that_is_missing(
    reader: Reader, member: Client, method: str, tail: str
) -> None:
    save(member, "One")
    other = reader("code-administrator")
    for view_id in (the_view().id, "nosuch", "a%00b"):
        answer = other.generic(method, f"{VIEWS}/{view_id}{tail}")
        assert answer.status_code == 404
    assert the_view().name == "One"
    assert "One" not in other.get(VIEWS).content.decode()


def test_a_view_belongs_to_one_code(world: World, member: Client) -> None:
    save(member, "One")
    actor = world.actors["member"]
    assert saved_views.view_of(actor, world.code.id, the_view().id)
    assert saved_views.view_of(actor, "another", the_view().id) is None


def test_a_view_with_a_value_that_is_no_more_says_what_is_left_out(member: Client) -> None:
    save(member, "Old")
    SavedView.objects.update(query="stage=refinement&sort=colour&columns=title,smell")
    for address in (VIEWS, f"{REGISTER}?{the_view().query}"):
        html = member.get(address).content.decode()
        assert "“Sort by” was left out" in html
        assert "Column “smell” was left out" in html
        assert "tage: refinement" in html


def test_names_are_told_apart_by_the_database(world: World) -> None:
    """Two windows may ask at the same moment, so looking before is not enough."""
    actor, code = world.actors["member"], world.code.id
    saved_views.save_view(actor, code, "q=a", "Mine")
    with pytest.raises(NotSaved, match="already"):
        saved_views.save_view(actor, code, "q=b", "mine")
    assert the_view().query == "q=a"


def test_views_cost_one_query_to_whoever_is_signed_in_and_none_to_the_public(
    reader: Reader, member: Client
) -> None:
    for client, most in ((reader("public"), 0), (member, 1)):
        client.get(REGISTER)
        with counted() as statements:
            client.get(REGISTER)
        assert sum("savedview" in sql for sql in statements) == most
    save(member, "One")
    member.get(REGISTER)
    with counted() as few:
        member.get(REGISTER)
    for number in range(9):
        save(member, f"View {number}")
    member.get(REGISTER)
    with counted() as many:
        member.get(REGISTER)
    assert len(many) == len(few)
