"""The shipped regimes: `PLACE@1.toml` beside this module is the regime PLACE, version 1."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from domain.refusals import Malformed, Unknown
from domain.regimes.model import Regime

FOLDER = Path(__file__).parent


def parse(text: str, name: str) -> Regime:
    """A regime from TOML text. Raises Malformed naming file, clause and reason."""
    try:
        return Regime.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise Malformed(
            f"{name} 不是有效的 TOML：{error}", f"{name} is no valid TOML: {error}"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(x) for x in first["loc"]) or "file"
        line = _line(text, first["loc"])
        raise Malformed(
            f"{name} 第 {line} 行（{where}）：{first['msg']}",
            f"{name}, line {line} ({where}): {first['msg']}",
        ) from error


def _line(text: str, loc: tuple[int | str, ...]) -> int:
    """Where a clause begins: the n-th [[duty]], a [table], a key at the top; else line 1."""
    lines = text.splitlines()
    if len(loc) > 1 and loc[0] == "duty" and isinstance(loc[1], int):
        starts = [n for n, x in enumerate(lines, 1) if x.strip() == "[[duty]]"]
        begin = starts[loc[1]]
        keys = [str(x) for x in loc[2:3]]
    else:
        begin, keys = 1, [str(x) for x in loc[:1]]
    for n, one in enumerate(lines[begin - 1 :], begin):
        if keys and (one.startswith((f"{keys[0]} ", f"{keys[0]}=")) or one == f"[{keys[0]}]"):
            return n
        if n > begin and one.strip() == "[[duty]]":
            break
    return begin


@cache
def shipped() -> dict[str, Regime]:
    """Every regime in the folder by its `id@version`. Raises Malformed for a broken file."""
    found: dict[str, Regime] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        regime = parse(path.read_text(encoding="utf-8"), path.name)
        if path.stem != regime.ref:
            raise Malformed(
                f"{path.name} 应命名为 {regime.ref}.toml",
                f"{path.name} should be named {regime.ref}.toml",
            )
        found[regime.ref] = regime
    return found


def named(ref: str) -> Regime:
    """`PLACE` (its newest version) or `PLACE@1`. Raises Unknown."""
    regimes = shipped()
    if ref in regimes:
        return regimes[ref]
    versions = [x for x in regimes.values() if x.id == ref]
    if not versions:
        known = "、".join(sorted({x.id for x in regimes.values()}))
        raise Unknown("办法（可用：" + known + "）", f"regime (there are: {known})", ref)
    return max(versions, key=lambda x: x.version)
