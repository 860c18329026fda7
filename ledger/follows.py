"""Which projects somebody follows. A wish of a person, not a fact of the record."""

from typing import TYPE_CHECKING
from uuid import UUID

from domain.base import refuse_unless

if TYPE_CHECKING:
    from ledger.door import Ledger

MOST = 200
"""So many projects one account may follow."""
_FOLLOW = """
INSERT INTO follows (account, project)
SELECT $1, $2 WHERE (SELECT count(*) FROM follows WHERE account = $1) < $3 OR EXISTS
    (SELECT FROM follows WHERE account = $1 AND project = $2)
ON CONFLICT (account, project) DO UPDATE SET project = excluded.project
"""
_STOP = "DELETE FROM follows WHERE account = $1 AND project = $2"
_OF = "SELECT project FROM follows WHERE account = $1 ORDER BY since, project"


async def follow(ledger: "Ledger", account: UUID, project: str) -> None:
    """From now on. Following twice is following. Raises Malformed for one too many."""
    done = await ledger.pool.write(lambda x: x.exec_driver_sql(_FOLLOW, (account, project, MOST)))
    refuse_unless(
        bool(done.rowcount),
        f"最多关注{MOST}个项目，先取消一些。",
        f"one account follows {MOST} projects at most.",
    )


async def unfollow(ledger: "Ledger", account: UUID, project: str) -> None:
    """No longer; also where it was not followed."""
    await ledger.pool.write(lambda x: x.exec_driver_sql(_STOP, (account, project)))


async def followed_by(ledger: "Ledger", account: UUID) -> list[str]:
    """The ids of the projects, those followed longest first."""
    async with ledger.pool.read() as connection:
        return [x.project for x in await connection.exec_driver_sql(_OF, (account,))]
