"""The board and the league table for machines: the same filters, the same counts, the same rule."""

from datetime import date, datetime
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.json_route import json_router
from api.receipts import READ
from api.rights import Allowed
from api.sight import narrowed
from api.tools import WithTools
from ledger.queries.board import HORIZON, Asked, Grouping, Line, board
from ledger.queries.league import LeagueBy, Placed, league_kept

router = json_router("总览 board")
_Text = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00-\x1f]*$")]
_Texts = Annotated[tuple[_Text, ...], Field(max_length=60)]


class BoardSearch(BaseModel):
    """What the board is narrowed to. An unknown parameter is refused rather than passed over."""

    model_config = ConfigDict(extra="forbid")

    region: Annotated[_Texts, Field(description="地区路径，含其下级")] = ()
    obligor: Annotated[_Texts, Field(description="谁欠，如 unit:名称、government")] = ()
    waits: Annotated[_Texts, Field(description="现在等谁：unit、deputy_group、people 等")] = ()
    what: Annotated[_Texts, Field(description="欠什么，不带期次")] = ()
    stage: _Texts = ()
    light: Annotated[_Texts, Field(description="GREEN、YELLOW、RED、HOLD、STOP、DONE")] = ()
    group: Annotated[_Texts, Field(description="联系安排表里的代表小组")] = ()
    leader: Annotated[_Texts, Field(description="小组的牵头人")] = ()
    late: bool = False
    on: Annotated[date | None, Field(description="只看这一天到期的")] = None
    days: Annotated[int, Field(ge=1, le=HORIZON, description="往后几天内到期")] = 15
    q: Annotated[_Text, Field(description="汉字、全拼或首字母")] = ""
    by: Annotated[Grouping, Field(description="排列：期限、单位、地区、阶段、小组")] = "due"
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class BoardLine(BaseModel):
    """A debt; with `together` above 1, so many of the same duty that are due on the same day."""

    stream: str
    duty: str
    zh: str
    period: str | None
    title: str
    region: str
    obligor: str
    stage: str
    light: str | None
    original_due: date
    due: date
    late: bool
    level: int
    told: str | None
    acknowledged_at: datetime | None
    group: str | None
    leader: str | None
    head: str
    together: int


class Count(BaseModel):
    """What one choice of a filter would show, the other filters kept as they are; of regions those
    of one level, each with all below it: choose one, and its own parts are counted."""

    value: str
    late: int
    projects: int | None


class BoardPage(BaseModel):
    """Some lines, how many there are, and what each filter's choices would show."""

    now: datetime
    items: tuple[BoardLine, ...]
    total: int
    projects: int
    late: int
    unsettled: int
    counts: dict[str, tuple[Count, ...]]


class LeagueLine(Placed):
    """One line, with its shares."""

    with_extensions: str
    without_extensions: str


class LeagueTable(BaseModel):
    """Who is behind first."""

    as_of: datetime | None = None
    """Of which moment the counts are; a large region's are up to some minutes old."""
    items: tuple[LeagueLine, ...]


@router.get("/board", responses=READ)
async def read_board(
    caller: Allowed, tools: WithTools, search: Annotated[BoardSearch, Query()]
) -> BoardPage:
    """总览：谁欠什么、几时到期、等谁，最急的在前；并列出每个筛选的件数."""
    told = search.model_dump(exclude={"by", "limit", "offset"})
    found = await board(
        tools.ledger,
        Asked(within=caller.region, **told),
        search.by,
        search.offset,
        search.limit,
    )
    return BoardPage(
        now=found.now,
        items=tuple(_line(x) for x in found.lines),
        total=found.total,
        projects=found.projects,
        late=found.late_in_all,
        unsettled=found.unsettled,
        counts={
            name: tuple(
                Count(
                    value=x,
                    late=late[x],
                    projects=found.counted[name][x] if name in found.counted else None,
                )
                for x in sorted({*late, *found.counted.get(name, ())})
            )
            for name, late in found.late.items()
        },
    )


def _line(line: Line) -> BoardLine:
    x = line.debt
    plain = BoardLine.model_fields.keys() - {"obligor", "head", "together"}
    said = {n: getattr(x, n) for n in plain}
    rest = {n: said[n] or None for n in ("light", "group", "leader")}
    told = {"obligor": x.owes, "head": line.head, "together": line.together}
    return BoardLine.model_validate({**said, **rest, **told})


@router.get("/league", responses=READ)
async def read_league(
    caller: Allowed,
    tools: WithTools,
    by: Annotated[LeagueBy, Query(description="按单位、地区、代表小组或事项")] = "obligor",
    region: Annotated[_Text | None, Query(description="地区路径，含其下级")] = None,
    year: Annotated[str | None, Query(pattern=r"^\d{4}$", description="哪一年到期的")] = None,
) -> LeagueTable:
    """排行：到期的每一件按期、迟交还是未交；不进分母的也列明。按期率另按不算延期重算."""
    place, nothing = narrowed(caller, region)
    if nothing:
        return LeagueTable(items=())
    found = await league_kept(tools.ledger, by, place, year)
    return LeagueTable(as_of=found.at, items=tuple(_placed(x) for x in found.value))


def _placed(x: Placed) -> LeagueLine:
    shares = x.punctuality
    both = (shares.with_extensions, shares.without_extensions)
    told = [f"{y.part}/{y.of}" for y in both]
    return LeagueLine(**x.model_dump(), with_extensions=told[0], without_extensions=told[1])
