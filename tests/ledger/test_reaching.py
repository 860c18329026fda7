"""A process that starts before its database waits for it, and not for what never comes."""

import asyncio

import pytest

from ledger.migrate import upgrade
from ledger.reaching import connected
from ledger.refusals import Unavailable
from stack import postgres, probes
from tests.support import data_folder, free_port


async def test_a_database_that_recovers_is_waited_for() -> None:
    with data_folder() as home:
        port = free_port()
        server = postgres.start(home, port)
        url = await probes.ensure_database(server.url, "bihuan")
        await asyncio.to_thread(upgrade, url)
        server.stop()
        waiting = asyncio.create_task(connected(url))
        await asyncio.sleep(0.5)
        assert not waiting.done()
        again = postgres.start(home, port)
        ledger = await asyncio.wait_for(waiting, 20)
        await ledger.close()
        again.stop()


async def test_a_wrong_password_is_not_waited_for(database: str) -> None:
    user, _, rest = database.partition("@")
    wrong = f"{user.rpartition(':')[0]}:wrong@{rest}"
    with pytest.raises(Unavailable):
        await asyncio.wait_for(connected(wrong), 5)


async def test_patience_ends() -> None:
    with pytest.raises(Unavailable):
        await connected(f"postgresql://nobody:x@127.0.0.1:{free_port()}/none", patience=0.5)
