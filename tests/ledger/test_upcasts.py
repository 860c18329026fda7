"""An event written in an old shape is read in today's, and stays as it was written."""

import json
from datetime import date

import asyncpg
import pytest

from domain.duty_events import DutyReturned, LetterIssued
from ledger import audit, upcasts
from ledger.door import Ledger
from ledger.reading import read_event
from ledger.upcasts import Body, current_schema, upcast
from tests.support.filing import STREAM, Desk

OLD_LETTER = {
    "duty": "work_plan",
    "revision": 0,
    "on": "2023-05-12",
    "to": "unit:市消防救援大队",
    "reason_zh": "工作方案 到期后5个工作日仍未报送",
    "reply_by": "2023-05-22",
}
"""A letter as the first trial wrote it: `because` had another name, silence no day."""


def renamed(body: Body) -> Body:
    body["because"] = body.pop("reason_zh")
    return body


def with_a_day_of_silence(body: Body) -> Body:
    return {**body, "next_if_silent": "2023-05-18"}


CHAIN = {("LetterIssued", 1): renamed, ("LetterIssued", 2): with_a_day_of_silence}


def test_two_steps_lead_from_the_first_shape_to_todays() -> None:
    assert current_schema("LetterIssued", CHAIN) == 3
    event = read_event(STREAM, "LetterIssued", 1, json.dumps(OLD_LETTER), CHAIN)
    assert isinstance(event, LetterIssued)
    assert event.because == OLD_LETTER["reason_zh"]
    assert event.next_if_silent == date(2023, 5, 18)


def test_todays_shape_is_left_alone() -> None:
    today = with_a_day_of_silence(renamed(dict(OLD_LETTER)))
    assert upcast("LetterIssued", 3, today, CHAIN) == today
    assert current_schema("DutyReturned", CHAIN) == 1


def test_a_missing_link_is_an_error_not_a_guess() -> None:
    with pytest.raises(KeyError):
        upcast("LetterIssued", 1, dict(OLD_LETTER), {("LetterIssued", 2): renamed})


async def test_a_stored_old_event_is_read_anew_and_never_rewritten(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.file()
    await desk.return_()
    before = await owner.fetchrow("SELECT body, schema FROM events WHERE type = 'DutyReturned'")
    assert before is not None
    assert before["schema"] == 1

    def told_by_whom(body: Body) -> Body:
        return {**body, "by": f"{body['by']} (clerk)"}

    monkeypatch.setitem(upcasts.UPCASTS, ("DutyReturned", 1), told_by_whom)
    entries = await audit.history(ledger, STREAM)
    (returned,) = [x for x in entries if x.type == DutyReturned.__name__]
    assert returned.event["by"] == "staff-1 (clerk)"
    assert (await audit.verify(ledger)).whole, "what is hashed is what was written"
    after = await owner.fetchrow("SELECT body, schema FROM events WHERE type = 'DutyReturned'")
    assert after == before
