"""A box's working tables, made when voting opens and dropped with the count.

They lie in a schema of their own, one set per box, so that nothing of it, no dead row either, is
left in the database's files afterwards; what the write-ahead log and backups still hold is sealed
to keys that the system never had. Before the opening an operator could see who has voted and in
which order sealed ballots came; he cannot read one (docs/ballot-secrecy.md).
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from domain.ballot.paper import ItemCount
from ledger.line import Asking

_ENTRY: TypeAdapter[tuple[ItemCount, ...]] = TypeAdapter(tuple[ItemCount, ...])
_MAKE = (
    "CREATE TABLE {0}.roll_{1} (voter text PRIMARY KEY, way text, receipt text)",
    "CREATE TABLE {0}.sealed_{1} (sealed bytea NOT NULL)",
    "CREATE TABLE {0}.papers_{1} (entry text NOT NULL)",
)
_KEEP = """
INSERT INTO ballot_rolls (ballot, voter, voted)
SELECT $1, voter, way IS NOT NULL FROM {0}.roll_{1} ORDER BY voter
"""
_MARK = """
WITH marked AS (
    UPDATE {0}.roll_{1} SET way = 'phone', receipt = $2 WHERE voter = $1 AND way IS NULL
    RETURNING voter
), put AS (INSERT INTO {0}.sealed_{1} SELECT $3 FROM marked)
SELECT count(*) FROM marked
"""
_ISSUE = """
UPDATE {0}.roll_{1} SET way = 'paper' WHERE voter = ANY($1) AND way IS DISTINCT FROM 'phone'
RETURNING voter
"""


class Tables:
    """The working tables of one box."""

    def __init__(self, ballot: str, line: Asking) -> None:
        self._ballot = ballot
        self.line = line
        self._name = hashlib.sha256(ballot.encode()).hexdigest()[:32]

    async def make(self, voters: Sequence[str]) -> None:
        """Freeze the roll."""
        for statement in _MAKE:
            await self._ask(statement)
        await self._ask("INSERT INTO {0}.roll_{1} SELECT unnest($1::text[])", sorted(voters))

    async def destroy(self) -> None:
        """Drop everything, and keep of the roll who voted, in the order of the names alone."""
        await self._ask(_KEEP, self._ballot)
        for kind in ("roll", "sealed", "papers"):
            await self._ask(f"DROP TABLE {{0}}.{kind}_{{1}}")

    async def stand(self) -> bool:
        """Whether the tables are there; the count may drop them at any time."""
        rows = await self._ask("SELECT to_regclass($1)::text AS roll", f"box.roll_{self._name}")
        return rows[0].roll is not None

    async def cast(self, voter: str, receipt: str, sealed: bytes) -> bool:
        """Mark the voter and put the ballot in, both or neither."""
        rows = await self._ask(_MARK, voter, receipt, sealed)
        return bool(rows[0].count)

    async def issue(self, voters: Sequence[str]) -> set[str]:
        """Note that these were handed a paper; who of them had one of both already is left out."""
        return {x.voter for x in await self._ask(_ISSUE, sorted(voters))}

    async def voter(self, voter: str) -> Any:
        """The voter's line of the roll: `way` and `receipt`; None where he is not on it."""
        rows = await self._ask("SELECT way, receipt FROM {0}.roll_{1} WHERE voter = $1", voter)
        return rows[0] if rows else None

    async def turnout(self) -> tuple[int, int]:
        """How many ballots lie in the box, and how many papers were handed out."""
        rows = await self._ask(
            "SELECT (SELECT count(*) FROM {0}.sealed_{1}) AS cast,"
            " (SELECT count(*) FROM {0}.roll_{1} WHERE way = 'paper') AS papers"
        )
        return rows[0].cast, rows[0].papers

    async def sealed(self) -> list[bytes]:
        """The sealed ballots."""
        return [x.sealed for x in await self._ask("SELECT sealed FROM {0}.sealed_{1}")]

    async def papers(self) -> tuple[ItemCount, ...] | None:
        """What was entered of the paper ballots last; None before the first entry."""
        rows = await self._ask("SELECT entry FROM {0}.papers_{1}")
        return _ENTRY.validate_json(rows[0].entry) if rows else None

    async def note_papers(self, items: Sequence[ItemCount] | None) -> None:
        """Keep this entry instead of the one before; None: both are to be made anew."""
        await self._ask("DELETE FROM {0}.papers_{1}")
        if items is not None:
            entry = _ENTRY.dump_json(tuple(items)).decode()
            await self._ask("INSERT INTO {0}.papers_{1} VALUES ($1)", entry)

    async def _ask(self, statement: str, *values: Any) -> Any:
        found = await self.line.exec_driver_sql(statement.format("box", self._name), values)
        return found.all()


def digest_of(parts: Sequence[bytes]) -> str:
    """SHA-256 over the sorted SHA-256 of the parts: of a roll, or of all that lies in a box."""
    each = sorted(hashlib.sha256(x).digest() for x in parts)
    return hashlib.sha256(b"".join(each)).hexdigest()
