"""Wrong words on the command line: one line that says what is wrong, exit 2, nothing on stdout."""

import pytest

from tests.support.command import bihuan


@pytest.mark.parametrize(
    "words",
    [
        ("rehearse", "--bogus"),
        ("no-such-command",),
        ("due", "--from"),
        ("calendar", "publish", "no-such-file.json"),
        ("token", "issue"),
        ("due", "--from", "2023-03-31", "--term", "1y"),
    ],
)
def test_wrong_words_are_answered_in_one_line(words):
    said = bihuan(*words)
    assert said.returncode == 2
    assert said.stdout == ""
    assert len(said.stderr.splitlines()) == 1
    assert "Traceback" not in said.stderr


def test_no_words_show_the_commands():
    said = bihuan()
    assert "rehearse" in said.stdout
    assert said.returncode == 2
