"""Finds the account of a session, its person and what they hold, with one query."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from ridgeway.governance import prepared
from ridgeway.governance.actor import TERM
from ridgeway.governance.codes.models import Account, Person

ACCOUNT = tuple(field.attname for field in Account._meta.concrete_fields)
PERSON = tuple(field.attname for field in Person._meta.concrete_fields)


class AccountBackend(ModelBackend):
    """Django's own backend, with a quicker way to the account and its person."""

    def get_user(self, user_id: Any) -> Account | None:
        """The account, if it may sign in; Django then holds the session against its password."""
        rows = prepared.rows(_with_terms, account=str(user_id))
        if not rows:
            return None
        account = Account.from_db(None, ACCOUNT, rows[0][: len(ACCOUNT)])
        account.person = Person.from_db(None, PERSON, rows[0][len(ACCOUNT) : -len(TERM)])
        terms = (row[-len(TERM) :] for row in rows)
        account.terms = tuple(term for term in terms if term[-2] is not None)
        return account if self.user_can_authenticate(account) else None


def account_named(username: str) -> Account | None:
    """The open account of this name."""
    return Account.objects.filter(username=username, is_active=True).first()


def _with_terms(account: str) -> QuerySet[Any, Any]:
    """A row for each appointment, or one with none."""
    person = (f"person__{name}" for name in PERSON)
    terms = (f"person__appointments__{name}" for name in TERM)
    return Account.objects.filter(pk=account).values_list(*ACCOUNT, *person, *terms)
