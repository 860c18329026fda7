"""The board's list as a table file: every debt of a view, one a row, nothing folded."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query, Request
from starlette.responses import Response

from api.pages import dates, words
from api.pages.board_shown import LAMPS
from api.pages.board_view import View
from api.pages.router import page_router
from api.pages.signed import WithSigned
from api.purpose import must_tell_why
from api.tools import WithTools
from documents.table_file import csv_of
from domain.calendar import day_of
from ledger.queries.board import Board, Line, board

router = page_router()
MOST = 20_000
HEADER = (
    "逾期工作日",
    "欠什么",
    "项目",
    "编号",
    "地区",
    "项目灯",
    "谁欠",
    "期限",
    "原定期限",
    "升到",
    "现在等谁",
    "代表小组",
    "牵头领导",
)


@router.get("/board/export")
async def export(
    signed: WithSigned, tools: WithTools, view: Annotated[View, Query()], request: Request
) -> Response:
    """CSV, which Excel and WPS open as it is."""
    must_tell_why(request)
    found = await board(tools.ledger, view.asked(signed.region), view.by, 0, MOST, folding=False)
    name = f"board-{day_of(found.now)}.csv"
    return Response(
        csv_of(HEADER, [_cells(x, found) for x in found.lines]),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _cells(line: Line, found: Board) -> Sequence[str]:
    x = line.debt
    late = dates.late_days(x.due, day_of(found.now), found.calendar) if x.late else ""
    lamp = LAMPS.get(x.light)
    return [
        str(late),
        words.duty_zh(x.zh, x.period),
        words.name_zh(x.title),
        x.subject,
        x.region,
        words.LAMP_ZH[lamp] if lamp else "",
        words.who_zh(x.owes),
        x.due.isoformat(),
        x.original_due.isoformat(),
        words.RUNG_ZH[x.level] if x.level else "",
        words.who_zh(x.told or x.owes),
        x.group,
        x.leader,
    ]
