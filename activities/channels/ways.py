"""The ways out that are configured here; what is not configured does not exist."""

from activities.channels.configured import MailServer, Robots, SmsGateway
from activities.channels.dingtalk import DingTalk
from activities.channels.feishu import Feishu
from activities.channels.mail import Mail
from activities.channels.outbound import Outbound
from activities.channels.port import WayOut
from activities.channels.sms import Sms
from activities.channels.wecom import WeCom
from domain.dispatch import Channel


def ways_out(
    mail: MailServer | None, robots: Robots, sms: SmsGateway | None, *, private: bool = False
) -> dict[Channel, WayOut]:
    """One way out for each channel that has something to send by. `private`: see Outbound."""
    out = Outbound(private=private)
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
    return ways
