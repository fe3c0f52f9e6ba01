"""Any Party comments, on the page or through the helpdesk; each comment is considered."""

from __future__ import annotations

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.actor import PUBLIC
from ridgeway.governance.baselines.models import Comment
from ridgeway.governance.codes.visibility import visible
from tests.governance.baselines.conftest import Desk
from tests.marks import covers


@covers("F-056")
def test_a_party_comments_on_the_page_and_through_the_helpdesk(desk: Desk) -> None:
    document = desk.complete()
    desk.of("party", "document.comment", document, text="Why so late?", part="rid-timescales")
    desk.act("document.comment", document, text="Which devices?", by_name="A Supplier")
    first, second = Comment.objects.order_by("number")
    assert (first.channel, first.part, first.number) == ("page", "rid-timescales", 1)
    assert first.by_name == desk.scene.world.actors["party"].name
    assert (second.channel, second.by_name) == ("helpdesk", "A Supplier")
    assert not visible(Comment, PUBLIC).exists()


def test_a_comment_of_nobody_or_on_no_part_is_refused(desk: Desk) -> None:
    document = desk.complete()
    with pytest.raises(Refused, match="whose comment"):
        desk.act("document.comment", document, text="Hm")
    with pytest.raises(Refused, match="has no part 'x'"):
        desk.of("party", "document.comment", document, text="Hm", part="x")


@covers("F-057")
def test_the_body_considers_each_comment_before_it_approves(desk: Desk) -> None:
    document = desk.complete()
    desk.of("party", "document.comment", document, text="Why so late?")
    with pytest.raises(Refused) as refused:
        desk.put()
    [reason] = refused.value.verdict.blocking
    assert (reason.key, reason.cleared_by) == ("comments", ("SEC Panel",))
    comment = Comment.objects.get()
    given = {"disposition": "partly-accepted", "answer": "The second window moves."}
    with pytest.raises(Refused, match="It is the SEC Panel"):
        desk.act("comment.dispose", comment, **given, body=desk.scene.world.bodies["tag"].id)
    panel = desk.scene.world.bodies["panel"].id
    desk.of("chair", "comment.dispose", comment, **given, body=panel)
    comment.refresh_from_db()
    assert (comment.disposition, comment.considered_by_id) == ("partly-accepted", panel)
    with pytest.raises(Refused, match="considered already"):
        desk.act("comment.dispose", comment, **given, body=panel)
    assert desk.put().state == "open"
