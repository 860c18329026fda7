"""For whom the request that is being answered reads: said once where it becomes known who asks, and
told to PostgreSQL at the beginning of each of its reading transactions (decision 48).

Outside of a request nobody is said: the watch, the worker and the commands read as the house.
"""

from contextvars import ContextVar, Token
from typing import NamedTuple

READER, PUBLIC_READER = "bihuan_reader", "bihuan_public"
SAY = """
SELECT set_config('role', $1, true), set_config('bihuan.role', $2, true),
    set_config('bihuan.party', $3, true), set_config('bihuan.region', $4, true)
"""
"""For the transaction alone: the connection goes back to the pool as it came."""


class Behalf(NamedTuple):
    """Who reads: the office in which he speaks, the party he speaks for, and where."""

    role: str
    party: str = ""
    region: str = ""

    @property
    def settings(self) -> tuple[str, str, str, str]:
        """What a transaction is told."""
        return (PUBLIC_READER if self == PUBLIC else READER, *self)


NOBODY, PUBLIC = Behalf("nobody"), Behalf("public")
"""Who is not known yet; who reads what is public, whoever he is."""
_behalf: ContextVar[Behalf | None] = ContextVar("behalf", default=None)


def behalf() -> Behalf | None:
    """For whom is read here; None for the house itself."""
    return _behalf.get()


def read_for(who: Behalf | None) -> Token[Behalf | None]:
    """From here on, in this task and those that it begins, read for them."""
    return _behalf.set(who)


def read_as_before(token: Token[Behalf | None]) -> None:
    """Go back to whoever was said before."""
    _behalf.reset(token)
