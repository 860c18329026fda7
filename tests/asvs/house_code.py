"""Our own code as text and as trees, for the rules that can be read off it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = (
    *("domain", "matching", "documents", "ledger", "activities"),
    *("workflows", "watch", "api", "stack", "commands"),
)


@cache
def code() -> dict[str, str]:
    """Every file that runs in production: its text by its path."""
    files = [ROOT / x for x in ("settings.py", "worker.py", "cli.py")]
    files += [x for room in ROOMS for x in (ROOT / room).rglob("*.py")]
    return {x.relative_to(ROOT).as_posix(): x.read_text() for x in files}


@cache
def trees() -> dict[str, ast.Module]:
    """The same, parsed."""
    return {name: ast.parse(text) for name, text in code().items()}


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Every call: its file, the dotted name of what is called, the call."""
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield name, ast.unparse(node.func), node


def imports() -> Iterator[tuple[str, str]]:
    """Every import: its file, and the module's whole name."""
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((name, x.name) for x in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield name, node.module
