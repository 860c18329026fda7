"""Whether a meeting of that kind may be convened here, by this organ, for these years."""

from domain.anchors import ANCHOR_ZH
from domain.base import refuse_unless
from domain.meeting.kinds import PROPOSERS, RULES, TIER_ZH, MeetingKind
from domain.meeting.messages import ConveneMeeting, Served
from domain.parties import ROLE_ZH
from domain.refusals import Contradicted
from domain.regimes.when import Anchor


def check_convening(c: ConveneMeeting) -> str:
    """The article by which it is convened. Raises Contradicted where the tier has no such
    meeting, another organ convenes it, or too few deputies propose it; Malformed for a year that
    it cannot serve."""
    rule = RULES[c.kind]
    if c.tier not in rule.conveners:
        there = "、".join(TIER_ZH[x] for x in rule.conveners)
        raise Contradicted(
            f"{TIER_ZH[c.tier]}没有“{rule.zh}”，该会议只在{there}举行；请选择本级的会议种类。",
            f"there is no {c.kind} in a {c.tier}.",
        )
    convener, basis = rule.conveners[c.tier]
    if c.convened_by is not convener:
        raise Contradicted(
            f"{TIER_ZH[c.tier]}{rule.zh}由{ROLE_ZH[convener]}召集（{basis}），"
            f"不由{ROLE_ZH[c.convened_by]}召集；请更正召集机关。",
            f"it is convened by {convener} ({basis}), not by {c.convened_by}.",
        )
    _proposed(c)
    for served in c.serves:
        _serves(c, served)
    names = [(x.programme, x.before) for x in c.serves]
    refuse_unless(
        len(set(names)) == len(names),
        "同一份清单列了两次，请合并。",
        "a programme is named twice.",
    )
    return basis


def _proposed(c: ConveneMeeting) -> None:
    if c.proposal is None:
        return
    refuse_unless(
        c.kind is MeetingKind.EXTRA_SESSION,
        "只有临时会议由代表提议召集，请删去提议人数或改选“临时会议”。",
        "only an extra session is proposed by deputies.",
    )
    deputies, roll = c.proposal.deputies, c.proposal.roll
    refuse_unless(
        deputies <= roll,
        f"提议代表 {deputies} 人超过代表总数 {roll} 人，请核对。",
        f"{deputies} of {roll} deputies cannot be.",
    )
    if deputies < PROPOSERS * roll:
        raise Contradicted(
            f"提议代表 {deputies} 人，不足全体代表 {roll} 人的五分之一（LAW-1 art 14），"
            "不能据此召集临时会议；由召集机关认为必要时自行召集的，请不填提议人数。",
            f"{deputies} are less than a fifth of {roll} deputies (LAW-1 art 14).",
        )


def _serves(c: ConveneMeeting, served: Served) -> None:
    rule = RULES[c.kind]
    refuse_unless(
        served.region == c.region or served.region.startswith(f"{c.region}/"),
        f"清单“{served.programme}”属于 {served.region}，不归 {c.region} 的会议，请核对。",
        f"“{served.programme}” belongs to {served.region}.",
    )
    refuse_unless(
        served.anchor is None or served.before is (served.anchor is Anchor.SESSION),
        "“本次会议”只用于票决前的征集，其他日子只用于票决后的清单，请核对。",
        f"{served.anchor} is no day of that time.",
    )
    if served.anchor is not None and served.anchor not in rule.anchors:
        can = "、".join(ANCHOR_ZH[x] for x in rule.anchors)
        raise Contradicted(
            f"{rule.zh}不能作为“{ANCHOR_ZH[served.anchor]}”，只能作为：{can}。",
            f"a {c.kind} cannot be the {served.anchor}.",
        )
