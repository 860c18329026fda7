"""Which evidence files were handed in, by whom, and under which streams they were offered.

Whose a file is, party and region say together: a bureau's name is known in many counties. Who is
of no region finds his party's files of every region; what he hands in is of none.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol, Self

from pydantic import BaseModel, ConfigDict
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.forms import Evidence
from ledger.pool import Pool
from ledger.refusals import NoRoom, ReusedKey

_TAKE_KEY = text(
    "INSERT INTO upload_keys VALUES (:client, :command_id, :sha256)"
    " ON CONFLICT DO NOTHING RETURNING sha256"
)
_KEY = text("SELECT sha256 FROM upload_keys WHERE client = :client AND command_id = :command_id")
_ADD = text(
    "INSERT INTO uploads (sha256, party, region, name, media_type, size)"
    " VALUES (:sha256, :party, :region, :name, :media_type, :size) ON CONFLICT DO NOTHING"
)
_ROOM = text(
    "SELECT count(*) < :files AND coalesce(sum(size), 0) + CAST(:size AS bigint)"
    " <= CAST(:bytes AS bigint) OR bool_or(sha256 = :sha256) FROM uploads"
    " WHERE party = :party AND region IS NOT DISTINCT FROM CAST(:region AS text)"
)
_ONE = text(
    "SELECT * FROM uploads WHERE sha256 = :sha256 AND party = :party"
    " AND region IS NOT DISTINCT FROM CAST(:region AS text)"
)
_OF = text(
    "SELECT * FROM uploads WHERE sha256 = ANY(:hashes) AND party = :party"
    " AND (CAST(:region AS text) IS NULL OR region = :region)"
    " ORDER BY region"  # of no region last: of several copies it is the one that stays
)
_OFFER = text(
    "INSERT INTO upload_uses (sha256, stream, party, region)"
    " SELECT DISTINCT ON (sha256) sha256, :stream, party, region FROM uploads"
    " WHERE sha256 = ANY(:hashes) AND party = :party"
    " AND (CAST(:region AS text) IS NULL OR region = :region)"
    " ORDER BY sha256, region NULLS FIRST ON CONFLICT DO NOTHING"
)
_USES = text(
    "SELECT u.*, x.stream FROM uploads AS u JOIN upload_uses AS x ON x.sha256 = u.sha256"
    " AND x.party = u.party AND x.region IS NOT DISTINCT FROM u.region WHERE u.sha256 = :sha256"
)


class Owner(Protocol):
    """Whose a file is: a party where it is."""

    @property
    def party(self) -> str:
        """As `unit:县财政局`."""

    @property
    def region(self) -> str | None:
        """Its region; None for who is of no region, or where it is not known."""


class Room(NamedTuple):
    """How much one party in its region may hand in, all its files together. Ours."""

    files: int = 20_000
    bytes: int = 20 * 1024**3


ROOM = Room()


class Upload(BaseModel):
    """One file of one party in its region."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    sha256: str
    party: str
    region: str | None
    name: str
    media_type: str
    size: int

    @classmethod
    def of(cls, owner: Owner, *, sha256: str, name: str, media_type: str, size: int) -> Self:
        """What the owner hands in."""
        return cls(
            sha256=sha256,
            party=owner.party,
            region=owner.region,
            name=name,
            media_type=media_type,
            size=size,
        )

    @property
    def evidence(self) -> Evidence:
        """How a filing's event names the file."""
        return Evidence(
            sha256=self.sha256, name=self.name, media_type=self.media_type, size=self.size
        )


class Uploads:
    """The list of files, on the ledger's connections."""

    def __init__(self, pool: Pool, room: Room = ROOM) -> None:
        self._pool = pool
        self._room = room

    async def keep(self, new: Upload, client: str, command_id: str) -> tuple[Upload, bool]:
        """The file as it stands, and whether this key was used for it before. Raises ReusedKey."""
        key = {"client": client, "command_id": command_id}

        async def insert(connection: AsyncConnection) -> tuple[Upload, bool]:
            taken = await connection.execute(_TAKE_KEY, {**key, "sha256": new.sha256})
            repeated = taken.one_or_none() is None
            if repeated and (await connection.execute(_KEY, key)).scalar_one() != new.sha256:
                raise ReusedKey(command_id)
            await connection.execute(_ADD, new.model_dump())
            row = await connection.execute(_ONE, {"sha256": new.sha256, **_whose(new)})
            return Upload.model_validate(row.one()), repeated

        return await self._pool.write(insert)

    async def may(self, new: Upload, client: str, command_id: str) -> None:
        """Before the content is stored: would it be kept? Raises ReusedKey, NoRoom."""
        key = {"client": client, "command_id": command_id}
        async with self._pool.read() as connection:
            used = (await connection.execute(_KEY, key)).scalar_one_or_none()
            told = {**new.model_dump(), **self._room._asdict()}
            room = (await connection.execute(_ROOM, told)).scalar_one()
        if used not in (None, new.sha256):
            raise ReusedKey(command_id)
        if not room:
            raise NoRoom(self._room.files, self._room.bytes)

    async def of(self, owner: Owner, hashes: Collection[str]) -> dict[str, Upload]:
        """Those of the files that this party handed in, in its region."""
        values = {"hashes": list(hashes), **_whose(owner)}
        async with self._pool.read() as connection:
            rows = await connection.execute(_OF, values)
            return {row.sha256: Upload.model_validate(row) for row in rows}

    async def offered(self, owner: Owner, hashes: Collection[str], stream: str) -> None:
        """Remember, before the filing is recorded, that the party files them in this stream."""
        values = {"hashes": list(hashes), "stream": stream, **_whose(owner)}

        async def insert(connection: AsyncConnection) -> None:
            await connection.execute(_OFFER, values)

        await self._pool.write(insert)

    async def uses(self, sha256: str) -> Sequence[tuple[Upload, str]]:
        """Each copy of the file that was offered, with the stream."""
        async with self._pool.read() as connection:
            rows = await connection.execute(_USES, {"sha256": sha256})
            return [(Upload.model_validate(row), row.stream) for row in rows]


def _whose(owner: Owner) -> dict[str, str | None]:
    return {"party": owner.party, "region": owner.region}
