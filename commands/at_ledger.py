"""One piece of work at the ledger, for commands that leave when it is done."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import NoReturn, TypeVar

import typer

import settings
from domain.names import PROJECT, stream_id
from domain.refusals import Refused
from ledger.door import Ledger
from ledger.past import Houses, moment_of
from ledger.past.moment import Asked, asked_from

T = TypeVar("T")
_LONGEST = 3600.0
_asked: list[Asked | None] = [None, None]
"""The moment that this process looks at: what had happened, what was recorded."""


def at_ledger(work: Callable[[Ledger], Awaitable[T]]) -> T:
    """The result of the work; a refusal becomes one line on stderr and exit 2."""

    async def run() -> T:
        own = settings.read()
        ledger = await Ledger.connect(own.database, clients=2, two=own.two)
        houses = Houses(ledger)
        try:
            return await work(await _there(ledger, houses))
        finally:
            await houses.close()
            await ledger.close()

    try:
        return asyncio.run(run())
    except Refused as refusal:
        refuse(f"{refusal.zh} {refusal.en}")
    except settings.SettingsRefused as refusal:
        refuse(str(refusal))


def look_back(as_of: str | None, known_at: str | None) -> None:
    """Let every piece of work of this process be done at that moment, where it can only read.

    Raises Exit with the sentence for what is no moment.
    """
    try:
        asked = (x and asked_from(x, y) for x, y in ((as_of, "--as-of"), (known_at, "--known-at")))
        _asked[:] = [x or None for x in asked]
    except Refused as refusal:
        refuse(f"{refusal.zh} {refusal.en}")


async def _there(ledger: Ledger, houses: Houses) -> Ledger:
    if not any(_asked):
        return ledger
    moment = moment_of(_asked[0], _asked[1], await ledger.now())
    return ledger if moment.is_today else await houses.at(moment, patience=_LONGEST)


def refuse(sentence: str) -> NoReturn:
    """Say why not, in one line, and leave with 2."""
    print(" ".join(sentence.split()), file=sys.stderr)
    raise typer.Exit(2)


def stream_of(name: str) -> str:
    """The stream that is meant: `LG23-01` is `project:LG23-01`, others are written in full."""
    return name if ":" in name else stream_id(PROJECT, name)
