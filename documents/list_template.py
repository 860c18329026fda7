"""An empty table for a list, to be filled in by an office: headings, choices, how to fill it."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any, NamedTuple

import xlsxwriter

from documents.list_written import OPTIONS

_LINES = 300
_MADE = datetime(2025, 1, 1, tzinfo=UTC)
TITLE = "民生实事项目清单"


class _Column(NamedTuple):
    zh: str
    width: int
    how: str
    rule: dict[str, Any] | None = None


_STATUS = ["票决", "会商选定", "候选"]
COLUMNS = (
    _Column("序号", 6, "1、2、3……不重不漏；有子项目的，每行写同一个序号"),
    _Column("项目名称", 36, "必填；与决议一致"),
    _Column("子项目名称", 30, "没有子项目的空着"),
    _Column("目标关系", 10, "空着即“等于”", {"validate": "list"}),
    _Column(
        "目标数值",
        10,
        "只写数字，如 200",
        {"validate": "decimal", "criteria": ">=", "value": 0},
    ),
    _Column("计量单位", 10, "个、公里、户……"),
    _Column("建设地点", 20, "候选项目入库时保留"),
    _Column("责任单位", 18, "第一家为牵头；多家用顿号隔开"),
    _Column("配合单位", 18, "多家用顿号隔开"),
    _Column(
        "总投资（万元）",
        12,
        "只写数字；写单位的按单位，如 1.2亿元",
        {"validate": "decimal", "criteria": ">=", "value": 0, "error_type": "warning"},
    ),
    _Column(
        "完成时限",
        14,
        "2025-11-30，或 2025年11月底",
        {
            "validate": "date",
            "criteria": ">=",
            "value": date(2004, 1, 1),
            "error_type": "warning",
        },
    ),
    _Column("受益群众", 18, "候选项目入库时保留"),
    _Column("状态", 10, "票决、会商选定（街道）或候选", {"validate": "list", "source": _STATUS}),
    _Column("年度", 8, "2025"),
    _Column("清单编号", 12, "如 XQ25；各行相同。导入时另行给出的，可以空着"),
    _Column("地区", 24, "某省/某市/某县；各行相同。导入时另行给出的，可以空着"),
)
_OPS = ["等于", "不少于", "超过", "不超过", "少于", "约"]
NOTES = (
    "怎么填",
    "一行一个项目；有几个子项目的写几行，序号和项目名称每行都写。",
    "上面可以加标题行，列可以增减、换位置；表头用常见的说法都能认出。",
    "责任领导、联系人、电话等个人信息不要填，填了也不读取。",
    "不要用公式，不要隐藏行和列；合计行可以有，只用来核对。",
    "导入前先试读：每个问题会指到格子，改好再导入。导入后名单不能用文件修改。",
    "",
    "各列",
)


def template() -> bytes:
    """The workbook's bytes, the same every time."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"title": TITLE, "created": _MADE})
        _table(book, book.add_worksheet("清单"))
        notes = book.add_worksheet("填表说明")
        notes.set_column(0, 0, 16)
        notes.set_column(1, 1, 80)
        for n, text in enumerate(NOTES):
            notes.write_string(n, 0, text)
        for n, column in enumerate(COLUMNS, len(NOTES)):
            notes.write_string(n, 0, column.zh)
            notes.write_string(n, 1, column.how)
    return out.getvalue()


def _table(book: Any, sheet: Any) -> None:
    head = book.add_format({"bold": True, "bg_color": "#E8EEF2", "text_wrap": True, "border": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.merge_range(
        0, 0, 0, len(COLUMNS) - 1, TITLE, book.add_format({"bold": True, "font_size": 16})
    )
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, column.width, day if column.zh == "完成时限" else None)
        sheet.write_string(1, at, column.zh, head)
        if column.rule is not None:
            rule = {"source": _OPS, **column.rule} if column.zh == "目标关系" else column.rule
            told = {"input_title": column.zh, "input_message": column.how}
            sheet.data_validation(2, at, _LINES + 1, at, {**told, **rule})
    sheet.freeze_panes(2, 2)
