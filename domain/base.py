"""What every message and state in the record is made of: frozen, strict, canonical values."""

import unicodedata
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from domain.refusals import Malformed


class Value(BaseModel):
    """A frozen value; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Event(Value):
    """A fact that happened. The class name is its type in the ledger; its shape never changes."""


class Command(Value):
    """A request to record a fact."""


_BIDI = {chr(x) for x in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)}


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text).strip()
    for char in text:
        if char in _BIDI or (unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"):
            raise ValueError(
                "文字中有不可见的控制字符，请删除后重试 / control characters in the text"
            )
    return text


Text = Annotated[str, AfterValidator(_plain), StringConstraints(min_length=1, max_length=4000)]
"""Free text: NFC, trimmed, without control or direction-changing characters."""
ShortText = Annotated[str, AfterValidator(_plain), StringConstraints(min_length=1, max_length=300)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6, allow_inf_nan=False)]
"""A figure that cannot be negative: a quantity, or money in 万元 (10,000 yuan)."""
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=9, decimal_places=6)]
Count = Annotated[int, Field(ge=0, le=10_000_000)]
Instant = AwareDatetime
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def refuse_unless(holds: bool, zh: str, en: str) -> None:
    """Raises Malformed with the sentence unless the condition holds."""
    if not holds:
        raise Malformed(zh, en)
