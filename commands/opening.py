"""Opening lists in the ledger: first a list's programme, then its projects, some at a time."""

import asyncio
from collections.abc import Iterator

from commands.lists import Asked
from domain.base import Command
from domain.given import Actor
from domain.lists import VotedList
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.programme.messages import OpenProgramme
from domain.project.messages import AdoptProject
from domain.refusals import AlreadyThere
from ledger.door import Ledger
from ledger.refusals import ReusedKey

AT_ONCE = 8
_ACTOR = Actor(ref="cli:import", party="clerk")


async def open_lists(question: Asked, database: str) -> set[str]:
    """The streams that this call opened; those on record already are left as they are.

    Raises Refused: where a list stands with other contents, none of its projects is touched.
    """
    ledger = await Ledger.connect(database, clients=AT_ONCE)
    opened: set[str] = set()
    try:
        for voted in question.lists.voted:
            stream = stream_id(PROGRAMME, voted.id)
            if await _tell(ledger, stream, _programme(question, voted)):
                opened.add(stream)
            opened |= await _adopt(ledger, dict(_adoptions(question, voted)))
    finally:
        await ledger.close()
    return opened


async def _adopt(ledger: Ledger, adoptions: dict[str, AdoptProject]) -> set[str]:
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(stream: str, command: AdoptProject) -> bool:
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


def _programme(question: Asked, voted: VotedList) -> OpenProgramme:
    return OpenProgramme(
        id=voted.id,
        title=voted.title,
        region=voted.region,
        regime=question.regime.ref,
        vote=question.vote,
        next_session=question.next_session,
        session_assumed=question.session_assumed,
        projects=tuple(sorted(x.id for x in voted.cards)),
    )


def _adoptions(question: Asked, voted: VotedList) -> Iterator[tuple[str, AdoptProject]]:
    for card in voted.cards:
        adoption = AdoptProject(
            card=card,
            regime=question.regime.ref,
            vote=question.vote,
            next_session=question.next_session,
            session_assumed=question.session_assumed,
        )
        yield stream_id(PROJECT, card.id), adoption
