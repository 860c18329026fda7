"""The laws on the wall, as far as they can be counted."""

import ast
import tomllib
from itertools import chain
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
ROOMS = (
    "domain",
    "matching",
    "documents",
    "ledger",
    "activities",
    "workflows",
    "watch",
    "api",
    "stack",
    "commands",
)
CODE = [
    *(ROOT / name for name in ("settings.py", "worker.py", "cli.py")),
    *(file for room in ROOMS for file in (ROOT / room).rglob("*.py")),
]
COUNTED = [file for file in CODE if "migrations" not in file.parts]


def lines(file: Path) -> int:
    return len(file.read_text().splitlines())


def test_files_fit_a_few_screens() -> None:
    lengths = {str(file.relative_to(ROOT)): lines(file) for file in COUNTED}
    assert {name: length for name, length in lengths.items() if length > 300} == {}
    assert median(lengths.values()) <= 100


def test_functions_fit_one_screen() -> None:
    long = {
        f"{file.relative_to(ROOT)}:{node.name}": node.end_lineno - node.lineno + 1
        for file in COUNTED
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > 50
    }
    assert long == {}


PLACES = (
    *("baofeng", "gaogang", "longgang", "duji", "shangluo", "taizhou", "wenzhou", "huaibei"),
    *("pingdingshan", "jiangsu", "zhejiang", "anhui", "henan", "shaanxi", "shuoli", "shitai"),
    *("宝丰", "高港", "龙港", "杜集", "商洛", "泰州", "温州", "淮北", "平顶山", "商南", "江门"),
    *("江苏", "浙江", "安徽", "河南", "陕西", "朔里", "石台", "段园", "赵庄", "石桥", "城关"),
    *("台州", "瓯海", "银川", "鄞州", "石泉", "镇海", "佛坪", "海宁", "宁海"),
)
"""The places of the five source texts and of what was read beside them, as people write them."""


def test_rules_ledger_and_clock_name_no_place() -> None:
    """Comments and docstrings included; places live in the measures' files (house law C)."""
    regimes = [tomllib.loads(file.read_text()) for file in ROOT.glob("domain/regimes/*.toml")]
    places = {*PLACES, *(x["id"] for x in regimes), *(x["zh"][:2] for x in regimes)}
    assert len(regimes) > 9
    rooms = [x for room in ("domain", "ledger", "activities", "workflows") for x in rooms_of(room)]
    for file in rooms:
        text = file.read_text().lower()
        assert [place for place in places if place in text] == [], file


def rooms_of(room: str) -> list[Path]:
    """A room's Python and SQL, migrations apart."""
    files = chain((ROOT / room).rglob("*.py"), (ROOT / room).rglob("*.sql"))
    return [x for x in files if "migrations" not in x.parts]


def test_lock_files_hold_hashes_and_no_address() -> None:
    """ASVS 15.1.2"""
    for lock in (ROOT / "requirements.lock", ROOT / "requirements-dev.lock"):
        text = lock.read_text()
        assert "://" not in text
        pins = [line for line in text.splitlines() if line and line[0].isalpha()]
        assert all("==" in pin for pin in pins)
        assert text.count("--hash=sha256:") >= len(pins) > 0


def test_the_runtime_lock_is_part_of_the_dev_lock() -> None:
    pins = [
        {line.split()[0] for line in (ROOT / name).read_text().splitlines() if "==" in line}
        for name in ("requirements.lock", "requirements-dev.lock")
    ]
    assert pins[0] <= pins[1]


def test_no_unfinished_word_stands_in_the_code() -> None:
    words = ("TODO", "FIXME", "XXX")
    found = chain.from_iterable(
        [(file.name, word) for word in words if word in file.read_text()] for file in CODE
    )
    assert list(found) == []


def test_every_operation_has_its_line_in_the_matrix() -> None:
    """Who may do what is said in `api/matrix.toml`; what has no line there is not served."""
    from api.app import house  # seconds, which only this test pays

    assert house().routes
