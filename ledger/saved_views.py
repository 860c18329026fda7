"""Views of the board that somebody keeps under a name: no fact of the record, his own alone."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from domain.base import refuse_unless
from domain.refusals import Contradicted
from ledger.pool import Pool

MOST = 30
"""So many views one account keeps."""
LONGEST = 30
_OF = "SELECT id, name, query FROM saved_views WHERE account = $1"
_KEEP = """
INSERT INTO saved_views (account, name, query)
SELECT $1, $2, $3 WHERE (SELECT count(*) FROM saved_views WHERE account = $1 AND name <> $2) < $4
ON CONFLICT (account, name) DO UPDATE SET query = excluded.query, saved_at = clock_timestamp()
RETURNING id
"""
_DROP = "DELETE FROM saved_views WHERE account = $1 AND id = $2"


class SavedView(BaseModel):
    """One of them: its name, and the part of the board's address after `?`."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    name: str
    query: str


class TooManyViews(Contradicted):
    """So many are kept that no list of them helps any more."""

    def __init__(self) -> None:
        super().__init__(
            f"已经存了{MOST}个视图，删掉不用的再存。", f"{MOST} views are kept already."
        )


class SavedViews:
    """Keeping, listing and dropping, on the ledger's connections."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def of(self, account: UUID) -> list[SavedView]:
        """What the account keeps."""
        async with self._pool.read() as connection:
            rows = await connection.exec_driver_sql(_OF, (account,))
            return [SavedView.model_validate(x) for x in rows]

    async def keep(self, account: UUID, name: str, query: str) -> None:
        """Keep a view; the same name again means this one. Raises Malformed, TooManyViews."""
        name = " ".join(name.split())
        refuse_unless(
            0 < len(name) <= LONGEST and name.isprintable(),
            f"给视图起一个不超过{LONGEST}字的名字。",
            f"name the view in at most {LONGEST} characters.",
        )
        done = await self._pool.write(
            lambda x: x.exec_driver_sql(_KEEP, (account, name, query, MOST))
        )
        if done.one_or_none() is None:
            raise TooManyViews

    async def drop(self, account: UUID, view: UUID) -> None:
        """Forget one; what is not there or is another's is left alone."""
        await self._pool.write(lambda x: x.exec_driver_sql(_DROP, (account, view)))
