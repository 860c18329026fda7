"""Why a vote on candidates cannot be held or recorded; each text says what to do."""

from domain.refusals import Contradicted
from domain.voting.method import Adopted


class NoCandidates(Contradicted):
    """Nobody votes on a list that was not put before the meeting."""

    def __init__(self, word: str) -> None:
        super().__init__(
            f"候选项目名单还没有提出，不能{word}；请先筛选并提出候选项目。",
            "the candidates are not listed yet; list them first.",
        )


class NoMethod(Contradicted):
    """The method is adopted before anybody votes (rulebook B3)."""

    def __init__(self, word: str) -> None:
        super().__init__(
            f"还没有通过{word}办法，不能{word}；请先通过{word}办法再投票。",
            "the voting method is not adopted; adopt it first.",
        )


class OtherFigures(Contradicted):
    """The method fixes other numbers than the list of candidates has."""

    def __init__(self, seats: int, candidates: int, said: tuple[int, int]) -> None:
        super().__init__(
            f"候选名单为应选 {seats} 项、候选 {candidates} 项，办法写的是应选 {said[0]} 项、"
            f"候选 {said[1]} 项；请使两者一致（候选项目有变的，重新通过办法）。",
            f"the list has {candidates} for {seats}, the method {said[1]} for {said[0]}.",
        )


class AlreadyDecided(Contradicted):
    """The result is final; what was counted is frozen."""

    def __init__(self, word: str) -> None:
        super().__init__(
            f"{word}结果已经确定，不再投票，也不能更改。", "the result is final; nothing is voted."
        )


class NotThisRound(Contradicted):
    """Another vote is due than the one that is meant."""

    def __init__(self, meant: int, due: int) -> None:
        super().__init__(
            f"现在应进行第 {due} 次投票，不是第 {meant} 次，请核对。",
            f"vote no. {due} is due, not no. {meant}.",
        )


class OtherItems(Contradicted):
    """The paper does not have exactly the items that stand."""

    def __init__(self) -> None:
        super().__init__(
            "票面上的项目与现在的候选项目不一致（可能有项目撤回），请按现在的名单重新设箱或录入。",
            "the paper does not have exactly the items that stand; make it anew.",
        )


class OtherMethod(Contradicted):
    """The method was adopted anew since the box was set up."""

    def __init__(self) -> None:
        super().__init__(
            "设箱以后重新通过了办法，这个票箱不再适用；请作废，按现在的办法重新设箱、投票。",
            "the method was adopted anew; annul this box and vote by the one that stands.",
        )


class UnderWay(Contradicted):
    """People vote in a box, or it waits for its count: nothing of the vote changes meanwhile."""

    def __init__(self, box: str, what: str) -> None:
        super().__init__(
            f"票箱 {box} 正在投票或等待计票，{what}不能变动；确需变动的，请先作废这个票箱，"
            "变动后重新设箱、投票。",
            f"box {box} is open or waits for its count; annul it before anything changes.",
        )


def same_method(document: str | None, adopted: Adopted) -> None:
    """Raises OtherMethod for a box that was set up by another method than the one that stands."""
    if document not in (None, adopted.document):
        raise OtherMethod


class NotThisTier(Contradicted):
    """A congress votes, a street selects or consults; neither does the other's (§4.6 no. 6)."""

    def __init__(self, word: str) -> None:
        super().__init__(
            f"按办法，这里的项目以“{word}”确定，不能登记为其他方式。",
            f"the measure decides by “{word}” here; nothing else is recorded.",
        )


class NoRules(Contradicted):
    """The measure has no [ballot] section."""

    def __init__(self, regime: str) -> None:
        super().__init__(
            f"办法 {regime} 没有票决（票选）规则，不能投票；请改用有 [ballot] 一节的版本。",
            f"{regime} says nothing of a ballot; use a version that does.",
        )
