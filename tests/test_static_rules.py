"""What no line of ours may do, read from the lines themselves.

Where something is done that looks like what is forbidden, the file stands here with its reason and
how often; one more fails.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.test_house import CODE, COUNTED, ROOT

TEMPLATES = sorted((ROOT / "api" / "templates").rglob("*.html"))
SCRIPTS = [x for x in (ROOT / "api" / "static").rglob("*.js") if "vendor" not in x.parts]
WORDS = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|DROP|COPY)\b")
MARKUP = {"api/pages/screen.py": 1}
"""The stage of a screen, which our own template wrote."""
HTML_SET = {"api/static/screen.js": 1}
"""The same stage, sent by our own stream."""
XML_READ = {"documents/harmless.py": 1, "documents/workbook_read.py": 2}
"""Expat, with no handler for anything outside; declarations were refused before."""


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


def trees(files: list[Path]) -> Iterator[tuple[str, ast.Module]]:
    for file in files:
        yield named(file), tree_of(file)


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call by what is called: `re.compile`, `text`, `x.execute`."""
    for one in ast.walk(tree):
        if isinstance(one, ast.Call):
            yield ast.unparse(one.func), one


def found(files: list[Path], pattern: str, flags: int = 0) -> Counter[str]:
    """How often the pattern stands in which file."""
    told = re.compile(pattern, flags)
    counted = Counter({named(x): len(told.findall(x.read_text())) for x in files})
    return +counted


def test_templates_escape_everything_and_hold_no_script() -> None:
    """ASVS 1.1.2 1.2.1 1.2.3 3.2.2 3.4.3"""
    assert len(TEMPLATES) > 150
    assert found(TEMPLATES, r"\|\s*safe\b|autoescape\s+false|\{%-?\s*raw\b|\|\s*forceescape") == {}
    assert found(TEMPLATES, r"\son[a-z]+\s*=", re.I) == {}
    assert found(TEMPLATES, r"<script(?![^>]*\ssrc=)", re.I) == {}
    assert found(TEMPLATES, r"<style\b|\sstyle\s*=", re.I) == {}
    assert found(TEMPLATES, r"javascript:|srcdoc\s*=|http-equiv=\"?set-cookie", re.I) == {}
    bare = r"<[^>]*\s[\w:-]+=\{\{"
    assert found(TEMPLATES, bare) == {}, "a value without quotes can become an attribute"


def test_pages_load_nothing_from_elsewhere() -> None:
    """ASVS 14.2.3 3.4.3"""
    loads = r"<(?:script|link|img|iframe|source|use)\b[^>]*(?:src|href)=\"(?:https?:)?//"
    assert found(TEMPLATES, loads, re.I) == {}
    assert found(SCRIPTS, r"https?://(?!www\.w3\.org/)") == {}
    assert found(list((ROOT / "api/static").glob("*.css")), r"url\(\s*[\"']?https?:") == {}
    blank = [x for x in TEMPLATES if 'target="_blank"' in x.read_text()]
    assert found(blank, r"target=\"_blank\"(?![^>]*rel=\"[^\"]*noopener)") == {}


def test_scripts_write_text_and_run_none() -> None:
    """ASVS 1.3.2 3.2.2 3.5.5 14.3.3"""
    assert len(SCRIPTS) > 10
    assert found(SCRIPTS, r"\.innerHTML\s*=") == HTML_SET
    writes = r"outerHTML\s*=|insertAdjacentHTML|document\.write|createContextualFragment"
    assert found(SCRIPTS, writes) == {}
    runs = r"\beval\(|new Function|setTimeout\(\s*[\"'`]|\.href\s*=\s*[\"']java"
    assert found(SCRIPTS, runs) == {}
    assert found(SCRIPTS, r"localStorage|sessionStorage|document\.cookie") == {}
    assert found(SCRIPTS, r"(?:window|parent|opener|top|frames\S*)\.postMessage|\.opener\b") == {}
    heard = Counter({"api/static/group/phone.js": 1, "api/static/group/worker.js": 1})
    assert found(SCRIPTS, r"addEventListener\(\"message\"") == heard, "a page and its own worker"


def test_nothing_is_evaluated_unpickled_or_run_by_a_shell() -> None:
    """ASVS 1.2.5 1.3.2 1.5.2"""
    bad = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "input"}
    worse = ("pickle.", "marshal.", "shelve.", "dill.", "jsonpickle.", "yaml.load")
    called = [(x, y, call) for x, tree in trees(CODE) for y, call in calls(tree)]
    assert [(x, y) for x, y, _ in called if y in bad or y.startswith(worse)] == []
    assert [x for x, _, call in called if any(y.arg == "shell" for y in call.keywords)] == []
    assert found(CODE, r"create_subprocess_shell|getstatusoutput") == {}


def test_templates_are_files_and_markup_is_escaped() -> None:
    """ASVS 1.3.7 1.3.10"""
    assert found(CODE, r"\bfrom_string\(|jinja2\.Template|string\.Template|DictLoader") == {}
    marked = Counter(x for x, tree in trees(CODE) for y, _ in calls(tree) if "Markup" in y)
    assert marked == MARKUP
    assert found(CODE, r"autoescape\s*=\s*False") == {}


