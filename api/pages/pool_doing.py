"""What the pages of a pool have in common: who may, recording, what a refusal says."""

from fastapi import Request

from api.pages.recording import record
from api.pages.rights import Signed, can
from api.pool_writing import wishes_known
from api.problems import Problem, not_found
from api.refusals import problem_of
from api.tools import Tools
from domain.base import Command
from domain.collection.state import Collection
from domain.names import COLLECTION, stream_id
from domain.parties import Role
from domain.refusals import NotYours, Refused
from domain.screening.pool_messages import AddPoolItem, LinkWishes
from domain.screening.state import Entry
from ledger.dry_run import dry_run


def handles(signed: Signed) -> bool:
    """Whether the forms are shown: to the office, and to the government that screens."""
    return can(signed, "decide") or signed.party in (Role.GOVERNMENT, Role.STREET_OFFICE)


async def put(
    request: Request, tools: Tools, signed: Signed, collection: str, command: Command, key: str
) -> None:
    """Record it, if no stream that follows would refuse. Raises what is refused."""
    if isinstance(command, AddPoolItem | LinkWishes):
        await wishes_known(command.wishes, collection, tools)
    stream = stream_id(COLLECTION, collection)
    await dry_run(tools.ledger, stream, command, signed.actor)
    await record(request, tools, signed, stream, command, key)


def said(refused: Refused) -> tuple[int, str]:
    """Status and sentence. Raises NotYours again: what is another's is nowhere."""
    if isinstance(refused, NotYours):
        raise refused
    return problem_of(refused).status_code, refused.zh


def told_of(problem: Problem) -> tuple[int, str]:
    """Status and sentences of a form whose fields are wrong. Raises any other problem again."""
    if problem.status_code != 422:
        raise problem
    return 422, "；".join(x.zh for x in problem.errors) or problem.zh


def entry_of(one: Collection, item: str) -> Entry:
    """The item. Raises Problem 404."""
    if item not in one.pool.entries:
        raise not_found()
    return one.pool.entries[item]
