"""Measures are held to their content: the first use notes the file's digest for ever.

A file that was edited under the same name is refused when a process starts, and before any year
is opened under it or moved to it. What changes is a new version.
"""

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.base import Command
from domain.refusals import Contradicted
from domain.regimes import digest_of, known, named
from ledger.pool import Pool

_NOTE = "INSERT INTO measures (ref, digest) VALUES ($1, $2) ON CONFLICT (ref) DO NOTHING"
_NOTED = "SELECT digest FROM measures WHERE ref = $1"
_ALL = "SELECT ref, digest FROM measures ORDER BY ref"


class MeasureAltered(Contradicted):
    """A measure's file is not the one that stands in the record, or is not there at all."""

    def __init__(self, ref: str) -> None:
        super().__init__(
            f"办法 {ref} 的文件与登记时不同，或没有装载；已发布的办法不能修改，"
            "请恢复原文件（自有办法请设 REGIMES），修改请另立新版本。",
            f"the file of {ref} is missing or not the one on record; restore it, or make a new "
            "version.",
        )


class Measures:
    """What of this is known to hold already, so that each measure is looked up once a process."""

    def __init__(self) -> None:
        self._held: set[str] = set()

    async def check(self, pool: Pool) -> None:
        """Every measure in use has the content it had. Raises MeasureAltered."""
        async with pool.read() as connection:
            rows = (await connection.exec_driver_sql(_ALL)).all()
        for row in rows:
            if row.ref not in known() or digest_of(row.ref) != row.digest:
                raise MeasureAltered(row.ref)
            self._held.add(row.ref)

    async def hold(self, pool: Pool, command: Command) -> None:
        """The measure that a command names, if any, is noted or has the content noted.

        Raises MeasureAltered, and Unknown for a measure nobody published.
        """
        said = getattr(command, "regime", None)
        if not isinstance(said, str) or said in self._held:
            return
        ref = named(said).ref
        digest = digest_of(ref)

        async def note(connection: AsyncConnection) -> str:
            await connection.exec_driver_sql(_NOTE, (ref, digest))
            return str((await connection.exec_driver_sql(_NOTED, (ref,))).scalar_one())

        if await pool.write(note) != digest:
            raise MeasureAltered(ref)
        self._held.update((said, ref))
