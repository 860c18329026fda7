"""Key files: one line, readable by their owner alone, outside the database."""

import os
import secrets
from pathlib import Path

from ledger.log.note import BadNote, Signer, name_of, signer_of


def key_at(file: Path, kind: int, name: str | None = None) -> Signer:
    """The key in a file; where there is none and a name is given, one is made.

    Raises BadNote for a file that others can read, that is damaged or of another kind, or where
    there is none and none is to be made; OSError.
    """
    if not file.exists():
        if name is None:
            raise BadNote(f"没有找到密钥文件 {file}。 there is no key file")
        _make(file, Signer(name_of(name), kind, secrets.token_bytes(32)))
    if file.stat().st_mode & 0o077:
        raise BadNote(f"密钥文件 {file} 别人也能读，请 chmod 600。 others can read the key file")
    found = signer_of(file.read_text(encoding="utf-8").strip())
    if found.kind != kind:
        raise BadNote(f"{file} 是另一种密钥。 a key of another kind")
    return found


def kept(file: Path, text: str) -> None:
    """Put a text in place whole and durable: after a crash the old one or the new one is there."""
    fresh = file.with_name(f"{file.name}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "w", encoding="utf-8") as out:  # noqa: PTH123  # an open descriptor
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _make(file: Path, made: Signer) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="utf-8") as out:  # noqa: PTH123  # the same
        out.write(f"{made}\n")
        os.fsync(out.fileno())
