"""Short messages through a gateway that the operator runs or rents: one JSON request each.

The gateway is asked `POST {"id", "to", "text"}` with a bearer token and answers `{"code": 0}` once
it has taken the message. The id is the same at every repeat, so that it can tell one.
"""

from activities.channels.configured import SmsGateway
from activities.channels.outbound import Answered, Outbound
from activities.channels.port import Letter
from domain.outcomes import Outcome, Refused, Sent, Unknown


class Sms:
    """Sends by one gateway."""

    def __init__(self, gateway: SmsGateway, out: Outbound) -> None:
        self._gateway = gateway
        self._out = out

    async def send(self, letter: Letter, address: str) -> Outcome:
        """One text to one number."""
        token = self._gateway.token
        headers = {"Authorization": f"Bearer {token.get_secret_value()}"} if token else {}
        body = {"id": letter.id, "to": address, "text": letter.text}
        answer = await self._out.post(self._gateway.url.get_secret_value(), body, headers)
        if not isinstance(answer, Answered):
            return answer
        match answer.body.get("code"):
            case int() as code if code == 0 and not isinstance(code, bool):
                return Sent(reason="短信网关已接收")
            case int() as code:
                return Refused(reason=f"短信网关拒收（{code}）")
            case _:
                return Unknown(reason="短信网关的答复没有说明结果")
