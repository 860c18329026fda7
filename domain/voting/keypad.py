"""What the keypads of a hall report: counts, or the press of each keypad (rulebook B6 d, B14).

Three shapes are read, told apart by their header:
 - counts, one candidate a row: 候选项目, 赞成, 反对, 弃权, 未按键;
 - presses, one a row: 表决器, 候选项目, 按键;
 - presses, one keypad a row: 表决器, then one column for each candidate.

Of a keypad nothing is kept but its part in the sums: a hall often knows who sat at which. A key
that was not pressed is no vote and stays in the denominator, which is all deputies.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from domain.lists.table import NotAList, Row
from domain.refusals import Malformed
from domain.voting.counts_file import CALLED, REQUIRED, tallies_of
from domain.voting.outcome import Tallied

Record = tuple[int, list[str]]
"""The line a record begins in, and its cells."""
_DEVICE = frozenset(("表决器", "表决器号", "键盘", "键盘号", "座位", "座位号", "device", "keypad"))
_CANDIDATE = frozenset(x for x, y in CALLED.items() if y == "candidate") | {"candidate"}
_PRESS = frozenset(("按键", "表决", "press", "vote"))
_KEYS: Mapping[str, str] = {
    **dict.fromkeys(("赞成", "同意", "for", "yes", "1"), "for"),
    **dict.fromkeys(("反对", "不同意", "against", "no", "2"), "against"),
    **dict.fromkeys(("弃权", "abstain", "3"), "abstain"),
    **dict.fromkeys(("", "未按", "未按键", "未表决", "-", "0"), "unmarked"),
}
"""What a key is called. The numbers are those of the common devices (our default)."""


class Report(NamedTuple):
    """What the keypads say: figures by the candidate's name as the report writes it."""

    lines: tuple[Tallied, ...]
    devices: int
    """Keypads in use."""


def read_report(records: Sequence[Record]) -> Report:
    """The figures of a report. Raises NotAList, and Malformed that names the row."""
    filled = [x for x in records if any(cell.strip() for cell in x[1])]
    if not filled:
        raise NotAList("表决器报告是空的，请核对。", "the report is empty.")
    (_, header), *rows = filled
    names = [x.strip() for x in header]
    first = names[0].lower()
    called = {x: CALLED.get(x, x) for x in names}
    if set(REQUIRED) <= set(called.values()):
        return _counts([called[x] for x in names], rows)
    if first in _DEVICE and len(names) == 3 and names[1] in _CANDIDATE and names[2] in _PRESS:
        return _presses((_cells(line, cells, 3) for line, cells in rows))
    if first in _DEVICE and len(names) > 1 and all(names):
        return _presses(_unfolded(names, rows))
    raise NotAList(
        "看不懂表决器报告的首行；应为“候选项目、赞成、反对、弃权”，或“表决器、候选项目、按键”，"
        "或“表决器”和各候选项目的名称。",
        "the header is none of the three known.",
    )


def named_as(lines: Iterable[Tallied], names: Mapping[str, str]) -> tuple[Tallied, ...]:
    """The figures under the candidates' numbers; `names` has them by number and by title.

    Raises Malformed for a candidate that does not stand.
    """
    lines = tuple(lines)
    unknown = [x.item for x in lines if x.item not in names]
    if unknown:
        raise Malformed(
            f"报告里的“{'、'.join(unknown[:3])}”不是现在的候选项目，请使名称与候选名单一致。",
            f"not on the list of candidates: {', '.join(unknown[:3])}.",
        )
    return tuple(x.model_copy(update={"item": names[x.item]}) for x in lines)


class _Press(NamedTuple):
    line: int
    device: str
    candidate: str
    key: str


def _counts(columns: list[str], rows: Sequence[Record]) -> Report:
    found = tallies_of(
        [
            Row(line, dict(zip(columns, cells, strict=False)), len(columns), len(columns))
            for line, cells in rows
        ]
    )
    totals = {x.total for x in found}
    if len(totals) != 1:
        raise Malformed(
            "各候选项目的赞成、反对、弃权、未按键之和应相同（等于在用的表决器数），请核对。",
            "for, against, abstain and unmarked sum up to the same number of keypads.",
        )
    return Report(found, totals.pop())


def _cells(line: int, cells: list[str], width: int) -> _Press:
    device, candidate, key = (*(x.strip() for x in cells[:width]), *("",) * width)[:3]
    return _Press(line, device, candidate, key)


def _unfolded(names: list[str], rows: Sequence[Record]) -> Iterable[_Press]:
    for line, cells in rows:
        padded = [*(x.strip() for x in cells), *("",) * len(names)]
        for candidate, key in zip(names[1:], padded[1:], strict=False):
            yield _Press(line, padded[0], candidate, key)


def _presses(presses: Iterable[_Press]) -> Report:
    pressed: dict[tuple[str, str], str] = {}
    for x in presses:
        key = _KEYS.get(x.key.lower())
        if not x.device or not x.candidate or key is None:
            raise Malformed(
                f"第 {x.line} 行：表决器号、候选项目不能空着，按键应为赞成、反对、弃权或未按"
                f"（现为“{x.key[:20]}”）。",
                f"line {x.line}: a keypad, a candidate, and a key that is known.",
            )
        if (x.device, x.candidate) in pressed:
            raise Malformed(
                f"第 {x.line} 行：同一表决器对“{x.candidate}”出现两次，请核对报告。",
                f"line {x.line}: a keypad twice for one candidate.",
            )
        pressed[x.device, x.candidate] = key
    devices = {device for device, _ in pressed}
    sums: dict[str, Counter[str]] = {}
    for (_, candidate), key in pressed.items():
        sums.setdefault(candidate, Counter())[key] += 1
    if not sums:
        raise NotAList("表决器报告里没有按键，请核对。", "no keypad reported anything.")
    return Report(tuple(_line(x, y, len(devices)) for x, y in sums.items()), len(devices))


def _line(candidate: str, keys: Counter[str], devices: int) -> Tallied:
    votes = keys["for"] + keys["against"] + keys["abstain"]
    return Tallied(
        item=candidate,
        approvals=keys["for"],
        against=keys["against"],
        abstain=keys["abstain"],
        blank=devices - votes,
    )
