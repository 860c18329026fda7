"""Workflow code holds time and nothing but time: what it may import, and what it may not do."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "workflows").glob("*.py"))
MAY_IMPORT = {
    "asyncio": {"TimeoutError", "Task", "create_task"},
    "collections": None,
    "math": {"isclose"},
    "datetime": {"timedelta", "datetime"},
    "typing": None,
    "temporalio": None,
    "activities": None,
    "workflows": None,
    "domain.names": None,
    "domain.regimes.model": {"Stage"},
}
"""Module (or its package): which of its names; None means all."""
MAY_NOT_CALL = {
    "now", "utcnow", "today", "time_ns", "monotonic", "random", "uuid4", "urandom", "open",
    "print", "input", "getenv", "gather", "wait", "as_completed", "to_thread", "run",
}  # fmt: skip


def imported(tree: ast.Module) -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(x.name, None) for x in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(node.module or "", x.name) for x in node.names]
    return found


def rule_for(module: str) -> str | None:
    parts = module.split(".")
    names = (".".join(parts[: n + 1]) for n in range(len(parts)))
    return next((x for x in names if x in MAY_IMPORT), None)


def trespasses(source: str) -> list[str]:
    """What a workflow file does that it may not."""
    tree = ast.parse(source)
    found = []
    for module, name in imported(tree):
        rule = rule_for(module)
        allowed = MAY_IMPORT.get(rule or "")
        if rule is None or (allowed is not None and name is not None and name not in allowed):
            found.append(f"imports {module}.{name}")
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=value, attr=attr)) if attr in MAY_NOT_CALL:
                found += [] if ast.unparse(value) == "workflow" else [f"calls {attr}"]
            case ast.Call(func=ast.Name(id=name)) if name in MAY_NOT_CALL | {"set", "frozenset"}:
                found.append(f"calls {name}")
            case ast.Set() | ast.SetComp():
                found.append("has a set, whose order differs between runs")
            case ast.For(iter=ast.Call(func=ast.Attribute(attr="keys" | "union"))):
                found.append("iterates over a set-like view")
            case ast.BinOp(op=ast.Sub(), left=left, right=right):
                words = ast.unparse(left) + ast.unparse(right)
                if "workflow.time()" not in words:
                    found.append(f"subtracts: {ast.unparse(node)}")
            case _:
                continue
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda x: x.name)
def test_a_workflow_file_keeps_to_time(file: Path):
    assert trespasses(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import random",
        "from ledger.door import Ledger",
        "from domain.agenda import keep",
        "from datetime import date",
        "for x in {1, 2}: pass",
        "from datetime import datetime\ndatetime.now()",
        "late = due - now",
        "import time\ntime.monotonic()",
    ],
)
def test_the_lint_has_teeth(source: str):
    assert trespasses(source)


def test_workflow_files_are_few_and_short():
    lines = {x.name: len(x.read_text(encoding="utf-8").splitlines()) for x in FILES}
    assert max(lines.values()) <= 150, lines
