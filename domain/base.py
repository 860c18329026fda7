"""What every message and state in the record is made of: frozen, strict, canonical values."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticKnownError

from domain.refusals import Malformed

_M = TypeVar("_M", bound=BaseModel)


_new = object.__new__
_put_values, _put_fields, _put_extra, _put_private = (
    BaseModel.__dict__[f"__{x}__"].__set__
    for x in ("dict", "pydantic_fields_set", "pydantic_extra", "pydantic_private")
)
"""The four slots of every pydantic object."""


def unchecked(shape: type[_M], values: dict[str, object], fields: set[str] | None = None) -> _M:
    """A value of fields that are known to be right, all of them: `model_construct` without its
    search for defaults."""
    made = _new(shape)
    _put_values(made, values)
    _put_fields(made, set(values) if fields is None else fields)
    _put_extra(made, None)
    _put_private(made, None)
    return made


class Value(BaseModel):
    """A frozen value; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """The value with some fields changed, nothing checked, as pydantic's own in a third of its
        time: folding makes one for every event of a long history."""
        if deep or update is None:
            return super().model_copy(update=update, deep=deep)
        values = {**self.__dict__, **update}
        return unchecked(type(self), values, self.__pydantic_fields_set__)


class Event(Value):
    """A fact that happened. The class name is its type in the ledger; its shape never changes."""


class Command(Value):
    """A request to record a fact."""


_NEVER = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""Control characters but for line end and tab, surrogates, and what changes the direction."""


def _plain(most: int) -> Callable[[str], str]:
    """One call for all that is asked of a text: every text of a history that is read passes it."""

    def plain(text: str) -> str:
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        text = text.strip()
        if not text.isprintable() and _NEVER.search(text):
            raise ValueError(
                "文字中有不可见的控制字符，请删除后重试 / control characters in the text"
            )
        if not 0 < len(text) <= most:
            raise _beyond(len(text), most)
        return text

    return plain


def _beyond(length: int, most: int) -> PydanticKnownError:
    told = {"field_type": "Value", "actual_length": length}
    if length == 0:
        return PydanticKnownError("too_short", {**told, "min_length": 1})
    return PydanticKnownError("too_long", {**told, "max_length": most})


_TEXT, _SHORT = 4000, 300
"""Characters."""
Text = Annotated[
    str,
    AfterValidator(_plain(_TEXT)),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": _TEXT}),
]
"""Free text: NFC, trimmed, without control or direction-changing characters."""
ShortText = Annotated[
    str,
    AfterValidator(_plain(_SHORT)),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": _SHORT}),
]
Amount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6, allow_inf_nan=False)]
"""A figure that cannot be negative: a quantity, or money in 万元 (10,000 yuan)."""
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=9, decimal_places=6)]
Count = Annotated[int, Field(ge=0, le=10_000_000)]
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2100, 12, 31))]
"""A day of our time: a mistyped year is refused at once."""
Instant = AwareDatetime
Preparer = Annotated[
    str, StringConstraints(pattern=r"^(account|token):[0-9a-f-]{36}$", max_length=44)
]
"""Who prepared something, by an opaque id: never a person's name."""
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def is_none(value: object) -> bool:
    """Of a field that came later: unsaid, it is not written, and what was written before it came
    keeps its bytes."""
    return value is None


def is_empty(value: tuple[object, ...]) -> bool:
    """The same of a list that came later."""
    return not value


def refuse_unless(holds: bool, zh: str, en: str) -> None:
    """Raises Malformed with the sentence unless the condition holds."""
    if not holds:
        raise Malformed(zh, en)
