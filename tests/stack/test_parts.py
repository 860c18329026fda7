"""A part that dies is started again; one that keeps dying is named with its last words."""

import sys
from pathlib import Path

import pytest

from stack import parts
from stack.children import Child, spawn
from stack.parts import MOST, Part
from stack.trouble import DidNotStart


def part_that_says(tmp_path: Path, words: str) -> Part:
    def begin() -> Child:
        return spawn("part", [sys.executable, "-c", words], tmp_path / "part.log")

    return Part("part", begin)


def test_a_part_that_lives_is_left_alone(tmp_path: Path) -> None:
    part = part_that_says(tmp_path, "import time; time.sleep(60)")
    pid = part.child.process.pid
    part.look_after()
    assert part.child.process.pid == pid
    part.stop()
    assert not part.child.alive


def test_one_that_keeps_dying_is_named_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PAUSE", 0.0)
    part = part_that_says(tmp_path, "raise SystemExit('no room at the inn')")
    for _ in range(MOST - 1):
        part.child.process.wait()
        part.look_after()
    part.child.process.wait()
    with pytest.raises(DidNotStart, match="no room at the inn"):
        part.look_after()
