"""A table of counts, one candidate a row: `candidate,for,against,abstain`, from a hand count or a
keypad's own report. `unmarked` and `invalid` may stand beside them; other columns are left alone.
"""

from collections.abc import Sequence

from domain.lists.cells import Broken, text, whole
from domain.lists.table import NotAList, Row, rows_of
from domain.refusals import Malformed
from domain.voting.outcome import Tallied

REQUIRED = ("candidate", "for", "against", "abstain")
CALLED = {
    "候选项目": "candidate",
    "项目": "candidate",
    "项目名称": "candidate",
    "赞成": "for",
    "同意": "for",
    "反对": "against",
    "弃权": "abstain",
    "未按": "unmarked",
    "未按键": "unmarked",
    "未表决": "unmarked",
    "无效": "invalid",
}
"""What the columns are called in the halls."""
_NO_COUNTS = (
    "计票表：首行缺少列 {}，首行应为 candidate,for,against,abstain（候选项目、赞成、反对、弃权）"
)
_MOST = 1_000_000


def tallies_in(content: bytes) -> tuple[Tallied, ...]:
    """The figures of a CSV file. Raises NotAList, and Malformed that names the row."""
    return tallies_of(rows_of(content, REQUIRED, _NO_COUNTS, CALLED))


def tallies_of(rows: Sequence[Row]) -> tuple[Tallied, ...]:
    """The figures of rows under these columns. Raises Malformed."""
    found = tuple(_tallied(x) for x in rows if x.width and any(x.cells.values()))
    if not found:
        raise NotAList(
            "计票表里没有候选项目，请核对。", "there is no candidate in the table of counts."
        )
    return found


def _tallied(row: Row) -> Tallied:
    try:
        _whole_row(row)
        return Tallied(
            item=_name(row),
            approvals=_count(row, "for"),
            against=_count(row, "against"),
            abstain=_count(row, "abstain"),
            blank=whole(row.cell("unmarked"), "unmarked", _MOST) or 0,
            invalid=whole(row.cell("invalid"), "invalid", _MOST) or 0,
        )
    except Broken as broken:
        zh, _, en = str(broken).partition(" / ")
        raise Malformed(
            f"第 {row.line} 行：{zh}，请改正后重试。", f"line {row.line}: {en}."
        ) from broken


def _whole_row(row: Row) -> None:
    if row.width != row.expected:
        raise Broken(
            f"有 {row.width} 格，表头有 {row.expected} 列",
            f"{row.width} cells under {row.expected} columns",
        )


def _name(row: Row) -> str:
    item = text(row.cell("candidate"), "candidate")
    if item is None:
        raise Broken("没有候选项目名称", "the candidate has no name")
    return item


def _count(row: Row, column: str) -> int:
    number = whole(row.cell(column), column, _MOST)
    if number is None:
        raise Broken(f"{column} 没有填", f"{column} is empty")
    return number
