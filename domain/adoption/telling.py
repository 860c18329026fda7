"""A project's history before it was one: from the first suggestion to the resolution, each with
the stream in which it stands."""

from collections.abc import Iterator
from typing import NamedTuple

from domain.adoption.origin import Kind, Origin, Tally
from domain.collection.state import Collection
from domain.names import COLLECTION, WISH, stream_id
from domain.screening.item import SOURCE_ZH
from domain.screening.pool_messages import Verdict
from domain.screening.state import Entry

KIND_ZH: dict[Kind, str] = {"ballot": "票决", "selection": "票选", "consultation": "会商"}
ACT_ZH: dict[Kind, str] = {"ballot": "决议", "selection": "决定", "consultation": "决定"}
IMPORTED_ZH = "清单是导入的：征集、筛选和票数没有登记在本系统。"


class Link(NamedTuple):
    """One step before the project, and where it is on record."""

    stream: str
    zh: str


def before_project(origin: Origin, collection: Collection) -> Iterator[Link]:
    """The steps in their order."""
    stream = stream_id(COLLECTION, collection.id)
    entry = collection.pool.entries.get(origin.item)
    if entry is not None:
        for wish in entry.item.wishes:
            yield Link(stream_id(WISH, wish), f"群众建议 {wish}")
        yield Link(stream, _pooled(entry))
        yield Link(stream, _screened(entry))
    margin = collection.pool.margin
    if margin is not None:
        number = len(collection.pool.candidates)
        said = f"候选：{number}项选{margin.seats}项（{collection.pool.document}）"
        yield Link(stream, said)
    yield Link(stream, _voted(origin, collection))
    yield Link(stream, f"{ACT_ZH[origin.kind]}：{origin.on}，{origin.document}")
    known = collection.adoption
    if known is not None and known.announced_on is not None:
        yield Link(stream, f"公告：{known.announced_on}，{known.announcement}，{known.where}")


def _pooled(entry: Entry) -> str:
    item = entry.item
    by = f"（{item.proposer}）" if item.proposer else ""
    return f"项目库 {item.id}：{item.title}，{SOURCE_ZH[item.source]}{by}"


def _screened(entry: Entry) -> str:
    met = sum(1 for x in entry.judged if x.verdict is Verdict.MET)
    return f"筛选：{len(entry.judged)}项条件中{met}项符合"


def _voted(origin: Origin, collection: Collection) -> str:
    word, voting = KIND_ZH[origin.kind], collection.voting
    if origin.tally is None:
        agreed = voting.consulted
        return f"{word}：{agreed.held_on}，{agreed.minutes}" if agreed else word
    last = voting.rounds[-1]
    return f"{word}：{last.held_on}，全体{origin.roll}人，{said(origin.tally)}"


def said(tally: Tally) -> str:
    """赞成42、反对3、弃权0."""
    found = [f"赞成{tally.approvals}"]
    if tally.against is not None:
        found.append(f"反对{tally.against}")
    if tally.abstentions is not None:
        found.append(f"弃权{tally.abstentions}")
    return "、".join(found)
