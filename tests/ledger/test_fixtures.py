"""Every event that was ever written is read for ever: one stored row of each type and schema
number, frozen as the door wrote it, is read, folded and found whole on every run.

`python -m tests.ledger.fixtures` freezes what is new, and never touches what was frozen.
"""

import json
from typing import Any

import pytest

from ledger.upcasts import Body, current_schema
from tests.support import shapes
from tests.support.shapes import (
    SHAPES,
    STATES,
    broken,
    commands,
    differences,
    digest_of,
    events,
    rewritten,
    state_of,
    word,
)
from tests.support.written import keys_of, read_fixtures

STREAMS = read_fixtures()
FROZEN: dict[str, dict[str, str]] = json.loads(SHAPES.read_text(encoding="utf-8"))
UNSEEN = set(FROZEN["unseen"])
"""Published before there were fixtures, and written by no test that was listened to; nothing new
comes to stand here, and what a fixture shows leaves."""
CAME_TO: dict[str, Any] = json.loads(STATES.read_text(encoding="utf-8"))
SHOWN = {key for rows in STREAMS.values() for key in keys_of(rows)}
NO_FIXTURE = (
    "{} is written by today's code and no fixture shows it: run a test that writes it with"
    ' RECORD_EVENTS=1 make test ARGS="…", then `python -m tests.ledger.fixtures`.'
)
CHANGED = (
    "the published shape of {} changed. If a field with a default was added: run"
    " `python -m tests.ledger.fixtures`. Anything else: give it the next schema number and an"
    " upcast in ledger/upcasts.py; a changed meaning is a new type. What was written stays."
)
GONE = "{} was published and its class is gone: what was written must be read for ever; restore it."


def missing_fixtures() -> list[str]:
    owed = sorted(x for x in events() if x not in SHOWN and word(x) not in UNSEEN)
    return [NO_FIXTURE.format(word(x)) for x in owed]


def changed_shapes() -> list[str]:
    today = {word(x): y for x, y in events().items()}
    known = {x.partition("@")[0] for x in today}
    found: list[str] = []
    for name, digest in FROZEN["events"].items():
        if name.partition("@")[0] not in known:
            found.append(GONE.format(name))
        elif name in today and digest_of(today[name]) != digest:
            found.append(CHANGED.format(name))
    for name, digest in FROZEN["commands"].items():
        if name not in commands():
            found.append(GONE.format(name))
        elif digest_of(commands()[name]) != digest:
            found.append(CHANGED.format(name))
    return found


def test_every_event_ever_written_has_a_fixture() -> None:
    assert missing_fixtures() == []
    frozen = set(FROZEN["events"])
    assert frozen >= {word(x) for x in events()}
    shown = {word(x) for x in SHOWN}
    assert frozen - UNSEEN == shown - UNSEEN, "a published version lost its row"
    assert not UNSEEN & shown, "run `python -m tests.ledger.fixtures`"
    assert set(FROZEN["commands"]) == set(commands())


def test_no_published_shape_changed() -> None:
    assert changed_shapes() == []


@pytest.mark.parametrize("name", sorted(STREAMS))
def test_what_was_written_is_whole_and_is_read_folded_and_written_alike(name: str) -> None:
    rows = STREAMS[name]
    assert list(broken(rows)) == []
    assert list(rewritten(rows)) == []
    changed = list(differences(CAME_TO[name], state_of(rows)))
    assert changed == [], (
        "if that is meant: raise MEANING in ledger/kept.py, so that no old text of a state is read,"
        " and run `python -m tests.ledger.fixtures states`"
    )


def test_a_new_event_or_a_new_schema_number_without_a_fixture_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def next_number(event_type: str) -> int:
        return current_schema(event_type) + (event_type == "DutyReturned")

    monkeypatch.setattr(shapes, "current_schema", next_number)
    assert [x for x in missing_fixtures() if "project/DutyReturned@2" in x]


def test_a_changed_shape_fails_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "project/DutyReturned@1"
    monkeypatch.setitem(FROZEN["events"], name, "0" * 64)
    monkeypatch.setitem(FROZEN["events"], "project/DutyForgotten@1", "0" * 64)
    changed, gone = changed_shapes()
    assert changed == CHANGED.format(name)
    assert gone == GONE.format("project/DutyForgotten@1")


def test_an_edited_row_is_found() -> None:
    rows = [dict(x) for x in next(iter(STREAMS.values()))]
    rows[0]["body"] = rows[0]["body"].replace("2", "3", 1)
    assert any("its hash" in x for x in broken(rows))


def test_what_a_stream_came_to_may_grow_but_not_change() -> None:
    was: Body = {"duties": {"a": {"due": "2023-05-04"}}, "lags": [1]}
    assert list(differences(was, {**was, "new": None})) == []
    assert list(differences(was, {"duties": {"a": {"due": "2023-05-05"}}, "lags": []})) == [
        "/duties/a/due: was '2023-05-04', is '2023-05-05'",
        "/lags: was [1], is []",
    ]
