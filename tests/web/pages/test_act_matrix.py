"""Every act × people of the demo: its form opens, and nonsense changes nothing."""

from __future__ import annotations

import pytest

from ridgeway.governance.acts import ACTS
from ridgeway.governance.record.models import Event
from tests.web.pages.conftest import visitor

pytestmark = pytest.mark.usefixtures("demo", "db")


@pytest.mark.parametrize("name", sorted(ACTS))
@pytest.mark.parametrize("who", ["administrator", "member", "root"])
def test_every_form_opens_and_takes_nonsense_without_breaking(name: str, who: str) -> None:
    client = visitor(who)
    declared = ACTS[name]
    subject = declared.noun._default_manager.first()
    address = f"/acts/{name}/{subject.pk if subject else 'nosuch'}"
    opened = client.get(address)
    assert opened.status_code in (200, 404)
    before = Event.objects.count()
    for typed in (
        {},
        dict.fromkeys(declared.given.model_fields, "\u0000<script>alert(1)</script>"),
        dict.fromkeys(declared.given.model_fields, "9" * 400),
        {"more": "statements", "statements-999-text": "x", "version": "x", "key": "k" * 500},
    ):
        answer = client.post(address, {**typed, "told_for": "no-such-body"})
        assert answer.status_code in (200, 404, 409, 413, 422, 403), answer.status_code
        assert b"<script>alert" not in answer.content
    assert Event.objects.count() == before
