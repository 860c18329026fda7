"""What an operator says of each way out. Light, so that settings cost no command its start."""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, SecretStr, model_validator

from activities.channels.standard import keys_of
from domain.dispatch import Channel


class _Configured(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MailServer(_Configured):
    """A submission server, and the sender that its messages show."""

    host: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password: SecretStr | None = None
    sender: str
    """The sender's address."""
    sender_name: str = "民生实事项目督办"


class Robot(_Configured):
    """A webhook of WeCom, DingTalk or Feishu, or of a unit's own system."""

    channel: Literal[Channel.WECOM, Channel.DINGTALK, Channel.FEISHU, Channel.WEBHOOK]
    url: SecretStr
    secret: SecretStr | None = None
    """With it every request is signed (DingTalk, Feishu). A system's always is: `whsec_…`, two of
    them while one succeeds the other."""

    @model_validator(mode="after")
    def _a_system_is_sent_nothing_unsigned(self) -> Self:
        if self.channel is Channel.WEBHOOK:
            keys_of(self.secret.get_secret_value() if self.secret else "")
        return self


Robots = Mapping[str, Robot]
"""By the name that contacts call them."""


class SmsGateway(_Configured):
    """Where the gateway listens, and our key to it."""

    url: SecretStr
    token: SecretStr | None = None
