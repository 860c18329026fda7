"""How a list that is handed in stands to the record: new, there already, or changed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from domain.base import Command
from domain.lists.changed import Difference, Promised, compared, members
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.programme.messages import OpenProgramme, ProgrammeOpened
from domain.project.card import Card
from domain.project.messages import AdoptProject, ProjectAdopted
from domain.refusals import Unknown
from ledger.queries.openings import openings

if TYPE_CHECKING:
    from ledger.door import Ledger


class Listed(NamedTuple):
    """A list as it was put on record."""

    opened: ProgrammeOpened
    cards: tuple[Card, ...]


async def listed(ledger: "Ledger", programme: str) -> Listed:
    """What was voted, before any decision changed it. Raises Unknown."""
    stream = stream_id(PROGRAMME, programme)
    first = (await openings(ledger, [stream])).get(stream)
    if first is None:
        raise Unknown("年度项目清单", "programme", programme)
    opened = ProgrammeOpened.model_validate(first.event)
    adopted = await openings(ledger, [stream_id(PROJECT, x) for x in opened.projects])
    cards = [ProjectAdopted.model_validate(x.event).card for x in adopted.values()]
    return Listed(opened, tuple(sorted(cards, key=lambda x: x.id)))


_PROMISED = """
SELECT EXISTS (
    SELECT FROM collections AS c WHERE c.id = $1 AND NOT c.closed
        AND NOT EXISTS (SELECT FROM programmes AS p WHERE p.id = c.id))
"""


async def must_be_free(ledger: "Ledger", programme: str) -> None:
    """Raises Promised where a collection on its way to a vote will open the list of that id: what
    follows from its resolution would be refused for ever."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_PROMISED, (programme,))
        if found.scalar_one():
            raise Promised(programme)


class Standing(NamedTuple):
    """What of a list stands in the record."""

    streams: frozenset[str]
    regions: frozenset[str]
    """Where they lie: who cannot see there is not told what differs."""
    differences: tuple[Difference, ...]


async def standing_of(ledger: "Ledger", commands: Mapping[str, Command]) -> Standing:
    """The streams of these openings that stand already, and what they say otherwise."""
    standing = await openings(ledger, list(commands))
    found: list[Difference] = []
    regions: set[str] = set()
    for stream, command in commands.items():
        if stream not in standing:
            continue
        was, now = standing[stream].event, command.model_dump(mode="json")
        match command:
            case OpenProgramme():
                found += compared(None, was, now)
                found += members(was["projects"], now["projects"])
                regions.add(was["region"])
            case AdoptProject():
                found += compared(command.card.id, was, now)
                regions.add(was["card"]["region"])
            case _:
                raise AssertionError(type(command))
    return Standing(frozenset(standing), frozenset(regions), tuple(found))
