"""What two accounts signed that turned out to be one human's, and whose accounts nobody knows.

Of two accounts of which nothing is known nothing can be said when they sign; once they are known to
be one human's, what both signed is found here.
"""

from typing import TYPE_CHECKING, NamedTuple

from domain.countersign.weighty import BENCHES
from ledger.accounts import Accounts
from ledger.identities import Identities

if TYPE_CHECKING:
    from ledger.door import Ledger

_SIGNED = """
SELECT proposed_by, settled_by, array_agg(target || ' ' || act ORDER BY settled_at) AS acts
FROM proposals WHERE outcome = 'confirmed' GROUP BY 1, 2 ORDER BY min(settled_at)
"""


class OneHand(NamedTuple):
    """The weighty acts that one human alone proposed and confirmed."""

    proposed_by: str
    confirmed_by: str
    acts: list[str]
    """By stream and act, the oldest first."""


async def by_one_hand(ledger: "Ledger") -> list[OneHand]:
    """All that were confirmed and are known by now to be of one human."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_SIGNED)
        pairs = [OneHand(x.proposed_by, x.settled_by, x.acts) for x in found]
    same = Identities(ledger.pool).same_human
    return [x for x in pairs if await same(x.proposed_by, x.confirmed_by, ever=True)]


async def of_nobody_known(ledger: "Ledger") -> list[str]:
    """The logins that may propose or confirm and of which it is not said whose they are."""
    roles = {y for x in BENCHES.values() for y in x.roles}
    known = await Identities(ledger.pool).known()
    return [
        x.login
        for x in await Accounts(ledger.pool).listed()
        if x.role in roles and x.disabled_at is None and x.login not in known
    ]
