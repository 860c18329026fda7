"""排行 the league table: who filed what fell due, with every denominator beside it."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from api.pages.board_shown import called
from api.pages.render import page
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.tools import WithTools
from domain.punctuality import Share
from ledger.queries.league import LeagueBy, Placed, league_kept, years_kept
from ledger.readings import by_pinyin

router = page_router()
BY = {"obligor": "按单位", "region": "按地区", "group": "按代表小组", "what": "按事项"}
SQUARES = 40
"""So many duties are drawn one by one; of more only the counts are told."""
FEW = 20
"""Below so many, a percentage would say more than there is to say."""


class Asked(BaseModel):
    """What the address asks for."""

    model_config = ConfigDict(extra="ignore")

    by: LeagueBy = "obligor"
    year: Annotated[str, Query(pattern=r"^\d{4}$")] | None = None
    sort: Annotated[str, Query(pattern="^(behind|name)$")] = "behind"

    def with_(self, **changed: Any) -> str:
        """The address with something changed."""
        told = {**self.model_dump(exclude_defaults=True), **changed}
        return "/league?" + urlencode({x: y for x, y in told.items() if y is not None})


@router.get("/league")
async def league_page(
    signed: WithSigned, tools: WithTools, asked: Annotated[Asked, Query()]
) -> Response:
    """Of one's region, with all below."""
    told = await league_kept(tools.ledger, asked.by, signed.region, asked.year)
    found = list(told.value)
    if asked.sort == "name":
        found.sort(key=lambda x: by_pinyin(called(asked.by, x.name)))
    return page(
        "league.html",
        signed,
        told.at,
        here="/league",
        sample=await sample_shown(tools),
        lines=[_line(asked.by, x) for x in found],
        all=_all(found),
        by=[(zh, asked.with_(by=x), x == asked.by) for x, zh in BY.items()],
        what=BY[asked.by].removeprefix("按"),
        years=[
            (x, asked.with_(year=x), x == asked.year)
            for x in (None, *await years_kept(tools.ledger, signed.region))
        ],
        sorts=[
            ("欠得多的在前", asked.with_(sort="behind"), asked.sort == "behind"),
            ("按拼音", asked.with_(sort="name"), asked.sort == "name"),
        ],
    )


def _line(by: LeagueBy, x: Placed) -> dict[str, Any]:
    shares = x.punctuality
    drawn = 0 < x.due <= SQUARES
    return {
        "zh": called(by, x.name),
        "href": "/?" + urlencode({by: x.name, "late": "true"}) if x.missing else None,
        "counts": x,
        "share": share_zh(shares.with_extensions),
        "without": share_zh(shares.without_extensions) if x.extended else None,
        "squares": [*(["ok"] * x.on_time), *(["late"] * x.late), *(["miss"] * x.missing)]
        if drawn
        else [],
    }


def share_zh(share: Share) -> str:
    """5/6; from twenty on the percentage beside it; — where nothing has fallen due."""
    if not share.of:
        return "—"
    fraction = f"{share.part}/{share.of}"
    return f"{fraction}（{share.rate(1)}%）" if share.of >= FEW else fraction


def _all(found: list[Placed]) -> dict[str, Any]:
    names = ("due", "on_time", "late", "missing", "ahead", "undated", "fell_away", "extended")
    sums = {x: sum(getattr(y, x) for y in found) for x in names}
    without = Share(part=sum(x.without_part for x in found), of=sum(x.without_of for x in found))
    return {
        **sums,
        "share": share_zh(Share(part=sums["on_time"], of=sums["due"])),
        "without": share_zh(without),
    }
