"""The regimes: `PLACE@1.toml` beside this module, or in a folder of the installation's own, is the
regime PLACE, version 1. A file is published once and then never edited, only succeeded."""

import tomllib
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

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


class Published(NamedTuple):
    """A measure, the digest of the file it was read from, and that file's folder."""

    regime: Regime
    digest: str
    folder: Path


_added: dict[str, Published] = {}
"""Measures of this installation, beside the shipped ones; read when a process starts."""


@cache
def shipped() -> Mapping[str, Regime]:
    """Every regime in our own folder by its `id@version`. Raises Malformed for a broken file."""
    return {ref: x.regime for ref, x in _shipped().items()}


@cache
def _shipped() -> Mapping[str, Published]:
    return _read(FOLDER)


def use_folder(folder: Path) -> list[str]:
    """Read the measures of another folder too; their names.

    Raises Malformed for a folder or file that cannot be read, and for a name that stands already
    with another content: a published measure is never edited, only succeeded.
    """
    if not folder.is_dir():
        raise Malformed(f"没有办法文件夹 {folder.name}", f"there is no folder {folder.name}")
    found, known = _read(folder), {**_shipped(), **_added}
    for ref, one in found.items():
        if ref in known and known[ref].digest != one.digest:
            raise Malformed(
                f"办法 {ref} 已经发布，内容不能修改；请另立新版本",
                f"{ref} is published with another content; make a new version",
            )
    _added.update(found)
    return list(found)


def folders() -> list[Path]:
    """Whence measures besides ours were read, for a process that has to read the same."""
    return list(dict.fromkeys(x.folder for x in _added.values()))


def known() -> Mapping[str, Regime]:
    """Every regime that can be named here: the shipped ones and the installation's own."""
    return {**shipped(), **{ref: x.regime for ref, x in _added.items()}}


def digest_of(ref: str) -> str:
    """The SHA-256 of the file of that `id@version`. Raises Unknown."""
    found = {**_shipped(), **_added}.get(named(ref).ref)
    assert found is not None, "what can be named was read from a file"
    return found.digest


def named(ref: str) -> Regime:
    """`PLACE` (its newest version) or `PLACE@1`. Raises Unknown."""
    if (one := shipped().get(ref)) is not None:
        return one
    regimes = known()
    if ref in regimes:
        return regimes[ref]
    versions = [x for x in regimes.values() if x.id == ref]
    if not versions:
        names = "、".join(sorted({x.id for x in regimes.values()}))
        raise Unknown("办法（可用：" + names + "）", f"regime (there are: {names})", ref)
    return max(versions, key=lambda x: x.version)


def _read(folder: Path) -> dict[str, Published]:
    found: dict[str, Published] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            content = path.read_bytes()
            regime = parse(content.decode("utf-8"), path.name)
        except (OSError, UnicodeDecodeError) as error:
            raise Malformed(f"读不了 {path.name}", f"{path.name}: {error}") from error
        if path.stem != regime.ref:
            raise Malformed(
                f"{path.name} 应命名为 {regime.ref}.toml",
                f"{path.name} should be named {regime.ref}.toml",
            )
        found[regime.ref] = Published(regime, sha256(content).hexdigest(), folder)
    return found
