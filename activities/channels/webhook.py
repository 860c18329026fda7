"""A unit's own system: told by a signed request, as its operator and ours agreed beforehand."""

import json
import time
from datetime import UTC

from activities.channels.configured import Robots
from activities.channels.outbound import Outbound
from activities.channels.port import Letter
from activities.channels.robots import robot_of
from activities.channels.standard import keys_of, signed
from domain.dispatch import Channel
from domain.outcomes import Outcome, Refused

NO_SUCH_SYSTEM = Refused(reason="没有配置这个名称的业务系统", passing=True)
TYPE = "notice.issued"


class Webhook:
    """The configured systems. The id is the same at every repeat, the time is the try's."""

    def __init__(self, robots: Robots, out: Outbound) -> None:
        self._robots = robots
        self._out = out

    async def send(self, letter: Letter, address: str) -> Outcome:
        """One letter as JSON; any 2xx is taken as received."""
        system = robot_of(self._robots, address, Channel.WEBHOOK)
        if system is None or system.secret is None:
            return NO_SUCH_SYSTEM
        composed = letter.composed_at.astimezone(UTC).isoformat(timespec="seconds")
        data = {"id": letter.id, "subject": letter.subject, "text": letter.text}
        body = json.dumps(
            {"type": TYPE, "timestamp": composed, "data": data}, ensure_ascii=False
        ).encode()
        keys = keys_of(system.secret.get_secret_value())
        headers = signed(keys, letter.id, int(time.time()), body)
        return await self._out.deliver(system.url.get_secret_value(), body, headers)
