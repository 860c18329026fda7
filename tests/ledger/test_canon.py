"""Canonical JSON: one text for one meaning, and a refusal for what has none."""

import json
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import SHANGHAI
from domain.duty_commands import Acknowledge
from domain.duty_events import Acknowledged
from domain.project.inspecting import digest_of
from domain.project.inspections import InspectionKind, RecordInspection, Tallied, Visit
from domain.refusals import Malformed
from ledger.canon import body_of, canonical, fingerprint, instant
from ledger.chain import HEADER, event_id, header_of
from tests.support.filing import adoption
from tests.support.year import CARD, voted_project

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))
KEYS = st.text(st.characters(max_codepoint=126, min_codepoint=32), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda x: st.lists(x, max_size=4) | st.dictionaries(KEYS, x, max_size=4),
    max_leaves=12,
)


def in_nfc(value: Any) -> Any:
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case list():
            return [in_nfc(x) for x in value]
        case dict():
            return {k: in_nfc(v) for k, v in value.items()}
        case _:
            return value


@given(VALUES)
def test_reading_it_back_gives_the_value_in_nfc(value: Any) -> None:
    text = canonical(value)
    assert json.loads(text) == in_nfc(value)
    assert canonical(json.loads(text)) == text, "what is canonical stays as it is"


@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_the_order_of_keys_says_nothing(value: dict[str, Any]) -> None:
    assert canonical(value) == canonical(dict(reversed(value.items())))


def test_the_two_spellings_of_a_letter_are_one() -> None:
    assert canonical("Cafe\u0301") == canonical("Caf\u00e9")
    assert canonical(["\n\u0303", "名"]) == '["\\n\u0303","名"]', "an escape takes no accent"


@pytest.mark.parametrize(
    "value",
    [
        0.5,
        [1, {"a": 2.0}],
        float("nan"),
        Decimal(1),
        {"名": 1},
        "\ud800",
        "a\x00b",
        {"a": b""},
    ],
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(Malformed):
        canonical(value)


def test_a_colon_in_a_value_is_no_key() -> None:
    assert canonical({"a": '名":', "b": '"名":'}) == '{"a":"名\\":","b":"\\"名\\":"}'


def test_an_instant_has_one_spelling() -> None:
    there = datetime(2023, 5, 5, tzinfo=SHANGHAI)
    assert instant(there) == instant(there.astimezone(UTC)) == "2023-05-04T16:00:00.000000Z"


def test_a_body_writes_decimals_as_text() -> None:
    assert '"value":"5800"' in body_of(CARD)


def test_a_fingerprint_tells_stream_and_body_apart() -> None:
    one = adoption()
    other = adoption(CARD.model_copy(update={"name": "别的项目"}))
    assert fingerprint("project:a", one) == fingerprint("project:a", adoption())
    assert len({fingerprint(x, y) for x in ("project:a", "project:b") for y in (one, other)}) == 4


@given(TEXTS, TEXTS, st.none() | TEXTS)
def test_a_header_put_together_by_hand_is_the_canonical_one(
    actor: str, key: str, reason: str | None
) -> None:
    at = datetime(2023, 5, 5, tzinfo=SHANGHAI)
    times = dict.fromkeys(("happened_at", "received_at", "recorded_at"), at)
    row: dict[str, Any] = dict.fromkeys(HEADER, "名") | {
        "actor": actor,
        "command_id": key,
        "reason": reason,
    }
    row |= {"id": event_id("c", key, 0), "version": 7, "schema": 1, "n": 0, **times}
    plain = row | {"id": str(row["id"])} | {x: instant(value) for x, value in times.items()}
    assert header_of(row) == canonical(plain)


def test_an_events_id_is_the_version_5_uuid_of_its_command() -> None:
    space = uuid5(NAMESPACE_URL, "urn:bihuan:event")
    assert event_id("unit-7", "名", 3) == uuid5(space, canonical(["unit-7", "名", 3]))


def test_what_was_said_before_a_field_came_keeps_its_bytes() -> None:
    """A key sent again after an upgrade, and an inspection told again, are known."""
    seen = datetime(2023, 5, 12, 9, 30, tzinfo=SHANGHAI)
    visit = Visit(kind=InspectionKind.SITE_VISIT, happened_at=seen, place="某村", seen="已看")
    told = RecordInspection(number="1", visit=visit)
    assert body_of(Acknowledge(duty="a", revision=0, level=1)) == (
        '{"duty":"a","level":1,"revision":0}'
    )
    assert body_of(Acknowledged(duty="a", revision=0, level=1, by="x")) == (
        '{"by":"x","duty":"a","level":1,"revision":0}'
    )
    assert digest_of(told) == ("273bc917076fc96cf7a0883032a2cc34ee50111dd1cc51c5836332f586c087ed")
    assert '"counts":[{' in body_of(
        told.model_copy(
            update={
                "visit": visit.model_copy(update={"counts": (Tallied(subproject=1, number=3),)})
            }
        )
    )


def test_a_state_that_was_kept_before_a_field_came_is_the_same_text() -> None:
    """Or replaying the record would tell of a difference in every stream."""
    duties = voted_project().state.duties.values()
    assert duties
    assert not [x for x in duties if "urged" in x.model_dump_json()]
    assert (
        '"urged":"2023-05-05"'
        in next(iter(duties)).model_copy(update={"urged": date(2023, 5, 5)}).model_dump_json()
    )
