"""One stream's state as a caller may have it: out of reach is answered like nowhere at all."""

from typing import Protocol, TypeVar

from api.callers import Caller
from api.problems import not_found
from api.sight import reads
from domain.refusals import Unknown
from ledger.door import Ledger
from ledger.standing import Standing


class Regional(Protocol):
    """A state that belongs to a region."""

    @property
    def region(self) -> str:
        """Where it is, from province down."""
        ...


Kind = TypeVar("Kind", bound=Regional)


async def in_reach(
    ledger: Ledger, stream: str, kind: type[Kind], caller: Caller
) -> tuple[Kind, Standing]:
    """The state, and how the stream stands. Raises Problem 404 for what is nowhere, of another
    kind, or in a region that the caller does not read."""
    try:
        standing = await ledger.standing(stream)
    except Unknown as error:
        raise not_found() from error
    state: object = standing.state
    if not isinstance(state, kind) or not reads(caller, state.region):
        raise not_found()
    return state, standing
