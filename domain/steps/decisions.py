"""Whether a body may take a step, by its tier's law; what an unsatisfactory answer brings."""

from collections.abc import Sequence

from domain.base import refuse_unless
from domain.given import Given
from domain.parties import ROLE_ZH, Role, role_of
from domain.refusals import Contradicted, Malformed, NotYours, Unknown
from domain.steps.instruments import INSTRUMENTS, Grant, Kind, grants
from domain.steps.messages import AnswerJudged, JudgeAnswer, Step, StepTaken, TakeStep

_TIER_ZH = {"county": "县级", "township": "乡镇", "street": "街道"}
_SECOND_ANSWER = {
    Role.STANDING_COMMITTEE: "监督法第五十三条",
    Role.CONGRESS: "代表法第二十条",
}


def take(steps: Sequence[Step], c: TakeStep, given: Given) -> StepTaken:
    """A step recorded with its article. Raises Contradicted where the tier has no such right, too
    few propose it or it wants a session; NotYours for who speaks for another body; Malformed for a
    day to come or a body that is none."""
    refuse_unless(
        c.on <= given.today,
        f"日期 {c.on} 还没有到（今天是 {given.today}），请在作出决定之后登记。",
        f"the day {c.on} is still to come (today is {given.today}).",
    )
    refuse_unless(
        c.reply_by is None or c.reply_by > c.on,
        f"答复期限 {c.reply_by} 应晚于发出日 {c.on}。",
        f"an answer by {c.reply_by} cannot be asked on {c.on}.",
    )
    if given.actor.role is not None and given.actor.party != c.body:
        raise NotYours(INSTRUMENTS[c.kind].zh)
    article = _article(c, given.regime.tier)
    one = INSTRUMENTS[c.kind]
    return StepTaken(
        step=len(steps) + 1,
        kind=c.kind,
        zh=one.zh,
        level=one.level,
        body=c.body,
        by=given.actor.ref,
        on=c.on,
        document=c.document,
        basis=article.basis,
        to=c.to,
        subject=c.subject,
        signatories=c.signatories,
        members=c.members,
        session=c.session,
        reply_by=c.reply_by,
        projects=c.projects,
    )


def judge(steps: Sequence[Step], c: JudgeAnswer, given: Given) -> AnswerJudged:
    """Whether a second answer is owed: more than half of the signatories in a standing committee
    (监督法 art. 53), half of them in a congress (代表法 art. 20). Raises Unknown, Malformed."""
    step = next((x for x in steps if x.no == c.step), None)
    if step is None:
        raise Unknown("督办措施", "step", str(c.step))
    refuse_unless(
        step.kind is Kind.INTERPELLATION,
        "只有质询案的答复由提案人表决是否满意。",
        "only the signatories of an interpellation judge its answer.",
    )
    refuse_unless(
        c.unsatisfied <= step.signatories,
        f"不满意的 {c.unsatisfied} 人多于提案人 {step.signatories} 人，请核对。",
        f"{c.unsatisfied} unsatisfied are more than {step.signatories} signatories.",
    )
    body, twice = _role(step.body), 2 * c.unsatisfied
    enough = step.signatories if body is Role.CONGRESS else step.signatories + 1
    return AnswerJudged(
        step=c.step,
        unsatisfied=c.unsatisfied,
        signatories=step.signatories,
        again=twice >= enough and step.answers < 2,
        basis=_SECOND_ANSWER[body],
        by=given.actor.ref,
        on=c.on,
    )


def of_this_list(named: Sequence[str], projects: Sequence[str]) -> None:
    """Raises Malformed for a project that does not stand in the year's list."""
    foreign = [x for x in named if x not in projects]
    refuse_unless(
        not foreign,
        f"本年度清单中没有项目 {'、'.join(foreign)}，请核对。",
        f"{foreign} are not in this year's list.",
    )


def _article(c: TakeStep, tier: str) -> Grant:
    found = grants(c.kind, tier)
    zh, place = INSTRUMENTS[c.kind].zh, _TIER_ZH[tier]
    if not found:
        raise Contradicted(
            f"{place}人大没有“{zh}”这一监督方式，请选用本级依法可用的方式（{_others(tier)}）。",
            f"the {tier} tier has no right to {c.kind}; use one that it has.",
        )
    role = _role(c.body)
    article = next((x for x in found if x.body is role), None)
    if article is None:
        who = "、".join(ROLE_ZH[x.body] for x in found)
        raise Contradicted(
            f"“{zh}”在{place}由{who}提出，不能由{ROLE_ZH[role]}提出。",
            f"in the {tier} tier {c.kind} is for {[str(x.body) for x in found]} to use.",
        )
    _enough(c, article, zh)
    if article.in_session and c.session is None:
        raise Contradicted(
            f"“{zh}”应在会议期间提出，请填写会议（{article.basis}）。",
            f"{c.kind} is a right of the session: name it ({article.basis}).",
        )
    return article


def _enough(c: TakeStep, article: Grant, zh: str) -> None:
    needed = article.signatories
    if article.share is not None:
        refuse_unless(
            c.members >= max(1, c.signatories),
            f"请填写组成人员（代表）总数，“{zh}”须达到其中 {article.share} 联名。",
            f"say how many members there are: {article.share} of them must propose it.",
        )
        needed = -(-article.share.numerator * c.members // article.share.denominator)
    if c.signatories < needed:
        raise Contradicted(
            f"“{zh}”须有 {needed} 人以上联名，现有 {c.signatories} 人（{article.basis}）。",
            f"{c.kind} wants {needed} signatories, there are {c.signatories} ({article.basis}).",
        )


def _role(body: str) -> Role:
    try:
        return role_of(body)
    except ValueError:
        raise Malformed(
            f"“{body}”不是可以采取督办措施的机关，请从人大机关和代表小组中选取。",
            f"“{body}” is no body that takes steps.",
        ) from None


def _others(tier: str) -> str:
    return "、".join(x.zh for kind, x in INSTRUMENTS.items() if grants(kind, tier))
