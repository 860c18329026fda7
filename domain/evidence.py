"""Files that prove something: the record holds their hashes, never their bytes."""

from typing import Annotated

from pydantic import Field

from domain.base import Count, Sha256, ShortText, Value


class Evidence(Value):
    """A file that was uploaded before: the event holds its hash, never its bytes."""

    sha256: Sha256
    name: ShortText
    media_type: Annotated[str, Field(max_length=100)]
    size: Count


Files = Annotated[tuple[Evidence, ...], Field(max_length=50)]
