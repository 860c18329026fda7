"""Is it there, and does it answer? Questions to the servers, ours or given from outside."""

import http.client
import json
import socket

import asyncpg

from stack.trouble import DatabaseTooOld, DatabaseUnreachable, TemporalUnreachable

SECONDS = 10
OLDEST = 17


async def ensure_database(server_url: str, name: str) -> str:
    """The URL of the database `name` on our own server, made if it is not there."""
    connection = await asyncpg.connect(server_url)
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            await connection.execute(f'CREATE DATABASE "{name}"')
    finally:
        await connection.close()
    return f"{server_url.rpartition('/')[0]}/{name}"


async def reach_database(url: str) -> None:
    """Raise DatabaseUnreachable unless it lets us in, DatabaseTooOld below PostgreSQL 17."""
    try:
        connection = await asyncpg.connect(url, timeout=SECONDS)
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as bad:
        raise DatabaseUnreachable(without_password(url), str(bad)) from bad
    try:
        version = connection.get_server_version().major
    finally:
        await connection.close()
    if version < OLDEST:
        raise DatabaseTooOld(version, OLDEST)


def reach_temporal(address: str) -> None:
    """Raise TemporalUnreachable unless something listens at host:port."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=SECONDS).close()
    except (OSError, ValueError) as bad:
        raise TemporalUnreachable(address, str(bad)) from bad


def unwell(port: int) -> list[str]:
    """What our API says of the parts that are not well; nothing if all are."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/healthz")
        parts = json.load(connection.getresponse())["parts"]
    except (OSError, http.client.HTTPException, ValueError, KeyError) as bad:
        return [f"api: {bad}"]
    finally:
        connection.close()
    return [f"{name}: {part['words']}" for name, part in parts.items() if not part["ok"]]


def without_password(url: str) -> str:
    """A database URL that may be shown."""
    at = url.rpartition("@")[2]
    return at.partition("?")[0]
