"""Why a ballot box says no; each text says what to do."""

from domain.ballot.state import STATUS_ZH, Status
from domain.refusals import Contradicted


class NotNow(Contradicted):
    """The vote is at another point of its course."""

    def __init__(self, status: Status, wanted: Status) -> None:
        super().__init__(
            f"本次投票{STATUS_ZH[status]}，只有在“{STATUS_ZH[wanted]}”时才能办理。",
            f"the vote is {status}; this is done while it is {wanted}.",
        )


class NeedsBothKeys(Contradicted):
    """A box is opened for voting when both holders have their keys."""

    def __init__(self) -> None:
        super().__init__(
            "两位持钥人还没有都领到钥匙，请两人分别领取后再开始投票。",
            "both holders take their keys first.",
        )


class NoQuorum(Contradicted):
    """Too few are present to vote at all (LAW-1 art. 14)."""

    def __init__(self, roll: int, present: int) -> None:
        super().__init__(
            f"全体 {roll} 人，出席 {present} 人，未达法定人数，不能投票；"
            "请待人数足够后再开始，已经开始的请核实人数后封箱，或者作废。",
            f"{present} of {roll} are no quorum; nobody votes before there is one.",
        )


class SameHand(Contradicted):
    """Paper ballots are entered by two people."""

    def __init__(self) -> None:
        super().__init__(
            "纸质票应由两人分别录入，您已录过一遍，请由另一人录入。",
            "you entered them already; somebody else enters them again.",
        )


class TooManyPapers(Contradicted):
    """More papers came back than were handed out (B10)."""

    def __init__(self, issued: int, returned: int) -> None:
        super().__init__(
            f"发出纸质票 {issued} 张，收回 {returned} 张，收回多于发出；"
            "请重新清点，确属多出的，作废后重新投票。",
            f"{returned} papers came back of {issued}; count again, or annul the vote.",
        )


class NotOnRoll(Contradicted):
    """The caller has no vote here."""

    def __init__(self) -> None:
        super().__init__(
            "您不在本次投票的名册上；如有疑问，请与人大机关经办人联系。",
            "you are not on the roll of this vote; ask the clerk.",
        )


class HasVoted(Contradicted):
    """One vote each, on the phone or on paper."""

    def __init__(self) -> None:
        super().__init__(
            "您已经投过票或领过纸质票，一人一票，不能再投。",
            "you have voted, or have a paper; one vote each.",
        )


class BrokenPaper(Contradicted):
    """What was sent is no slip of this paper."""

    def __init__(self) -> None:
        super().__init__(
            "票面与本次投票不符，没有投出；请刷新后重新填写。",
            "this is no slip of this paper; nothing was cast. Reload and fill it in again.",
        )


class WrongKeys(Contradicted):
    """The keys are not those of this box."""

    def __init__(self, which: str) -> None:
        super().__init__(
            f"{which}不对，请持钥人逐字核对后重新输入；票箱没有打开。",
            "a key is not of this box; check it letter by letter. Nothing was opened.",
        )
