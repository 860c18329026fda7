"""A database beside the record's own, for a sample: made, found, and dropped whole.

It carries a mark; what does not carry it is never dropped. The record's database is only asked
for the server's list of names.
"""

import asyncio

import asyncpg

from ledger.migrate import upgrade
from ledger.refusals import MayNotMakeDatabases, Unavailable
from ledger.url import plain_url

MARK = "bihuan: a sample beside the record, may be dropped"
_BEGUN = "bihuan: a sample that is not whole yet, may be dropped"
_TAIL = "_sample"
_FOUND = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1"


def url_beside(url: str) -> str:
    """The sample's address: the same server, the record's name with a tail."""
    bare, _, options = url.partition("?")
    return f"{bare}{_TAIL}" + (f"?{options}" if options else "")


async def stands(url: str) -> bool:
    """Whether the record at that address has a sample beside it. Raises Unavailable."""
    return await _asked(url, _FOUND, _name(url)) == MARK


async def make(url: str) -> str:
    """Make the database beside, with a clock that can be set; its address. One that nobody
    finished gives way. Until `finish` it does not stand.

    Raises MayNotMakeDatabases, Unavailable.
    """
    name = _name(url)
    await drop(url)
    try:
        await _asked(url, f'CREATE DATABASE "{name}"')
        await _asked(url, f"COMMENT ON DATABASE \"{name}\" IS '{_BEGUN}'")
    except (asyncpg.InsufficientPrivilegeError, asyncpg.DuplicateDatabaseError) as error:
        raise MayNotMakeDatabases(name) from error
    await asyncio.to_thread(upgrade, url_beside(url), "settable")
    return url_beside(url)


async def finish(url: str) -> None:
    """It is whole: from now on it stands."""
    await _asked(url, f"COMMENT ON DATABASE \"{_name(url)}\" IS '{MARK}'")


async def drop(url: str) -> bool:
    """Drop the database beside, with everybody's connections to it; whether there was one."""
    if await _asked(url, _FOUND, _name(url)) not in (MARK, _BEGUN):
        return False
    await _asked(url, f'DROP DATABASE "{_name(url)}" WITH (FORCE)')
    return True


def _name(url: str) -> str:
    name = url_beside(url).partition("?")[0].rpartition("/")[2]
    if not name.replace("_", "").replace("-", "").isalnum():
        raise MayNotMakeDatabases(name)
    return name


async def _asked(url: str, sql: str, *values: str) -> object:
    """One statement outside any transaction: databases are made and dropped in none."""
    try:
        connection = await asyncpg.connect(plain_url(url))
    except (OSError, asyncpg.PostgresError, TimeoutError) as error:
        raise Unavailable from error
    try:
        return await connection.fetchval(sql, *values)
    finally:
        await connection.close()
