"""Why a weighty act is not done, or not yet."""

from datetime import date

from domain.countersign.weighty import BENCHES, WEIGHTY_ZH, Weighty
from domain.refusals import Contradicted


class NeedsTwo(Contradicted):
    """One person alone, or a program, does not do this here."""

    def __init__(self, act: Weighty) -> None:
        super().__init__(
            f"“{WEIGHTY_ZH[act]}”由两个人办理：请一人用自己的账号登录提请，另一人登录确认；"
            "令牌不能代替人。命令行请加 --login。",
            "this takes two persons: one account proposes it, another confirms; no token will do.",
        )


class NotOfTheBench(Contradicted):
    """The account's role has no part in this act."""

    def __init__(self, act: Weighty) -> None:
        super().__init__(
            f"“{WEIGHTY_ZH[act]}”由{BENCHES[act].roles_zh}提请和确认，您的账号不是。",
            f"your role neither proposes nor confirms this ({', '.join(BENCHES[act].roles)} do).",
        )


class NeedsLead(Contradicted):
    """One of the two persons leads."""

    def __init__(self, act: Weighty) -> None:
        super().__init__(
            f"“{WEIGHTY_ZH[act]}”的两个人中，至少一人应是{BENCHES[act].lead_zh}，请由其确认。",
            f"one of the two persons has to be a {BENCHES[act].lead}.",
        )


class OwnProposal(Contradicted):
    """Who proposed it does not confirm it."""

    def __init__(self) -> None:
        super().__init__(
            "提请和确认要由两个人办理；这是您自己提请的，请另一位工作人员确认。",
            "you proposed this yourself: somebody else has to confirm it.",
        )


class WaitsAlready(Contradicted):
    """Of one matter one proposal waits at a time."""

    def __init__(self, subject: str, lapses_on: date) -> None:
        super().__init__(
            f"同一事项已有一件等待确认：“{subject}”（到 {lapses_on} 失效）；"
            "请先确认、退回或撤回那一件。",
            f"another proposal of the same matter waits until {lapses_on}: settle it first.",
        )


class ProposerGone(Contradicted):
    """Who proposed it could not propose it any more."""

    def __init__(self) -> None:
        super().__init__(
            "提请人的账号已停用，或已换角色、换地区，这件提请不能再确认；仍需办理的，请重新提请。",
            "the proposer's account is disabled, of another role or region now: propose it anew.",
        )


class AlreadySo(Contradicted):
    """What was proposed would change nothing by now: somebody else did it meanwhile."""

    def __init__(self, subject: str) -> None:
        super().__init__(
            f"“{subject}”现在已经是所提请的样子，没有可以登记的；请核对后不同意这件提请。",
            f"“{subject}” is already as proposed, nothing could be recorded; decline it.",
        )


class NothingToPropose(Contradicted):
    """What is proposed is so already: a second person could only decline it."""

    def __init__(self, subject: str) -> None:
        super().__init__(
            f"“{subject}”现在已经是所提请的样子，没有可以登记的，不必提请。",
            f"“{subject}” is already so: nothing would be recorded, and nothing is to be proposed.",
        )


class Settled(Contradicted):
    """It waits no more."""

    def __init__(self, how_zh: str, how: str) -> None:
        super().__init__(
            f"这件提请{how_zh}，不能再办；仍需办理的，请重新提请。",
            f"this proposal {how}; propose it anew if it is still needed.",
        )
