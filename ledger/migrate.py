"""Bringing a database to the newest schema, and choosing its clock before anything is recorded."""

import asyncio
from pathlib import Path
from typing import Literal

import asyncpg

from ledger.refusals import ClockChosen, NewerSchema
from ledger.url import driver_url, plain_url

ClockMode = Literal["real", "settable"]


def upgrade(url: str, clock: ClockMode | None = None, *, to: str = "head") -> None:
    """Migrate the database at a `postgresql://` URL; call it where no event loop runs.

    `to` is a revision, the newest unless a test wants another.

    `clock` is what this installation should have; None keeps what it has (real, when new).
    Raises ClockChosen for a settable clock over a record that was made under the real one,
    NewerSchema for a database of a later version.
    """
    from alembic import command  # only who migrates needs it
    from alembic.config import Config
    from alembic.script.revision import ResolutionError
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = driver_url(url)
    try:
        command.upgrade(config, to)
    except CommandError as error:
        if isinstance(error.__cause__, ResolutionError):
            raise NewerSchema from error
        raise
    if clock == "settable":
        asyncio.run(choose_settable_clock(url))


async def choose_settable_clock(url: str) -> None:
    """Give an installation without events the settable clock. Raises ClockChosen."""
    connection = await asyncpg.connect(plain_url(url))
    try:
        if await connection.fetchval("SELECT clock FROM installation") == "settable":
            return
        if await connection.fetchval("SELECT EXISTS (SELECT FROM events)"):
            raise ClockChosen
        await connection.execute("UPDATE installation SET clock = 'settable'")
    finally:
        await connection.close()


def newest_revision() -> str:
    """The schema that this version of the program wants."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return str(ScriptDirectory.from_config(config).get_current_head())
