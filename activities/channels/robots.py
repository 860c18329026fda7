"""Robots of group chats: each has a name here, and its URL and secret in the settings alone.

The configured URLs are all that is ever asked; a contact names a robot and cannot bring a URL.
"""

from collections.abc import Collection

from activities.channels.configured import Robot, Robots
from activities.channels.outbound import Answered, Outbound
from domain.dispatch import Channel
from domain.outcomes import Outcome, Refused, Sent, Unknown

NO_SUCH_ROBOT = Refused(reason="没有配置这个名称的群机器人", passing=True)


def robot_of(robots: Robots, name: str, channel: Channel) -> Robot | None:
    """The robot of that name, if it is one of that channel."""
    found = robots.get(name)
    return found if found and found.channel is channel else None


async def ask(
    out: Outbound, url: str, body: dict[str, object], code: str, busy: Collection[int]
) -> Outcome:
    """Post, and read the code in the answer: 0 is sent, `busy` passes, any other is refused."""
    answer = await out.post(url, body)
    if not isinstance(answer, Answered):
        return answer
    match answer.body.get(code):
        case bool() | None:
            return Unknown(reason="对方的答复没有说明结果")
        case 0:
            return Sent()
        case int() as said:
            return Refused(reason=f"对方拒收（{code} {said}）", passing=said in busy)
        case _:
            return Unknown(reason="对方的答复没有说明结果")
