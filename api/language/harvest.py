"""Every message that the pages can show, gathered from the templates and from the code.

A developer's tool: `python -m api.language` brings the catalogue in line with what is found here,
and a test holds that nothing is missing. What is official print (papers, ballots, tables' heads)
is Chinese by its nature and is not gathered.
"""

import ast
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

from jinja2 import Environment, nodes

from api.language.pieces import HAN, messages

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = ROOT / "api" / "templates"
_CODE = ("api", "domain", "ledger")
_PRINTED = (
    "domain/papers/compose",
    "domain/papers/act.py",
    "domain/regimes/checking",
    "domain/lists/office",
    "domain/notices",
    "domain/almanac",
    "domain/statutory",
    "api/language",
)
_SPOKEN = ("zh", "title", "name", "note")
"""Keys of our own tables whose text is shown."""


def gathered(templates: Environment) -> dict[str, list[str]]:
    """Message → the files that show it, in a stable order."""
    found: dict[str, list[str]] = {}

    def add(message: str, place: Path) -> None:
        where = found.setdefault(message, [])
        name = place.relative_to(ROOT).as_posix()
        if name not in where:
            where.append(name)

    for path in sorted(TEMPLATES.glob("**/*.html")):
        source = path.read_text(encoding="utf-8")
        for message in (*messages(source), *_expressions(templates.parse(source))):
            add(message, path)
    for path in _sources():
        for message in spoken(path.read_text(encoding="utf-8")):
            add(message, path)
    for path in sorted((ROOT / "domain").glob("**/*.toml")):
        if "headings" not in path.name:
            for message in _tabled(tomllib.loads(path.read_text(encoding="utf-8"))):
                add(message, path)
    return found


def _sources() -> Iterator[Path]:
    for room in _CODE:
        for path in sorted((ROOT / room).glob("**/*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(_PRINTED) and "migrations" not in name:
                yield path


def _expressions(tree: nodes.Template) -> Iterator[str]:
    """Chinese constants in a template's expressions, and what is joined of them."""
    joined: set[int] = set()
    for concat in tree.find_all(nodes.Concat):
        joined |= {id(x) for x in concat.nodes}
        yield from _form(
            "" if not isinstance(x, nodes.Const) else str(x.value) for x in concat.nodes
        )
    for const in tree.find_all(nodes.Const):
        if isinstance(const.value, str) and id(const) not in joined and HAN.search(const.value):
            yield " ".join(const.value.split())


def _form(pieces: Iterator[str]) -> Iterator[str]:
    """One message of pieces, of which the empty ones are gaps."""
    message, gaps = "", 0
    for piece in pieces:
        gaps += not piece
        message += piece or f"{{{gaps}}}"
    if HAN.search(message):
        yield message


def spoken(source: str) -> Iterator[str]:
    """The Chinese literals and f-strings of a module, docstrings left out."""
    tree = ast.parse(source)
    passed = _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            passed |= {id(x) for x in node.values}
            yield from _form(
                str(x.value) if isinstance(x, ast.Constant) else "" for x in node.values
            )
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and id(node) not in passed and HAN.search(text):
            yield _numbered(text)


def _docstrings(tree: ast.AST) -> set[int]:
    return {
        id(x.value)
        for x in ast.walk(tree)
        if isinstance(x, ast.Expr) and isinstance(x.value, ast.Constant)
    }


def _numbered(text: str) -> str:
    """A text for `format`: its named gaps as numbers."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return text
    if all(x[1] is None for x in parts):
        return text
    message = ""
    for at, (literal, name, _, _) in enumerate(parts, 1):
        message += literal + (f"{{{at}}}" if name is not None else "")
    return message


def _tabled(table: Any, key: str = "") -> Iterator[str]:
    match table:
        case Mapping():
            for name, value in table.items():
                yield from _tabled(value, name)
        case list():
            for value in table:
                yield from _tabled(value, key)
        case str() if key in _SPOKEN and HAN.search(table):
            yield table
