"""How a list that is handed in stands to the record: new, there already, or changed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from domain.base import Command
from domain.lists.changed import Difference, compared, members
from domain.programme.messages import OpenProgramme
from domain.project.messages import AdoptProject
from ledger.queries.openings import openings

if TYPE_CHECKING:
    from ledger.door import Ledger


async def differing(
    ledger: "Ledger", commands: Mapping[str, Command]
) -> tuple[set[str], list[Difference]]:
    """The streams of these openings that stand already, and what they say otherwise."""
    standing = await openings(ledger, list(commands))
    found: list[Difference] = []
    for stream, command in commands.items():
        if stream not in standing:
            continue
        was, now = standing[stream].event, command.model_dump(mode="json")
        match command:
            case OpenProgramme():
                found += compared(None, was, now)
                found += members(was["projects"], now["projects"])
            case AdoptProject():
                found += compared(command.card.id, was, now)
            case _:
                raise AssertionError(type(command))
    return set(standing), found