def test_xml_is_read_by_expat_alone() -> None:
    """ASVS 1.5.1"""
    parsers = Counter(x for x, tree in trees(CODE) for y, _ in calls(tree) if "ParserCreate" in y)
    assert parsers == XML_READ
    reading = r"fromstring|ET\.parse|iterparse|minidom|xml\.sax|lxml|ExternalEntityRef"
    assert found(CODE, reading) == {}


SEARCHES = frozenset(f"re.{x}" for x in ("compile", "search", "match", "fullmatch", "sub", "split"))
MADE = {
    "domain/lists/said.py": "the words for ten thousand, our own",
    "ledger/contacts.py": "one form for each channel, our own",
    "ledger/readings.py": "letters and characters alone are left of what is looked for",
    "api/language/reading.py": "shapes of our own sentences",
    "api/pages/entering.py": "names of browsers and systems, our own",
}
"""Where an expression is put together, and of what."""


def test_a_regular_expression_is_ours() -> None:
    """ASVS 1.2.9: what comes from outside is escaped, or reduced to letters, before."""
    made = {
        name
        for name, tree in trees(CODE)
        for what, call in calls(tree)
        if what in SEARCHES and not _ours(call.args[0])
    }
    assert made == set(MADE)


def _ours(part: ast.expr) -> bool:
    """A literal, a constant of ours, or put together of such and of what was escaped."""
    if isinstance(part, ast.Call):
        called = ast.unparse(part.func)
        return called == "re.escape" or (called.endswith((".join", ".encode")) and _constants(part))
    if isinstance(part, ast.JoinedStr):
        return all(_ours(x) for x in part.values)
    if isinstance(part, ast.FormattedValue):
        return _ours(part.value)
    if isinstance(part, ast.BinOp):
        return _ours(part.left) and _ours(part.right)
    return isinstance(part, ast.Constant) or _constants(part)


def _constants(part: ast.expr) -> bool:
    """Every name in it is a constant's, or runs over one."""
    loops = [x.target for x in ast.walk(part) if isinstance(x, ast.comprehension)]
    runs = {x.id for y in loops for x in ast.walk(y) if isinstance(x, ast.Name)}
    names = {x.id for x in ast.walk(part) if isinstance(x, ast.Name)} - runs
    return all(x.lstrip("_").isupper() or (x[0] == "_" and bool(runs)) for x in names)


PIECES = {
    "ledger/beside.py": "a database's name of letters and digits, checked where it is made",
    "ledger/ballots/tables.py": "the kind of a box's table, of two",
    "ledger/past/houses.py": "the name of a house of the past, which we made",
    "ledger/past/making.py": "the name of a house of the past, which we made",
    "ledger/past/views.py": "the same, and the names of our views",
    "ledger/queries/counting.py": "conditions of our own, given in the same file",
    "ledger/queries/incidents.py": "names of our tables",
    "stack/probes.py": "a name made by chance",
    "ledger/queries/league.py": "one expression for each way to group, from a table of ours",
}
"""Where a question to the database is put together of more than constants, and of what."""
OURS = frozenset(
    ("house", "table", "names", "keys", "key", "changes", "schema", "sql", "order", "ctes")
)
"""Variables with names of tables, columns and pieces; ruff's S608 marks each of these places."""


def test_sql_takes_values_as_parameters() -> None:
    """ASVS 1.2.4: into a question go names and pieces of ours alone."""
    put_together = {
        name
        for name, tree in trees(COUNTED)
        for one in ast.walk(tree)
        if isinstance(one, ast.JoinedStr) and WORDS.search(_plain(one)) and _variables(one)
    }
    assert put_together == set(PIECES)
    formatted = r"(?:execute|exec_driver_sql|fetch\w*)\([^)\n]*(?:\.format\(|[\"'] % )"
    assert found(COUNTED, formatted) == Counter({"ledger/ballots/tables.py": 1}), "as above"


def _plain(text: ast.JoinedStr) -> str:
    return "".join(str(x.value) for x in text.values if isinstance(x, ast.Constant))


def _variables(text: ast.JoinedStr) -> set[str]:
    parts = [x.value for x in text.values if isinstance(x, ast.FormattedValue)]
    names = {x.id for part in parts for x in ast.walk(part) if isinstance(x, ast.Name)}
    return {x for x in names if not x.lstrip("_").isupper()} - OURS


def test_a_log_line_is_a_name_with_values() -> None:
    """ASVS 1.3.10 16.4.1: no message is put together, so that nothing can stand in for another."""
    odd = [
        f"{name}:{call.lineno}"
        for name, tree in trees(COUNTED)
        for what, call in calls(tree)
        if re.fullmatch(r"_?log(ger)?\.(debug|info|warning|error|exception|critical)", what)
        and call.args
        and not isinstance(call.args[0], ast.Constant)
    ]
    assert odd == []


def test_no_certificate_is_taken_unseen_and_no_number_guessed() -> None:
    """ASVS 12.3.2 11.5.1"""
    assert found(CODE, r"verify\s*=\s*False|CERT_NONE|check_hostname\s*=\s*False|_unverified") == {}
    assert found(CODE, r"\brandom\.(?:random|randint|choice|choices|shuffle)\(") == {}
