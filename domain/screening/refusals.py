"""Why the pool says no, beside what every stream refuses.

Contradicted
├── WrongPhase     the item is not where this could be done to it (rulebook §4.2)
├── NotScreened    an item lacks a figure, a check or a meeting before it can be a candidate
├── MarginRefused  so many candidates for so many seats are not allowed here
├── NotHeard       the standing committee deliberates first here, and has not
└── Settled        the year's choice is made, or its vote has begun
"""

from collections.abc import Sequence

from domain.refusals import Contradicted


class WrongPhase(Contradicted):
    """Allowed are exactly the ways drawn in rulebook §4.2."""

    def __init__(self, title: str, stands: str, zh: str) -> None:
        super().__init__(
            f"“{title}”{stands}，{zh}", f"“{title}” is not where this can be done to it."
        )


class NotScreened(Contradicted):
    """What is listed has its figures, its checks and its meeting."""

    def __init__(self, title: str, lacks: Sequence[str]) -> None:
        super().__init__(
            f"“{title}”还不能列为候选项目：{'；'.join(lacks)}。请补齐后再列。",
            f"“{title}” cannot be a candidate yet.",
        )


class MarginRefused(Contradicted):
    """The margin is outside what the measure allows, or recommends without a reason given."""

    def __init__(self, told: str, todo: str) -> None:
        super().__init__(f"{told}{todo}", "this margin cannot be taken as it is.")


class NotHeard(Contradicted):
    """Where the province says so the standing committee comes before the congress (B16)."""

    def __init__(self, zh: str) -> None:
        super().__init__(
            f"{zh}，不能付诸表决；请先由常委会审议，登记审议意见后再办。",
            "the standing committee deliberates on the candidates first.",
        )


class Settled(Contradicted):
    """Nothing of the pool changes under a vote."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh, "the vote has begun or the choice is made; nothing changes here.")
