"""One line of the doctor's table."""

from typing import Literal, NamedTuple

State = Literal["ok", "warn", "bad"]
WORDS: dict[State, str] = {"ok": "✓ 正常", "warn": "! 注意", "bad": "✗ 不行"}


class Check(NamedTuple):
    """What was looked at, how it is, and what to do where it is not well."""

    name: str
    state: State
    words: str
    todo: str = ""


def well(name: str, words: str) -> Check:
    """It is as it should be."""
    return Check(name, "ok", words)


def note(name: str, words: str, todo: str) -> Check:
    """It works, and should not stay like that."""
    return Check(name, "warn", words, todo)


def ill(name: str, words: str, todo: str) -> Check:
    """It does not work, or the record is in danger."""
    return Check(name, "bad", words, todo)
