"""The published schema and the loader agree, judged by a validator that neither of them knows."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.policy.building import built
from ridgeway.core.policy.faults import Found
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.schema import rulebook_schema
from tests.core.policy.shipped import REFERENCES, text_of

PUBLISHED = Path(__file__).parents[3] / "docs" / "policies" / "rulebook.schema.json"
VALIDATOR = jsonschema_rs.Draft202012Validator(rulebook_schema(), validate_formats=True)


def as_json(value: Any) -> Any:
    return json.loads(json.dumps(value, default=lambda v: v.isoformat()))


def test_published_schema_is_the_current_one() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == rulebook_schema()


@pytest.mark.parametrize("reference", REFERENCES)
def test_shipped_rulebook_fits_the_schema(reference: str) -> None:
    errors = VALIDATOR.iter_errors(as_json(tomllib.loads(text_of(reference))))
    assert [error.message for error in errors] == []


REPLACEMENTS = st.sampled_from(
    [None, 7, "x", "", True, [], ["x"], [7], {}, {"x": "y"}, dt.date(2020, 1, 1), dt.time(9)]
)


@given(reference=st.sampled_from(REFERENCES), replacement=REPLACEMENTS, data=st.data())
def test_loader_and_schema_refuse_the_same(
    reference: str, replacement: Any, data: st.DataObject
) -> None:
    table = tomllib.loads(text_of(reference))
    holder: Any = table
    while True:
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(holder[key], dict | list) and holder[key] and data.draw(st.booleans()):
            holder = holder[key]
            continue
        break
    if replacement is None and isinstance(holder, dict):
        del holder[key]
    elif replacement is not None:
        holder[key] = replacement
    found = Found()
    loaded = built(Rulebook, table, found) is not None
    if dates_for_texts(found):
        return
    assert loaded == VALIDATOR.is_valid(as_json(table)), found.faults


def dates_for_texts(found: Found) -> bool:
    """TOML tells a date from a text and JSON does not: there alone the two may differ."""
    return any("-01-01 is not right" in wrong or "09:00" in wrong for _, wrong, _ in found.faults)
