"""Adopting the method 票决办法: more than half of all, within what the measure binds (B2, B3)."""

from collections.abc import Sequence
from decimal import Decimal

from domain.base import refuse_unless
from domain.evaluation.grading import Body
from domain.given import Given
from domain.refusals import AlreadyThere, Contradicted
from domain.regimes.sections_ballot import Balloting
from domain.voting.margin import margin
from domain.voting.messages import AdoptMethod, MethodAdopted
from domain.voting.method import Hands
from domain.voting.outcome import majority_of, quorum_of
from domain.voting.refusals import OtherFigures, UnderWay
from domain.voting.rounds import Candidates
from domain.voting.state import Voting

_PERCENT = Decimal(100)


def body_of(rule: Balloting) -> Body:
    """The body whose quorum the measure asks for."""
    return Body.CONGRESS if rule.quorum == "two_thirds" else Body.COMMITTEE


def adopt_method(
    voting: Voting, candidates: Candidates | None, c: AdoptMethod, given: Given, rule: Balloting
) -> Sequence[MethodAdopted]:
    """通过办法. Raises Contradicted, Malformed, OtherFigures, UnderWay, AlreadyThere."""
    known = voting.adopted
    if known is not None and known.document == c.document:
        if (known.method, known.hands, known.on) == (c.method, c.hands, c.on):
            return []
        raise AlreadyThere(c.document)
    if voting.begun:
        raise Contradicted(
            "已经投票，办法不能再改。", "votes were counted; the method is not changed any more."
        )
    if voting.box is not None:
        raise UnderWay(voting.box, "办法")
    _passed(c, given, rule)
    _offered(c, rule)
    if candidates is not None:
        said = (c.method.seats, c.method.candidates)
        if said != (candidates.seats, len(candidates.items)):
            raise OtherFigures(candidates.seats, len(candidates.items), said)
    adopted = MethodAdopted(
        method=c.method,
        hands=c.hands,
        on=c.on,
        session=c.session,
        document=c.document,
        margin_ok=_margin(c, rule, listed=candidates is not None),
        margin_reason=c.margin_reason,
        by=given.actor.ref,
    )
    return [adopted]


def _passed(c: AdoptMethod, given: Given, rule: Balloting) -> None:
    refuse_unless(
        c.on <= given.today,
        f"通过日期 {c.on} 还没有到（今天是 {given.today}），请在通过后登记。",
        f"{c.on} is still to come (today is {given.today}).",
    )
    _possible(c.hands)
    quorum, majority = quorum_of(c.hands.roll, body_of(rule)), majority_of(c.hands.roll)
    if c.hands.present < quorum:
        raise Contradicted(
            f"全体 {c.hands.roll} 人，出席 {c.hands.present} 人，未达法定人数 {quorum} 人，"
            "办法不能通过。",
            f"{c.hands.present} of {c.hands.roll} are no quorum ({quorum}).",
        )
    if c.hands.in_favour < majority:
        raise Contradicted(
            f"赞成 {c.hands.in_favour} 人，未过全体半数 {majority} 人，办法没有通过。",
            f"{c.hands.in_favour} in favour; it takes {majority}, more than half of all.",
        )


def _possible(hands: Hands) -> None:
    voted = hands.in_favour + hands.against + hands.abstain
    refuse_unless(
        voted <= hands.present <= hands.roll,
        f"举手 {voted} 人、出席 {hands.present} 人、全体 {hands.roll} 人，前不能多于后，请核对。",
        f"{voted} hands, {hands.present} present, {hands.roll} in all: check the figures.",
    )


def _offered(c: AdoptMethod, rule: Balloting) -> None:
    refuse_unless(
        c.method.family in rule.families and c.method.shortfall in rule.shortfalls,
        "票面方式或缺额处理不在办法允许的范围内，请从办法所列的方式中选。",
        "the measure does not offer this paper or this rule for open seats.",
    )
    refuse_unless(
        c.method.secret or not rule.secret,
        "办法规定无记名投票，不能改为记名。",
        "the measure asks for a secret ballot.",
    )


def _margin(c: AdoptMethod, rule: Balloting, *, listed: bool) -> bool:
    """Whether the margin is within the shares; where only advised, another takes a reason, which
    the list of candidates has given already where there is one."""
    found = margin(c.method.seats, c.method.candidates, rule.least / _PERCENT, rule.most / _PERCENT)
    asked = f"应选 {c.method.seats} 项，候选应为 {found.span} 项，现为 {found.actual} 项"
    if not found.ok and rule.margin == "binding":
        raise Contradicted(
            f"{asked}，差额不合办法规定；请调整候选项目。", "the margin is not within the rule."
        )
    refuse_unless(
        found.ok or listed or c.margin_reason is not None,
        f"{asked}，与建议的差额不同；请写明理由，由主席团决定。",
        "the margin is not the recommended one; say why.",
    )
    return found.ok
