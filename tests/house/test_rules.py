"""Every rule of the house holds over the package, and every rule fires on a breach of it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.rules import EGRESS, EXEMPT, RULES, Finding, Rule, leaves_the_core
from tests.house.sources import PACKAGE, python_files, shown

STANDARD = frozenset(sys.stdlib_module_names)

BREACHES = [
    ("clock", "import datetime as dt\nx = dt.datetime.now(dt.UTC)"),
    ("clock", "from datetime import date\nx = date.today()"),
    ("clock", "import time\nx = time.time()"),
    ("clock", "from time import time"),
    ("clock", "from django.utils import timezone\nx = timezone.now()"),
    ("clock", "from django.utils.timezone import now"),
    ("clock", "made_at = models.DateTimeField(auto_now_add=True)"),
    ("clock", "from django.db.models.functions import Now\nx = Now()"),
    ("markup", "x = mark_safe(text)"),
    ("markup", "x = markupsafe.Markup(f'<b>{name}</b>')"),
    ("files", "x = open(name)"),
    ("files", "from pathlib import Path\nx = Path(folder) / name"),
    ("files", "import pathlib\nx = pathlib.Path(upload.name).read_bytes()"),
    ("network", "import requests"),
    ("network", "from urllib.request import urlopen"),
    ("network", "import urllib.request"),
    ("network", "from urllib import request"),
    ("network", "import http.client as client"),
    ("policy", "OWNER = 'DCC'"),
    ("policy", "if release.name.endswith(' SEC Release'): pass"),
    ("policy", "x = f'{month} SEC Release'"),
]
INNOCENT = [
    ("clock", "from ridgeway import clock\nx = clock.now()"),
    ("clock", "import time\nx = time.monotonic()"),
    ("clock", "x = at.date()"),
    ("markup", "x = Markup('<b>{}</b>').format(name)"),
    ("files", "from pathlib import Path\nFONTS = Path(__file__).parent / 'fonts'"),
    ("network", "from urllib.parse import urlsplit"),
    ("policy", '"""Reads what a SEC rulebook says."""'),
    ("policy", "SECTION = 'SECTION'"),
]


def named(name: str) -> Rule:
    return next(rule for rule in RULES if rule.name == name)


@pytest.mark.parametrize(("name", "source"), BREACHES)
def test_rule_fires_on_a_breach(name: str, source: str) -> None:
    assert list(named(name).judge(ast.parse(source)))


@pytest.mark.parametrize(("name", "source"), INNOCENT)
def test_rule_leaves_lawful_code_alone(name: str, source: str) -> None:
    assert not list(named(name).judge(ast.parse(source)))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_has_a_breach_that_proves_it(rule: Rule) -> None:
    assert any(name == rule.name for name, _ in BREACHES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_package_keeps_the_rule(rule: Rule) -> None:
    findings = [
        f"{shown(path)}:{line}: {what}"
        for path in governed_files(rule)
        for line, what in rule.judge(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not findings, "\n" + "\n".join(findings)


def test_exemptions_name_files_that_exist() -> None:
    assert [name for _, name in EXEMPT if not (PACKAGE / name).exists()] == []


@pytest.mark.parametrize(
    "source",
    ["import django", "from jinja2 import Environment", "from ridgeway.web import doors"],
)
def test_core_rule_fires_on_a_framework(source: str) -> None:
    assert list(leaves_the_core(ast.parse(source), STANDARD))


def test_core_imports_nothing_but_values_and_calendars() -> None:
    findings = [
        f"{shown(path)}:{line}: {what}"
        for path in python_files("src")
        if path.is_relative_to(PACKAGE / "core")
        for line, what in core_findings(path)
    ]
    assert not findings, "\n" + "\n".join(findings)


def core_findings(path: Path) -> Iterator[Finding]:
    return leaves_the_core(ast.parse(path.read_text(encoding="utf-8")), STANDARD)


def governed_files(rule: Rule) -> Iterator[Path]:
    for path in python_files("src"):
        inside = path.relative_to(PACKAGE)
        if rule.folders != ("",) and inside.parts[0] not in rule.folders:
            continue
        if rule.name == "network" and path.name == EGRESS:
            continue
        if (rule.name, str(inside)) not in EXEMPT:
            yield path
