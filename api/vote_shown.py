"""The vote on a collection's candidates as it is read: method, what is due, results in words."""

from datetime import date

from pydantic import BaseModel

from domain.collection.state import Collection
from domain.collection.vote import candidates_of, standing_of
from domain.refusals import Contradicted
from domain.regimes import named
from domain.regimes.model import Regime
from domain.voting.decisions import decision_of, now_due
from domain.voting.method import Adopted
from domain.voting.outcome import Tallied, majority_of
from domain.voting.state import Consulted, Counted
from domain.voting.telling import OCCASION_ZH, headline, said_of, words_of


class DueShown(BaseModel):
    """The vote that is to be held now."""

    round: int
    occasion: str
    occasion_zh: str
    seats: int
    items: tuple[str, ...]
    way: str


class LineShown(BaseModel):
    """One candidate in one round: its figures, and what they mean, in words."""

    figures: Tallied
    title: str
    said: str
    elected: bool


class RoundShown(BaseModel):
    """One round that was counted."""

    round: int
    occasion: str
    occasion_zh: str
    ballot: str | None
    source: str
    held_on: date
    roll: int
    present: int
    ballots: int
    seats: int
    majority: int
    said: str
    lines: tuple[LineShown, ...]
    elected: tuple[str, ...]
    tied: tuple[str, ...]
    short_by: int
    again: tuple[str, ...]
    returned: tuple[str, ...]


class VoteShown(BaseModel):
    """The whole of it."""

    collection: str
    kind: str
    """ballot 票决、selection 票选、consultation 会商."""
    word: str
    seats: int | None
    candidates: dict[str, str]
    """编号与名称."""
    adopted: Adopted | None
    method_zh: tuple[str, ...]
    due: DueShown | None
    waits: str | None
    """为什么现在还不能投票."""
    entered_once: bool
    """人工计票已有一人录入，等另一人."""
    voided: int
    rounds: tuple[RoundShown, ...]
    consulted: Consulted | None
    decided: bool
    elected: tuple[str, ...]
    returned: tuple[str, ...]
    short_by: int


def vote_shown(state: Collection) -> VoteShown:
    """The vote of a collection. Raises Contradicted for a measure that has no decision of it."""
    regime, voting = named(state.regime), state.voting
    decision = decision_of(regime)
    listed = candidates_of(state)
    titles = {x.id: x.title for x in listed.items} if listed else {}
    due, waits = _due(state, regime)
    adopted = voting.adopted
    return VoteShown(
        collection=state.id,
        kind=decision.kind,
        word=decision.word,
        seats=listed.seats if listed else None,
        candidates=titles,
        adopted=adopted,
        method_zh=adopted.method.zh(decision.word) if adopted else (),
        due=due,
        waits=waits,
        entered_once=voting.entered is not None,
        voided=voting.voided,
        rounds=tuple(round_shown(x, regime, titles) for x in voting.rounds),
        consulted=voting.consulted,
        decided=voting.decided,
        elected=voting.elected,
        returned=voting.returned,
        short_by=voting.short_by,
    )


def round_shown(found: Counted, regime: Regime, titles: dict[str, str]) -> RoundShown:
    """One round, those with the most approvals first."""
    words = words_of(decision_of(regime))
    ranked = sorted(found.lines, key=lambda x: (-x.approvals, x.item))
    plain = set(RoundShown.model_fields) & set(Counted.model_fields) - {"lines"}
    return RoundShown(
        **{x: getattr(found, x) for x in plain},
        occasion_zh=OCCASION_ZH[found.occasion],
        majority=majority_of(found.roll),
        said=headline(found, words),
        lines=tuple(
            LineShown(
                figures=x,
                title=titles.get(x.item, x.item),
                said=said_of(x, found, words),
                elected=x.item in found.elected,
            )
            for x in ranked
        ),
    )


def _due(state: Collection, regime: Regime) -> tuple[DueShown | None, str | None]:
    if state.voting.decided:
        return None, None
    try:
        due, adopted = now_due(standing_of(state), regime)
    except Contradicted as refused:
        return None, refused.zh
    shown = DueShown(
        round=due.round,
        occasion=due.occasion,
        occasion_zh=OCCASION_ZH[due.occasion],
        seats=due.seats,
        items=tuple(x.id for x in due.items),
        way=adopted.method.way,
    )
    return shown, None
