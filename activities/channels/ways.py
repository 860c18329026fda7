"""The ways out that are configured here; what is not configured does not exist."""

from collections.abc import Collection

from activities.channels.configured import MailServer, Robots, SmsGateway
from activities.channels.dingtalk import DingTalk
from activities.channels.feishu import Feishu
from activities.channels.mail import Mail
from activities.channels.outbound import Outbound, place_of
from activities.channels.port import WayOut
from activities.channels.sms import Sms
from activities.channels.webhook import Webhook
from activities.channels.wecom import WeCom
from domain.dispatch import Channel


def ways_out(
    mail: MailServer | None,
    robots: Robots,
    sms: SmsGateway | None,
    *,
    private: bool = False,
    hosts: Collection[str] = (),
) -> dict[Channel, WayOut]:
    """One way out for each channel that has something to send by. `private`: see Outbound.

    Only the configured hosts are spoken to, and where `hosts` are named, of them only those.
    """
    out = Outbound(private=private, hosts=[place_of(x) for x in hosts] or _places(robots, sms))
    ways: dict[Channel, WayOut] = {}
    if mail is not None:
        ways[Channel.MAIL] = Mail(mail)
    if sms is not None:
        ways[Channel.SMS] = Sms(sms, out)
    kinds = {x.channel for x in robots.values()}
    if Channel.WECOM in kinds:
        ways[Channel.WECOM] = WeCom(robots, out)
    if Channel.DINGTALK in kinds:
        ways[Channel.DINGTALK] = DingTalk(robots, out)
    if Channel.FEISHU in kinds:
        ways[Channel.FEISHU] = Feishu(robots, out)
    if Channel.WEBHOOK in kinds:
        ways[Channel.WEBHOOK] = Webhook(robots, out)
    return ways


def _places(robots: Robots, sms: SmsGateway | None) -> list[str]:
    """The hosts that the settings name."""
    urls = [x.url for x in robots.values()] + ([sms.url] if sms else [])
    return [place_of(x.get_secret_value()) for x in urls]
