"""A wish as the office or a deputy writes it down."""

from collections.abc import Mapping
from datetime import date

from pydantic import TypeAdapter, ValidationError

from domain.base import ShortText, Text
from domain.refusals import Malformed
from domain.wish.channels import CHANNEL_ZH, Channel
from domain.wish.messages import Source
from ledger.wishers import Wisher, wisher

_TEXT: TypeAdapter[str] = TypeAdapter(Text)
_SHORT: TypeAdapter[str | None] = TypeAdapter(ShortText | None)
Said = tuple[str, str | None, Source]


class WrongEntry(Exception):
    """Fields that cannot be taken, each with what to do."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(str(errors))
        self.errors = dict(errors)


def entry_of(values: Mapping[str, str]) -> tuple[Said, Wisher]:
    """What was said, where, and who may be told. Raises WrongEntry."""
    errors: dict[str, str] = {}
    text = _checked(_TEXT, values.get("text", ""), "text", "请写明建议内容，不超过4000字。", errors)
    short = {x: _optional(values, x, errors) for x in ("place", "at", "record")}
    on, channel = _day(values.get("on", ""), errors), _channel(values.get("channel", ""), errors)
    who = Wisher(None, None)
    try:
        who = wisher(values.get("name", ""), values.get("phone", ""))
    except Malformed as wrong:
        errors["phone"] = wrong.zh
    if errors or on is None or channel is None:
        raise WrongEntry(errors)
    source = Source(channel=channel, on=on, place=short["at"], record=short["record"])
    return (str(text), short["place"], source), who


def _optional(values: Mapping[str, str], name: str, errors: dict[str, str]) -> str | None:
    given = values.get(name, "").strip() or None
    found = _checked(_SHORT, given, name, "请不超过300字，不含特殊字符。", errors)
    return found if isinstance(found, str) else None


def _checked(
    shape: TypeAdapter[str] | TypeAdapter[str | None],
    value: str | None,
    name: str,
    zh: str,
    errors: dict[str, str],
) -> str | None:
    try:
        return shape.validate_python(value)
    except ValidationError:
        errors[name] = zh
        return None


def _day(text: str, errors: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        errors["on"] = "请填提出日期，如 2023-11-15。"
        return None


def _channel(text: str, errors: dict[str, str]) -> Channel | None:
    if text in CHANNEL_ZH and text != Channel.WEB:
        return Channel(text)
    errors["channel"] = "请选一种渠道。"
    return None
