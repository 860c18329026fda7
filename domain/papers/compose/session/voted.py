"""How was voted and what came of it, read from the events of the vote and the resolution."""

from collections.abc import Callable, Sequence

from domain.adoption.messages import ResolutionPassed
from domain.completion.entry import Told
from domain.papers.compose.session.gathered import Outcome, Passed, Rules, Votes
from domain.papers.ref import Ref
from domain.regimes.model import Regime
from domain.regimes.sections_ballot import SHORTFALL_ZH, Balloting
from domain.voting.messages import (
    ConsultationRecorded,
    MethodAdopted,
    SelectionCounted,
    VoteCounted,
    VotingEvent,
)
from domain.voting.method import Method
from domain.voting.outcome import Tallied
from domain.voting.state import Consulted, Voting, evolve_voting

At = Callable[[Told], Ref]
WAITS = {
    "first": "还没有投票",
    "tie": "最后一席得票相等，还要就相等的项目再次投票",
    "shortfall": "过半数的不足应选数，按办法还要再次投票",
}


def rules_of(
    told: Sequence[Told],
    at: At,
    regime: Regime,
    seats: int | None,
    candidates: int,
    listed: Ref | None,
    proposal: tuple[object, object] | None,
) -> Rules | None:
    """The method that was adopted; before that the draft that the measure suggests, with what is
    proposed where it leaves a choice. None before the seats are known."""
    adopted = next((x for x in reversed(told) if isinstance(x.event, MethodAdopted)), None)
    if adopted is not None and isinstance(adopted.event, MethodAdopted):
        rules = _rules(adopted.event.method, regime, at(adopted))
        return rules.model_copy(update={"adopted": adopted.event.on})
    if seats is None or listed is None or regime.ballot is None:
        return None
    method = _proposed(regime.ballot, seats, candidates, proposal or (None, None))
    return _rules(method, regime, listed)


def outcome_of(told: Sequence[Told], at: At) -> Outcome | None:
    """What was counted or agreed, all rounds together; None before that."""
    voting, last = Voting(), None
    for x in told:
        if isinstance(x.event, VotingEvent):
            voting = evolve_voting(voting, x.event)
            if isinstance(x.event, VoteCounted | SelectionCounted | ConsultationRecorded):
                last = x
    if last is None:
        return None
    if voting.consulted is not None:
        return _agreed(voting.consulted, at(last))
    first, final = voting.rounds[0], voting.rounds[-1]
    return Outcome(
        ref=at(last),
        held_on=final.held_on,
        roll=first.roll,
        present=first.present,
        ballots=first.ballots,
        votes=tuple(Votes(candidate=x.item, counts=_counts(x)) for x in first.lines),
        elected=voting.elected,
        tied=final.tied,
        short_by=voting.short_by,
        waits=WAITS[voting.waiting] if voting.waiting else "",
    )


def _agreed(found: Consulted, ref: Ref) -> Outcome:
    """会商: agreed on, not counted."""
    return Outcome(
        ref=ref,
        held_on=found.held_on,
        roll=found.present,
        present=found.present,
        ballots=0,
        votes=(),
        elected=found.chosen,
    )


def _rules(method: Method, regime: Regime, ref: Ref) -> Rules:
    street = regime.tier == "street"
    whole = "全体议政代表" if street else "全体代表"
    ranked = "填写次序的各算一张赞成票，先后不再折算。" if method.family == "ranked" else ""
    announced = method.announced.removesuffix("。")
    return Rules(
        ref=ref,
        seats=method.seats,
        family=method.paper_family(method.seats),
        passing=f"{ranked}赞成票超过{whole}半数的，按得票多少依次确定，至应选数为止。",
        tie="最后一席得票相等的，就相等的项目再次投票，得票多的确定。",
        shortfall=f"赞成票过半数的项目不足应选数的，{SHORTFALL_ZH[method.shortfall]}。",
        announcing=f"结果的公布：{announced}。",
    )


def _proposed(
    section: Balloting, seats: int, candidates: int, proposal: tuple[object, object]
) -> Method:
    family, shortfall = proposal
    return Method.model_validate(
        {
            "seats": seats,
            "candidates": candidates,
            "family": family or section.families[0],
            "way": "papers",
            "secret": section.secret,
            "tie": section.tie,
            "shortfall": shortfall or section.shortfalls[0],
            "announced": f"由{section.announcer}当场宣布，并以公告公布。",
        }
    )


def _counts(line: Tallied) -> dict[str, int]:
    """By their words; a column that no ballot could fill is left out by the table."""
    return {
        "赞成": line.approvals,
        "反对": line.against,
        "弃权": line.abstain,
        "未选": line.blank,
        "无效": line.invalid,
    }


def passed_of(told: Sequence[Told], at: At) -> Passed | None:
    """The resolution, once the congress passed it."""
    for x in reversed(told):
        if isinstance(x.event, ResolutionPassed):
            return Passed(ref=at(x), on=x.event.passed_on, number=x.event.number)
    return None
