"""Measures are held to their content: the first use notes the file's digest for ever.

A file that was edited under the same name is refused when a process starts, and before any year
is opened under it or moved to it. What changes is a new version.
"""

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.base import Command
from domain.measures import MeasurePublished
from domain.names import MEASURE, stream_id
from domain.refusals import Contradicted
from domain.regimes import digest_of, known, named, shipped
from ledger.pool import Pool
from ledger.reading import read_event

_NOTE = "INSERT INTO measures (ref, digest) VALUES ($1, $2) ON CONFLICT (ref) DO NOTHING"
_NOTED = "SELECT digest FROM measures WHERE ref = $1"
_PUBLISHED = "SELECT type, schema, body FROM events WHERE stream = $1 ORDER BY version LIMIT 1"
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


class MeasureUnpublished(Contradicted):
    """A measure of the place's own that nobody published yet."""

    def __init__(self, ref: str) -> None:
        super().__init__(
            f"办法 {ref} 还没有公布：请先由两人办理 bihuan regime publish {ref}，再用于清单。",
            f"the measure {ref} was not published: run bihuan regime publish {ref} first.",
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

    async def hold(self, pool: Pool, command: Command, *, published: bool = False) -> None:
        """The measure that a command names, if any, is noted or has the content noted.

        `published`: one that is neither shipped nor in use must have been published here.
        Raises MeasureAltered, Unknown for a measure that is not there, and MeasureUnpublished.
        """
        said = getattr(command, "regime", None)
        if not isinstance(said, str) or said in self._held:
            return
        ref = named(said).ref
        digest = digest_of(ref)

        async def note(connection: AsyncConnection) -> str:
            noted = (await connection.exec_driver_sql(_NOTED, (ref,))).scalar_one_or_none()
            if published and noted is None and ref not in shipped():
                await _must_be_published(connection, ref, digest)
            await connection.exec_driver_sql(_NOTE, (ref, digest))
            return str((await connection.exec_driver_sql(_NOTED, (ref,))).scalar_one())

        if await pool.write(note) != digest:
            raise MeasureAltered(ref)
        self._held.update((said, ref))


async def _must_be_published(connection: AsyncConnection, ref: str, digest: str) -> None:
    stream = stream_id(MEASURE, ref)
    row = (await connection.exec_driver_sql(_PUBLISHED, (stream,))).one_or_none()
    if row is None:
        raise MeasureUnpublished(ref)
    event = read_event(stream, row.type, row.schema, row.body)
    if not isinstance(event, MeasurePublished) or event.digest != digest:
        raise MeasureAltered(ref)
