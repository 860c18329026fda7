"""Reading one cell: text, a whole number, an amount, a day; or the reason why it is broken."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from pydantic import TypeAdapter, ValidationError

from domain.base import Amount, ShortText

_BREAKS = re.compile(r"\s*[\r\n\t]+\s*")
_NUMBER = re.compile(r"[0-9]{1,18}(\.[0-9]+)?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TEXT: TypeAdapter[str] = TypeAdapter(ShortText)
_AMOUNT: TypeAdapter[Decimal] = TypeAdapter(Amount)


class Broken(Exception):
    """A cell that cannot be read. `zh` and `en` name the column and what is wrong."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


def text(cell: str, column: str, most: int = 300) -> str | None:
    """The text in one line; None for an empty cell. Raises Broken."""
    one_line = _BREAKS.sub(" ", cell).strip()
    if not one_line:
        return None
    try:
        clean = _TEXT.validate_python(one_line)
    except ValidationError as error:
        raise Broken(
            f"{column} 过长或含有控制字符", f"{column} is too long or has control characters"
        ) from error
    if len(clean) > most:
        raise Broken(f"{column} 超过 {most} 字", f"{column} has more than {most} characters")
    return clean


def amount(cell: str, column: str) -> Decimal | None:
    """A figure that is not negative; None for an empty cell. Raises Broken."""
    plain = unicodedata.normalize("NFKC", cell)
    if not plain:
        return None
    if plain.startswith("-") and _NUMBER.fullmatch(plain[1:]):
        raise Broken(f"{column} 不能为负数（{_short(cell)}）", f"{column} is negative")
    if not _NUMBER.fullmatch(plain):
        raise Broken(f"{column} 不是数字（{_short(cell)}）", f"{column} is no number")
    try:
        return _AMOUNT.validate_python(plain)
    except ValidationError as error:
        raise Broken(
            f"{column} 数字过大或小数位过多（{_short(cell)}）",
            f"{column} has too many digits",
        ) from error


def whole(cell: str, column: str, most: int) -> int | None:
    """A whole number from 0 to `most`, "2" or "2.0"; None for an empty cell. Raises Broken."""
    number = amount(cell, column)
    if number is None:
        return None
    if number != number.to_integral_value() or number > most:
        raise Broken(
            f"{column} 应为 0 至 {most} 的整数（{_short(cell)}）",
            f"{column} is no whole number from 0 to {most}",
        )
    return int(number)


def day(cell: str, column: str) -> date | None:
    """A day written 2023-12-31; None for an empty cell. Raises Broken."""
    if not cell:
        return None
    try:
        found = date.fromisoformat(cell) if _DAY.fullmatch(cell) else None
    except ValueError:
        found = None
    if found is None:
        raise Broken(f"{column} 应写成 2023-12-31 的形式（{_short(cell)}）", f"{column} is no day")
    return found


def _short(cell: str) -> str:
    return " ".join(cell.split())[:40]
