"""Rules of the house that no linter knows, each a function from a syntax tree to findings.

A finding is a line number and a sentence. `EXEMPT` lists, with the reason, the few files that a
rule leaves alone; tests/house/test_rules.py proves that every rule fires.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Finding = tuple[int, str]
CLOCK_CALLS = frozenset(
    {(owner, name) for owner in ("datetime", "date") for name in ("now", "utcnow", "today")}
    | {("timezone", name) for name in ("now", "localdate", "localtime")}
    | {("time", name) for name in ("time", "time_ns", "localtime", "gmtime")}
)
DATABASE_CLOCK = frozenset({"Now", "CurrentTimestamp"})
UNSAFE_MARKUP = frozenset({"mark_safe", "Markup", "SafeString", "SafeText"})
NETWORK = (
    *("requests", "httpx", "aiohttp", "urllib3", "http.client", "urllib.request"),
    *("smtplib", "ftplib", "socket"),
)
CORE_MAY_IMPORT = frozenset({"pydantic", "pydantic_core", "orjson", "cryptography", "ridgeway"})
POLICY_WORDS = re.compile(r"\b(?:SEC|DCC|CSSC|CCMT|SECAS|TABASC|OPSG|SECMP\d*|BEIS)\b")


@dataclass(frozen=True)
class Rule:
    name: str
    judge: Callable[[ast.Module], Iterator[Finding]]
    folders: tuple[str, ...]


def reads_the_clock(tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            owner, _, called = name.rpartition(".")
            if (owner.rpartition(".")[2], called) in CLOCK_CALLS or called in DATABASE_CLOCK:
                yield node.lineno, f"{name}() reads the clock; take `at` as an argument"
            if any(keyword.arg in ("auto_now", "auto_now_add") for keyword in node.keywords):
                yield node.lineno, f"{name}() reads the clock out of sight"
        elif isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            owner = (node.module or "").rpartition(".")[2]
            if owner in ("time", "timezone") and any(
                (owner, name) in CLOCK_CALLS for name in names
            ):
                yield node.lineno, f"imports the clock from {node.module}"


def trusts_markup(tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = dotted(node.func).rpartition(".")[2]
        if name in UNSAFE_MARKUP and not isinstance(node.args[0], ast.Constant):
            yield node.lineno, f"{name}() of a variable: only a literal is known to be safe"


def opens_files(tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func)
        if name in ("open", "io.open", "os.open"):
            yield node.lineno, f"{name}() outside the evidence store"
        elif name.rpartition(".")[2] == "Path" and any(_could_be_a_users(arg) for arg in node.args):
            yield node.lineno, "Path() of a variable: a user's file name must not become a path"


def speaks_to_the_network(tree: ast.Module) -> Iterator[Finding]:
    for line, module in imports(tree):
        if any(module == name or module.startswith(f"{name}.") for name in NETWORK):
            yield line, f"imports {module}; only a module called egress may"


def leaves_the_core(tree: ast.Module, standard: frozenset[str]) -> Iterator[Finding]:
    for line, module in imports(tree):
        root = module.partition(".")[0]
        if root not in standard | CORE_MAY_IMPORT:
            yield line, f"the core imports {module}"
        elif root == "ridgeway" and not f"{module}.".startswith("ridgeway.core."):
            yield line, f"the core imports {module}, which is above it"


def names_a_policy(tree: ast.Module) -> Iterator[Finding]:
    """Words of one code belong to its rulebook. Docstrings and comments may give examples."""
    prose = {id(node) for node in docstrings(tree)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        found = POLICY_WORDS.search(node.value)
        if found and id(node) not in prose:
            yield node.lineno, f"{found[0]!r} is policy data and belongs into a rulebook"


def dotted(node: ast.expr) -> str:
    """`a.b.c` of an attribute chain; an anonymous part reads `()`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "()"


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _could_be_a_users(argument: ast.expr) -> bool:
    return not isinstance(argument, ast.Constant) and dotted(argument) != "__file__"


RULES = (
    Rule("clock", reads_the_clock, ("",)),
    Rule("markup", trusts_markup, ("",)),
    Rule("files", opens_files, ("web", "api", "governance", "documents")),
    Rule("network", speaks_to_the_network, ("",)),
    Rule("policy", names_a_policy, ("",)),
)

# (rule, path under src/ridgeway) -> why the rule does not apply there
EXEMPT = {
    ("clock", "clock.py"): "the one place that reads it",
    ("files", "governance/evidence/store.py"): "the evidence store",
    ("network", "cli/serve.py"): "asks this machine whether a port is free, and sends nothing",
    ("markup", "web/drawing/svg.py"): "escapes every part of an element before it joins them",
}
EGRESS = "egress.py"
