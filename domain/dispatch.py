"""What leaves the house and when: office hours, tries, limits (rulebook §10).

Messages leave in working hours; marks do not wait for them. The hours, limits and tries are our
defaults, shown as such where a person sees them.
"""

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Self

from pydantic import model_validator

from domain.base import Value
from domain.calendar import SHANGHAI, Calendar


class Channel(StrEnum):
    """The ways out of the house."""

    MAIL = "mail"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    SMS = "sms"
    WEBHOOK = "webhook"


CHANNEL_ZH: dict[Channel, str] = {
    Channel.MAIL: "邮件",
    Channel.WECOM: "企业微信",
    Channel.DINGTALK: "钉钉",
    Channel.FEISHU: "飞书",
    Channel.SMS: "短信",
    Channel.WEBHOOK: "业务系统",
}
A_MINUTE: dict[Channel, int] = {
    Channel.MAIL: 60,
    Channel.WECOM: 20,
    Channel.DINGTALK: 20,
    Channel.FEISHU: 60,
    Channel.SMS: 30,
    Channel.WEBHOOK: 60,
}
"""Messages a minute and channel at most: what robots are allowed, and no more than is decent."""

BETWEEN = timedelta(minutes=10)
"""An address is written to no oftener; what comes meanwhile goes with the next message."""
STORM, STILL, LONGEST_STORM = 100, timedelta(seconds=30), timedelta(minutes=5)
"""So many notices issued within STILL are a storm: then an address waits until none of its own has
come for STILL, but no longer than LONGEST_STORM, and is told of all of them at once."""
MOST_UNKNOWN = 3
"""After so many tries of which nobody knows the outcome, nobody tries again."""
MOST_TRIES = 40
"""After so many refusals that could have passed, about four working days, nobody tries again."""
LEASE = timedelta(minutes=2)
"""How long a try may last; after it, a try without an outcome belongs to somebody who died."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)


class OfficeHours(Value):
    """When messages may leave: in these hours of a working day, Asia/Shanghai."""

    opens: time = time(8, 30)
    closes: time = time(17, 30)

    @model_validator(mode="after")
    def _is_a_day(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("上班时间须早于下班时间 / office hours must end after they begin")
        return self

    @property
    def zh(self) -> str:
        """What people read; it says whose rule this is."""
        ours = "（本系统默认）" if self == OfficeHours() else "（本单位设置）"
        return f"工作日 {self.opens:%H:%M}–{self.closes:%H:%M} 发送{ours}"

    def open_at(self, now: datetime, calendar: Calendar) -> bool:
        """Whether a message may leave now: from the opening on, no longer at the closing."""
        here = now.astimezone(SHANGHAI)
        return calendar.is_workday(here.date()) and self.opens <= here.time() < self.closes

    def next_opening(self, now: datetime, calendar: Calendar) -> datetime:
        """The first instant from now on at which a message may leave."""
        if self.open_at(now, calendar):
            return now
        here = now.astimezone(SHANGHAI)
        day = here.date()
        if here.time() >= self.opens or not calendar.is_workday(day):
            day = calendar.workday_after(day, 1)
        return datetime.combine(day, self.opens, SHANGHAI)


def wait_after(attempt: int) -> timedelta:
    """How long to wait after the n-th try in vain, counted from 1: a minute, doubled, an hour."""
    return min(_FIRST_WAIT * (1 << min(attempt - 1, 10)), _LONGEST_WAIT)


def room_left(channel: Channel, in_the_last_minute: int) -> int:
    """How many messages may still leave by that channel now."""
    return max(0, A_MINUTE[channel] - in_the_last_minute)
