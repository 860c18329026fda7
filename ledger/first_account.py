"""The first way in: made where nobody has an account yet, and told once."""

import secrets

from ledger.accounts import Accounts
from ledger.door import Ledger

FIRST = "rendaban"
"""The congress's office, which sees everything in its installation and decides."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


async def ensure_first_account(url: str) -> tuple[str, str] | None:
    """Its login and password, if it was made now; None where somebody has an account."""
    ledger = await Ledger.connect(url, clients=1)
    try:
        accounts = Accounts(ledger.pool)
        if await accounts.listed():
            return None
        password = new_password()
        await accounts.add(FIRST, password, "committee_clerk", "clerk", name="人大办")
        return FIRST, password
    finally:
        await ledger.close()


def new_password() -> str:
    """Four groups of five letters and digits that are not mistaken for one another."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
