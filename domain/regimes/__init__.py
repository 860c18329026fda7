"""The shipped regimes: `PLACE@1.toml` beside this module is the regime PLACE, version 1."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from domain.refusals import Malformed, Unknown
from domain.regimes.model import Regime
from domain.regimes.where import line_at, lines_of, said

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
        where, line = said(first["loc"]), line_at(lines_of(text), first["loc"])
        raise Malformed(
            f"{name} 第 {line} 行（{where}）：{first['msg']}",
            f"{name}, line {line} ({where}): {first['msg']}",
        ) from error


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
