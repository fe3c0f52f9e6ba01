"""Views of the register that somebody keeps under names: theirs alone, whatever their role."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower

from ridgeway.governance import prepared
from ridgeway.governance.actor import Actor
from ridgeway.governance.releases.models import SavedView

MOST = 20
"""Views of one person under one code: what can be overlooked at a glance."""

LONGEST_NAME = 60


class NotSaved(ValueError):
    """A view that is not saved under this name; the message says why and what would be."""


class View(NamedTuple):
    """A view as its owner sees it; `query` is what stands in its address."""

    id: str
    name: str
    query: str


def views_of(actor: Actor, code_id: str) -> tuple[View, ...]:
    """One's own views by name, in one query; without any for who is not signed in."""
    if not actor.is_known:
        return ()
    rows = prepared.rows(_own, account=actor.account_id, code=code_id)
    return tuple(View(*values) for values in rows)


def _own(account: str, code: str) -> QuerySet[Any, Any]:
    rows = SavedView.objects.filter(account_id=account, code_id=code)
    return rows.order_by(Lower("name")).values_list("id", "name", "query")


def view_of(actor: Actor, code_id: str, view_id: str) -> View | None:
    """One's own view; there is none where it is somebody else's."""
    return next((it for it in views_of(actor, code_id) if it.id == view_id), None)


def save_view(actor: Actor, code_id: str, query: str, name: str) -> None:
    """Keep a query under a name. Raises NotSaved when there are too many or the name is taken."""
    if not query:
        raise NotSaved("There is nothing to keep: narrow, sort or choose columns first")
    if len(views_of(actor, code_id)) >= MOST:
        raise NotSaved(f"You have {MOST} views, which is the most; remove one of them first")
    _kept(SavedView(account_id=actor.account_id, code_id=code_id, name=name, query=query))


def rename_view(view: View, name: str) -> None:
    """Call one's own view otherwise. Raises NotSaved when another one has that name."""
    row = SavedView.objects.filter(pk=view.id).first()
    if row is not None:
        row.name = name
        _kept(row)


def remove_view(view: View) -> None:
    """Forget one's own view."""
    SavedView.objects.filter(pk=view.id).delete()


def _kept(row: SavedView) -> None:
    """Names are told apart by the database, which also sees what is saved at the same moment."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise NotSaved(
            f"You have a view called “{row.name}” already; take another name, or remove that one"
        ) from None
