"""A place in the record that a figure comes from."""

from typing import Annotated

from pydantic import Field

from domain.base import Sha256, ShortText, Value


class Ref(Value):
    """A version of a stream and its hash: anybody can look it up and compare."""

    stream: ShortText
    version: Annotated[int, Field(ge=1)]
    hash: Sha256

    @property
    def short(self) -> str:
        """As it is printed: `#12 a1b2…`."""
        return f"#{self.version} {self.hash[:8]}"
