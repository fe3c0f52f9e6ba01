"""A record with checkpoints, the key that signed them, and changes made behind Ridgeway's back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction

from ridgeway.core.record.note import SignerKey, new_signer_key
from ridgeway.governance.record import log
from ridgeway.governance.record.checkpoints import sign_chains
from ridgeway.governance.record.comparing import governed
from ridgeway.governance.record.models import INSTALLATION
from ridgeway.governance.record.rows import Audience, Row
from ridgeway.governance.record.verify import Verification, verify_record
from tests.governance.conftest import AT, World

Verify = Callable[..., Verification]


@pytest.fixture(scope="session")
def key() -> SignerKey:
    return new_signer_key("register.example")


@pytest.fixture
def verify(key: SignerKey) -> Verify:
    def run(**options: Any) -> Verification:
        return verify_record([key.verifier], **options)

    return run


@pytest.fixture
def signed(world: World, key: SignerKey) -> World:
    """The founded world with three seats, under a checkpoint of each chain."""
    for name in ("First", "Second", "Third"):
        world.do("seat.create", world.code, body=world.bodies["panel"].id, name=name)
    sign_chains(key, AT)
    return world


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside never happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def unguarded() -> Iterator[None]:
    """Inside, the triggers of the record are gone, as for whoever owns the database."""
    with undone():
        with connection.cursor() as cursor:
            for table in ("record_event", "record_checkpoint"):
                if connection.vendor == "sqlite":
                    cursor.execute(f"DROP TRIGGER {table}_no_update")
                    cursor.execute(f"DROP TRIGGER {table}_no_delete")
                else:
                    cursor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        yield


SAMPLES: dict[type[models.Field[Any, Any]], Any] = {
    models.DateField: dt.date(2019, 11, 29),
    models.DateTimeField: dt.datetime(2019, 11, 29, 9, tzinfo=dt.UTC),
    models.TimeField: dt.time(17),
    models.BooleanField: True,
    models.PositiveIntegerField: 3,
    models.PositiveSmallIntegerField: 3,
    models.BigIntegerField: 7,
    models.PositiveBigIntegerField: 3,
    models.IntegerField: 3,
    models.SmallIntegerField: 3,
    models.JSONField: {"said": ["é", 1, None, True]},
}


def sample(model: type[Row], number: int) -> Row:
    """A row with a value in every column, telling rows apart where the table demands it."""
    values: dict[str, Any] = {}
    for place, field in enumerate(model._meta.concrete_fields):
        if field.attname == "id":
            continue
        if field.attname == "salt":
            values["salt"] = bytes([number] * 16).hex()
        elif field.is_relation:
            values[field.attname] = f"other{place:05d}{number:06d}"
        elif field.choices:
            values[field.attname] = next(iter(field.choices))[0]
        elif type(field) in SAMPLES:
            values[field.attname] = SAMPLES[type(field)]
        elif field.has_default() and not field.unique:
            values[field.attname] = field.get_default()
        else:
            text = f"text é {number}"
            values[field.attname] = text[: field.max_length] if field.max_length else text
    return lawful(model, values)


def lawful(model: type[Row], values: dict[str, Any]) -> Row:
    """The row with as many columns empty as the table's own rules about columns ask for."""
    rules = [c for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]
    may_be_empty = [f.attname for f in model._meta.concrete_fields if f.null]
    for count in range(len(may_be_empty) + 1 if rules else 1):
        for empty in combinations(may_be_empty, count):
            row = model(**{**values, **dict.fromkeys(empty)})
            if all(_holds(rule, row) for rule in rules):
                return row
    raise AssertionError(f"no sample of {model.__name__} keeps the rules of its table")


def _holds(rule: models.CheckConstraint, row: Row) -> bool:
    try:
        rule.validate(type(row), row)
    except ValidationError:
        return False
    return True


@pytest.fixture
def full(world: World) -> Iterator[list[Row]]:
    """Two rows in every governed table of the live schema, each with its entry in the record."""
    with undone():
        rows = [sample(model, number) for model in governed() for number in (1, 2)]
        for row in rows:
            row.save(force_insert=True)
        entry = log.Entry(
            act="test.filled",
            subject=world.installation,
            rows=rows,
            audience=Audience.ADMINISTRATION,
            at=AT,
        )
        log.append(INSTALLATION, [entry])
        yield rows
