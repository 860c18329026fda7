"""One request of one party of the play, and as whom it is made."""

from typing import Any, NamedTuple

from domain.parties import role_of

CLERK = "clerk"


class Deed(NamedTuple):
    """One request of one party: what is done, and the key under which it is done once."""

    verb: str
    """filed, late, accepted, returned, seen, answered, convened, closed; of the scenes: urged,
    asked, granted, opined."""
    stream: str
    party: str
    region: str
    method: str
    path: str
    body: dict[str, Any]
    key: str
    photo: bool = False
    """Whether the play's picture has to be handed in first."""


def token_role(party: str) -> str:
    """As what a party's token is issued."""
    if party == CLERK:
        return CLERK
    role = str(role_of(party))
    return "deputy_group" if role == "deputy_groups" else role
