"""What happens before a vote, as a clerk tells it."""

from collections.abc import Callable
from typing import Any

from domain.wish.channels import CHANNEL_ZH, Channel
from domain.wish.messages import OUTCOME_ZH, Outcome

BEFORE_SENTENCES = {
    "CollectionOpened": "定于{opens}至{closes}征集建议",
    "ReceptionRecorded": "{on}在{place}{kind}，接待{visitors}人次，记下建议{wishes}条",
    "CollectionExtended": "征集延到{closes}：{reason}",
    "CollectionClosed": "征集于{on}截止：{note}",
    "AgendaDrafted": "拟订会议议程",
    "AgendaFixed": "会议议程于{on}通过",
    "WishTaken": "收到建议",
    "WishMerged": "归并到{into}",
    "WishJoined": "{wish}并入",
    "WishUnmerged": "取消与{was}的归并：{because}",
    "WishParted": "{wish}移出",
    "WishKeptApart": "与{other}不是同一件事",
    "WishPooled": "列入项目库{item}",
    "WishUnpooled": "不再列入{item}",
    "WishAnswered": "答复（{outcome}）：{text}",
}
BEFORE_SAID: dict[str, Callable[[Any], Any]] = {
    "wishes": lambda x: len(x) if isinstance(x, list) else x,
    "kind": lambda x: CHANNEL_ZH[Channel(x)] if x in set(Channel) else x,
    "outcome": lambda x: OUTCOME_ZH[Outcome(x)] if x in set(Outcome) else x,
}
"""Fields that are not said as they stand."""
