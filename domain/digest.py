"""One message of several notices: what is owed, to whom it matters, and each notice's number."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from domain.dispatch import Channel, OfficeHours
from domain.parties import label_zh

KIND_ZH = {
    "reminder": "到期提醒",
    "overdue": "逾期催办",
    "urged": "人工催办",
    "letter": "督办函",
    "escalated": "升级代表监督小组",
    "recommended": "建议升级监督",
    "returned": "退回修改",
    "redated": "期限变更",
    "slow": "进度偏慢",
    "step": "督办措施",
    "proposed": "等待第二人确认",
}
MOST_BYTES: dict[Channel, int] = {
    Channel.MAIL: 40_000,
    Channel.WECOM: 2_000,
    Channel.DINGTALK: 10_000,
    Channel.FEISHU: 10_000,
    Channel.SMS: 450,
    Channel.WEBHOOK: 40_000,
}
"""UTF-8 bytes of one text: WeCom cuts at 2,048; a long short message costs by the part."""
MANY = 30
"""More notices than this begin with how many there are of each kind."""
MOST_SORTS = 6
"""Kinds counted one by one; the rest together."""


class Told(NamedTuple):
    """A notice as a message tells it."""

    number: str
    kind: str
    title: str
    """The project's or programme's name."""
    zh: str
    """The duty's name."""
    because: str
    on: date


class Digest(NamedTuple):
    """The words of a message."""

    subject: str
    text: str


def digest(channel: Channel, party: str, told: Sequence[Told], hours: OfficeHours) -> Digest:
    """One message for a party. What does not fit is counted and left to the inbox."""
    head = f"{label_zh(party)}：您有 {len(told)} 件督办通知。"
    foot = f"请登录系统查看、签收。{hours.zh}；同一编号重复收到时以一件为准。"
    line = _short if channel is Channel.SMS else _line
    room = MOST_BYTES[channel] - sum(len(x.encode()) for x in (head, foot)) - 60
    sorts = _sorts(told) if len(told) > MANY and channel is not Channel.SMS else []
    room -= sum(len(x.encode()) + 1 for x in sorts)
    lines: list[str] = []
    for one in told:
        text = line(one)
        room -= len(text.encode()) + 1
        if room < 0:
            lines.append(f"另有 {len(told) - len(lines)} 件，见系统收件箱。")
            break
        lines.append(text)
    return Digest(_subject(told), "\n".join((head, *sorts, *lines, foot)))


def _sorts(told: Sequence[Told]) -> list[str]:
    """How many there are of each kind, the most first: nobody reads ten thousand lines."""
    counted = Counter((KIND_ZH[x.kind], _flat(x.zh)) for x in told).most_common()
    lines = [f"· {kind}：{zh} {n} 件" for (kind, zh), n in counted[:MOST_SORTS]]
    rest = sum(n for _, n in counted[MOST_SORTS:])
    return [*lines, f"· 其他 {rest} 件"] if rest else lines


def _subject(told: Sequence[Told]) -> str:
    first = told[0]
    one = f"{KIND_ZH[first.kind]}：{_flat(first.zh)}（{_flat(first.title)}）"
    cut = one if len(one) <= 60 else f"{one[:59]}…"
    return cut if len(told) == 1 else f"{cut} 等 {len(told)} 件"


def _line(one: Told) -> str:
    return (
        f"【{one.number}】{KIND_ZH[one.kind]}：{_flat(one.title)}，{_flat(one.zh)}；"
        f"{_flat(one.because)}（{one.on}）"
    )


def _short(one: Told) -> str:
    return f"{one.number} {KIND_ZH[one.kind]} {_flat(one.zh)}"


def _flat(text: str) -> str:
    """On one line, so that no name can forge another line or a header."""
    return " ".join(text.split())
