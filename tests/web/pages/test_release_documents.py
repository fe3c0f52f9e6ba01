"""The pages of a release's documents: as held for those who work on it, published for everybody."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.governance.baselines.conftest import Desk, desk, november, scene

__all__ = ["desk", "november", "scene"]
pytestmark = pytest.mark.django_db
BACKEND = "ridgeway.entrance.accounts.AccountBackend"


def client_of(desk: Desk, role: str) -> Client:
    from ridgeway.governance.codes.models import Account

    client = Client()
    account = Account.objects.get(pk=desk.scene.world.actors[role].account_id)
    client.force_login(account, BACKEND)
    return client


def test_pages(desk: Desk) -> None:
    document = desk.complete()
    desk.act("document.issue", document, comments="First draft")
    desk.approve()
    desk.modification("MP901")
    desk.scene.add(desk.release, "MP901", relation="approved")
    inside = client_of(desk, "code-administrator")
    base = f"/sec/releases/{desk.release.slug}"
    for path in (
        "rid",
        "rid.pdf",
        "documents/rid",
        "documents/tad",
        "documents/rid.docx",
        "documents/rid/versions/0.1",
        "documents/rid/versions/1.0",
        "documents/rid/versions/1.0/file.pdf",
        "documents/rid/changes",
        "documents/rid/changes?first=0.1&second=1.0",
        "documents/rid/changes.pdf",
    ):
        answer = inside.get(f"{base}/{path}")
        assert answer.status_code == 200, path
