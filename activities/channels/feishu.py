"""飞书群机器人 (Feishu): signed in the body; replies are HTTP 200 and a code."""

import base64
import hashlib
import hmac
import time

from activities.channels.configured import Robots
from activities.channels.outbound import Outbound
from activities.channels.port import Letter
from activities.channels.robots import NO_SUCH_ROBOT, ask, robot_of
from domain.dispatch import Channel
from domain.outcomes import Outcome

BUSY = frozenset({9499, 11232})
"""Too many requests; limited by frequency."""


class Feishu:
    """The configured robots of this kind."""

    def __init__(self, robots: Robots, out: Outbound) -> None:
        self._robots = robots
        self._out = out

    async def send(self, letter: Letter, address: str) -> Outcome:
        """As plain text; its angle brackets are widened, or a name could call everybody."""
        robot = robot_of(self._robots, address, Channel.FEISHU)
        if robot is None:
            return NO_SUCH_ROBOT
        text = letter.text.translate({ord("<"): "〈", ord(">"): "〉"})
        body: dict[str, object] = {"msg_type": "text", "content": {"text": text}}
        if robot.secret is not None:
            seconds = int(time.time())
            sign = signature(robot.secret.get_secret_value(), seconds)
            body |= {"timestamp": str(seconds), "sign": sign}
        return await ask(self._out, robot.url.get_secret_value(), body, "code", BUSY)


def signature(secret: str, seconds: int) -> str:
    """Time and secret are the key; what is signed is nothing."""
    key = f"{seconds}\n{secret}"
    return base64.b64encode(hmac.new(key.encode(), b"", hashlib.sha256).digest()).decode()
