"""Opening lists in the ledger: first a list's programme, then its projects, some at a time."""

import asyncio
from collections.abc import Mapping

import settings
from commands.lists import Asked
from domain.base import Command
from domain.given import Actor
from domain.lists import VotedList
from domain.lists.changed import ListChanged
from domain.lists.commands import Vote, openings_of
from domain.names import PROGRAMME, stream_id
from domain.refusals import AlreadyThere
from ledger.door import Ledger
from ledger.list_standing import must_be_free, standing_of
from ledger.refusals import ReusedKey

AT_ONCE = 8
_ACTOR = Actor(ref="cli:import", party="clerk")


async def open_lists(question: Asked, database: str) -> set[str]:
    """The streams that this call opened; those on record already are left as they are.

    Raises Refused: where a list stands with other contents, nothing of any list is touched.
    """
    ledger = await Ledger.connect(database, clients=AT_ONCE, two=settings.read().two)
    opened: set[str] = set()
    try:
        wanted = [await _new(ledger, question, x) for x in question.lists.voted]
        for commands in wanted:
            for stream, command in commands.items():
                if stream.startswith(f"{PROGRAMME}:") and await _tell(ledger, stream, command):
                    opened.add(stream)
            opened |= await _adopt(
                ledger, {x: y for x, y in commands.items() if not x.startswith(f"{PROGRAMME}:")}
            )
    finally:
        await ledger.close()
    return opened


async def _new(ledger: Ledger, question: Asked, voted: VotedList) -> dict[str, Command]:
    """What of a list is not on record. Raises ListChanged, Promised."""
    vote = Vote(question.regime.ref, question.vote, question.next_session, question.session_assumed)
    commands = dict(openings_of(voted, vote))
    standing = await standing_of(ledger, commands)
    if stream_id(PROGRAMME, voted.id) not in standing.streams:
        await must_be_free(ledger, voted.id)
    if standing.differences:
        raise ListChanged(stream_id(PROGRAMME, voted.id), standing.differences)
    return {x: y for x, y in commands.items() if x not in standing.streams}


async def _adopt(ledger: Ledger, adoptions: Mapping[str, Command]) -> set[str]:
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(stream: str, command: Command) -> bool:
        async with turn:
            return await _tell(ledger, stream, command)

    found = await asyncio.gather(*(one(*x) for x in adoptions.items()), return_exceptions=True)
    for outcome in found:
        if isinstance(outcome, BaseException):
            raise outcome
    return {stream for stream, new in zip(adoptions, found, strict=True) if new}


async def _tell(ledger: Ledger, stream: str, command: Command) -> bool:
    """Whether the command was new. One id for ever: the same again is answered, not repeated.

    Raises AlreadyThere where the stream was imported with other contents.
    """
    try:
        receipt = await ledger.handle(
            stream, command, actor=_ACTOR, client="import", command_id=f"import:{stream}"
        )
    except ReusedKey as reused:
        raise AlreadyThere(stream) from reused
    return bool(receipt.events) and not receipt.repeated
