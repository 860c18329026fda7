"""What staff fill in about a vote on candidates, as the command it means."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile

from api.field_errors import described
from api.keypad_report import entry_of, read_keypad_file
from api.limits import SHEET_MOST, too_large
from domain.base import Command
from domain.collection.state import Collection
from domain.collection.vote import candidates_of
from domain.refusals import Malformed
from domain.voting.messages import AdoptMethod, EnterCount, RecordConsultation

C = TypeVar("C", bound=Command)
FIGURES = ("approvals", "against", "abstain", "blank", "invalid")
_HANDS = ("roll", "present", "in_favour", "against", "abstain")
_METHOD = ("seats", "candidates", "family", "way", "shortfall", "announced")


def adoption(form: FormData) -> AdoptMethod:
    """通过办法. Raises Malformed."""
    texts = _texts(form)
    method: dict[str, Any] = {x: texts.get(x) for x in _METHOD}
    method["at_most_seats"] = texts.get("at_most_seats") == "yes"
    hands = {x: texts.get(f"hands.{x}") or "0" for x in _HANDS}
    return _made(
        AdoptMethod,
        {
            "method": method,
            "hands": hands,
            "on": texts.get("on"),
            "session": texts.get("session"),
            "document": texts.get("document"),
            "margin_reason": texts.get("margin_reason") or None,
        },
    )


def hand_count(form: FormData, state: Collection) -> EnterCount:
    """计票录入: one line of figures for each item that stands. Raises Malformed."""
    texts = _texts(form)
    listed = candidates_of(state)
    items = [x.id for x in listed.items] if listed else []
    lines = [
        {"item": x, **{y: texts.get(f"{y}.{x}") or "0" for y in FIGURES}}
        for x in items
        if f"approvals.{x}" in texts
    ]
    plain = ("round", "held_on", "roll", "present", "issued", "returned")
    said: dict[str, Any] = {x: texts.get(x) for x in plain}
    return _made(EnterCount, {**said, "source": "papers", "lines": lines})


async def keypad_count(form: FormData, state: Collection) -> EnterCount:
    """表决器报告. Raises Malformed, Problem for a file that is too large."""
    file = form.get("report")
    if not isinstance(file, UploadFile) or not file.filename:
        raise Malformed("请选择表决器报告文件。", "choose the report.")
    content = await file.read(SHEET_MOST + 1)
    if len(content) > SHEET_MOST:
        raise too_large(SHEET_MOST)
    report = read_keypad_file(state, file.filename, content)
    texts = _texts(form)
    try:
        held_on = date.fromisoformat(texts.get("held_on", ""))
        number, roll, present = (int(texts.get(x, "")) for x in ("round", "roll", "present"))
    except ValueError as error:
        raise Malformed("请填写投票日和人数。", "fill in the day and the figures.") from error
    plain = {"round": number, "held_on": held_on, "roll": roll, "present": present}
    entry = entry_of(report, number, held_on, max(roll, 1), max(present, 0))
    return _made(EnterCount, {**entry.model_dump(), **plain})


def agreement(form: FormData) -> RecordConsultation:
    """会商. Raises Malformed."""
    texts = _texts(form)
    said: dict[str, Any] = {x: texts.get(x) for x in ("held_on", "present", "minutes")}
    chosen = [str(x) for x in form.getlist("chosen")]
    return _made(RecordConsultation, {**said, "chosen": chosen, "note": texts.get("note") or None})


def _made(shape: type[C], values: Mapping[str, Any]) -> C:
    try:
        return shape.model_validate(values)
    except ValidationError as error:
        said = described(error.errors(include_url=False))
        raise Malformed("；".join(f"{x.field}：{x.zh}" for x in said), "check the form.") from error


def _texts(form: FormData) -> dict[str, str]:
    return {k: v.strip() for k, v in form.items() if isinstance(v, str)}
