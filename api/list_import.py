"""A file of lists, looked over before anything of it is recorded, and then recorded.

Nothing is half taken: a list with a cell that cannot be read, or that stands already with other
contents, is told and left alone.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from api import intake
from api.callers import Caller
from api.json_body import invalid
from api.problems import FieldError
from api.sniff import safe_name
from api.tools import Tools
from documents.list_book import opened
from domain.base import Command
from domain.calendar import day_of
from domain.lists import Lists, NotAList, Reading, Skipped, VotedList, read_book
from domain.lists.changed import Difference
from domain.lists.commands import Vote, openings_of
from domain.lists.kinds import ON_A_STREET
from domain.lists.sheets import Book
from domain.refusals import Malformed, Refused
from domain.regimes import named
from domain.terms import Term, nominal
from ledger.list_standing import must_be_free, standing_of
from ledger.uploads import Upload

MOST_LINES = 20_000
"""What one file may hold over HTTP: some seconds of reading."""
_YEAR = Term.parse("12m")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
State = Literal["new", "partly", "known", "changed", "refused"]
STATE_ZH: dict[State, str] = {
    "new": "可以立项",
    "partly": "一部分已在册，其余可以立项",
    "known": "已全部在册，没有新的内容",
    "changed": "在册内容不同，不能覆盖",
    "refused": "不能立项",
}


class Sent(NamedTuple):
    """A file as it was handed in, and what was said of it."""

    name: str
    content: bytes
    regime: str
    vote: date
    next_session: date | None
    reading: Reading

    @property
    def sha256(self) -> str:
        """What the file is kept under."""
        return hashlib.sha256(self.content).hexdigest()


class One(NamedTuple):
    """One list of the file, and how it stands to the record."""

    voted: VotedList
    state: State
    why: str
    """Why it is refused, zh; empty where it is not."""
    broken: tuple[Skipped, ...]
    """Its rows with cells that cannot be read."""
    differences: tuple[Difference, ...]
    new: Mapping[str, Command]
    """What would be recorded."""


class Looked(NamedTuple):
    """A file that was looked over."""

    sent: Sent
    book: Book
    lists: Lists
    vote: Vote
    tier: str
    each: tuple[One, ...]

    @property
    def ready(self) -> bool:
        """Whether something is new, and nothing stands against it."""
        states = {x.state for x in self.each}
        return bool(states & {"new", "partly"}) and not states & {"changed", "refused"}


async def look(sent: Sent, caller: Caller, tools: Tools) -> Looked:
    """Reads the file and lays it beside the record. Raises Refused, Problem 422."""
    safe_name(sent.name)
    regime = named(sent.regime)
    vote = _vote(sent, regime.ref, day_of(await tools.ledger.now()))
    how = sent.reading
    if regime.tier == "street":
        how = how._replace(kinds=ON_A_STREET, assumed_kind="voted_street_selection")
    book, lists = await asyncio.to_thread(read_within, sent.content, how, MOST_LINES)
    each = [await _one(x, lists, vote, caller, tools) for x in lists.voted]
    return Looked(sent, book, lists, vote, regime.tier, tuple(each))


def read_within(content: bytes, how: Reading, most: int) -> tuple[Book, Lists]:
    """The sheets and what they hold. Raises NotAList, also for more lines than `most`."""
    book = opened(content)
    if sum(len(x.records) for x in book.sheets) > most:
        raise NotAList(f"文件超过 {most} 行，请按清单拆分。", f"over {most} lines: split the file.")
    return book, read_book(book, how)


def _vote(sent: Sent, regime: str, today: date) -> Vote:
    if sent.vote > today:
        zh, en = "票决日不能晚于今天", "the vote lies in the future"
        raise invalid([FieldError(field="voted", zh=zh, en=en)])
    session = sent.next_session or nominal(sent.vote, _YEAR)
    if session <= sent.vote:
        zh, en = "下一次会议应晚于票决日", "the next session comes after the vote"
        raise invalid([FieldError(field="next_session", zh=zh, en=en)])
    return Vote(regime, sent.vote, session, sent.next_session is None)


async def _one(voted: VotedList, lists: Lists, vote: Vote, caller: Caller, tools: Tools) -> One:
    broken = tuple(x for x in lists.skipped if x.list_id == voted.list_id and x.faults)
    commands = dict(openings_of(voted, vote))
    if not caller.actor.reaches(voted.region):
        why = f"“{voted.region}”不在本机关的地区之内，请核对“地区”"
        return One(voted, "refused", why, broken, (), {})
    if voted.refused:
        return One(voted, "refused", voted.refused[0].zh, broken, (), {})
    standing = await standing_of(tools.ledger, commands)
    if not all(caller.actor.reaches(x) for x in standing.regions):
        why = f"编号 {voted.list_id} 已经用在别处，请换一个清单编号"
        return One(voted, "refused", why, broken, (), {})
    if standing.differences:
        return One(voted, "changed", "", broken, standing.differences, {})
    new = {x: y for x, y in commands.items() if x not in standing.streams}
    try:
        await must_be_free(tools.ledger, voted.id)
        _must_be_whole(new, broken)
    except Refused as refused:
        return One(voted, "refused", refused.zh, broken, (), {})
    state: State = "known" if not new else "partly" if standing.streams else "new"
    return One(voted, state, "", broken, (), new)


def _must_be_whole(new: Mapping[str, Command], broken: tuple[Skipped, ...]) -> None:
    if new and broken:
        raise Malformed(
            f"有 {len(broken)} 行的格子读不出，改好再导入，不导入半份清单",
            f"{len(broken)} lines cannot be read; half a list is not taken.",
        )


async def keep(sent: Sent, caller: Caller, tools: Tools, key: str) -> Upload:
    """The file itself, which who sees the list can fetch later."""
    await intake.keep(sent.sha256, sent.content, tools.store, tools.rules)
    new = Upload.of(
        caller,
        sha256=sent.sha256,
        name=safe_name(sent.name),
        media_type=_XLSX if sent.content.startswith(b"PK") else "text/csv",
        size=len(sent.content),
    )
    return (await tools.uploads.keep(new, caller.client, f"{key}:{sent.sha256[:16]}"))[0]
