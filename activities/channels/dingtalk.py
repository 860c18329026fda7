"""钉钉群机器人 (DingTalk), signed: HMAC-SHA256 over time and secret, in the URL."""

import base64
import hashlib
import hmac
import time
from urllib.parse import quote_plus

from activities.channels.configured import Robot, Robots
from activities.channels.outbound import Outbound
from activities.channels.port import Letter
from activities.channels.robots import NO_SUCH_ROBOT, ask, robot_of
from domain.dispatch import Channel
from domain.outcomes import Outcome

BUSY = frozenset({-1, 130101, 410100})
"""System busy; more than 20 a minute."""


class DingTalk:
    """The configured robots of this kind."""

    def __init__(self, robots: Robots, out: Outbound) -> None:
        self._robots = robots
        self._out = out

    async def send(self, letter: Letter, address: str) -> Outcome:
        """As plain text, to nobody in particular."""
        robot = robot_of(self._robots, address, Channel.DINGTALK)
        if robot is None:
            return NO_SUCH_ROBOT
        url = signed(robot, round(time.time() * 1000))
        body: dict[str, object] = {"msgtype": "text", "text": {"content": letter.text}}
        return await ask(self._out, url, body, "errcode", BUSY)


def signed(robot: Robot, milliseconds: int) -> str:
    """The robot's URL with time and signature, if it has a secret."""
    url = robot.url.get_secret_value()
    if robot.secret is None:
        return url
    secret = robot.secret.get_secret_value()
    said = f"{milliseconds}\n{secret}"
    code = hmac.new(secret.encode(), said.encode(), hashlib.sha256).digest()
    sign = quote_plus(base64.b64encode(code))
    return f"{url}{'&' if '?' in url else '?'}timestamp={milliseconds}&sign={sign}"
