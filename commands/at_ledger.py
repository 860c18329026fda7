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

T = TypeVar("T")


def at_ledger(work: Callable[[Ledger], Awaitable[T]]) -> T:
    """The result of the work; a refusal becomes one line on stderr and exit 2."""

    async def run() -> T:
        ledger = await Ledger.connect(settings.read().database, clients=2)
        try:
            return await work(ledger)
        finally:
            await ledger.close()

    try:
        return asyncio.run(run())
    except Refused as refusal:
        refuse(f"{refusal.zh} {refusal.en}")
    except settings.SettingsRefused as refusal:
        refuse(str(refusal))


def refuse(sentence: str) -> NoReturn:
    """Say why not, in one line, and leave with 2."""
    print(" ".join(sentence.split()), file=sys.stderr)
    raise typer.Exit(2)


def stream_of(name: str) -> str:
    """The stream that is meant: `LG23-01` is `project:LG23-01`, others are written in full."""
    return name if ":" in name else stream_id(PROJECT, name)
