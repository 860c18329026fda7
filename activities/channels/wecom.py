"""企业微信群机器人 (WeCom): the key stands in the URL; replies are HTTP 200 and an errcode."""

from activities.channels.configured import Robots
from activities.channels.outbound import Outbound
from activities.channels.port import Letter
from activities.channels.robots import NO_SUCH_ROBOT, ask, robot_of
from domain.dispatch import Channel
from domain.outcomes import Outcome

BUSY = frozenset({-1, 45009})
"""System busy; more than 20 a minute."""


class WeCom:
    """The configured robots of this kind."""

    def __init__(self, robots: Robots, out: Outbound) -> None:
        self._robots = robots
        self._out = out

    async def send(self, letter: Letter, address: str) -> Outcome:
        """As plain text: in Markdown a project's name could make a link."""
        robot = robot_of(self._robots, address, Channel.WECOM)
        if robot is None:
            return NO_SUCH_ROBOT
        body: dict[str, object] = {"msgtype": "text", "text": {"content": letter.text}}
        return await ask(self._out, robot.url.get_secret_value(), body, "errcode", BUSY)
