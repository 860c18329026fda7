"""Which test shows which requirement: read from the tests' own docstrings (`ASVS 3.4.1 3.4.2`)."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).parents[1]
VERSION = "5.0.0"
"""Of the standard itself: `ASVS 5.0.0` names no requirement."""
_NAMED = re.compile(r"ASVS((?:[\s,]+\d+\.\d+\.\d+)+)")
_DOCUMENTED = (ast.FunctionDef, ast.AsyncFunctionDef)


class Shown(NamedTuple):
    """A test, and the requirements that its docstring names."""

    test: str
    """`tests/…/test_x.py::test_y`; of a whole file without `::`."""
    ids: tuple[str, ...]


def named_in(docstring: str) -> tuple[str, ...]:
    """The requirements that a docstring names."""
    found = " ".join(_NAMED.findall(docstring))
    ids = dict.fromkeys(re.findall(r"\d+\.\d+\.\d+", found))
    ids.pop(VERSION, None)
    return tuple(ids)


def shown_in(text: str, where: str) -> Iterator[Shown]:
    """What a file's tests name, and what the file names for all of them."""
    tree = ast.parse(text)
    tests = [x for x in ast.walk(tree) if isinstance(x, _DOCUMENTED) and x.name.startswith("test_")]
    if tests and (ids := named_in(ast.get_docstring(tree) or "")):
        yield Shown(where, ids)
    for test in tests:
        if ids := named_in(ast.get_docstring(test) or ""):
            yield Shown(f"{where}::{test.name}", ids)


def gathered(tests: Path = TESTS) -> dict[str, list[str]]:
    """The tests' names by requirement, in the order of their files."""
    by_id: dict[str, list[str]] = defaultdict(list)
    for file in sorted(tests.rglob("test_*.py")):
        text = file.read_text()
        if "ASVS" not in text:
            continue
        for shown in shown_in(text, file.relative_to(tests.parent).as_posix()):
            for one in shown.ids:
                by_id[one].append(shown.test)
    return dict(by_id)
