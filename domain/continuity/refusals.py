"""Why a word on what was lost is not taken."""

from domain.refusals import Contradicted


class NothingLost(Contradicted):
    """The record takes facts: there is nothing to declare."""

    def __init__(self) -> None:
        super().__init__(
            "档案照常登记，没有待说明的丢失，不用声明。",
            "the record takes facts as usual; there is no loss to declare.",
        )


class NobodyWithAName(Contradicted):
    """What was lost is said by people, not by programs."""

    def __init__(self) -> None:
        super().__init__(
            "丢失须由有账号的人员本人声明和确认，程序的令牌不行；请用账号登录后再办。",
            "a loss is declared by a person: sign in with an account, a token will not do.",
        )


class NotYetDeclared(Contradicted):
    """There is nothing yet that could be confirmed."""

    def __init__(self) -> None:
        super().__init__(
            "还没有人说明丢失了什么；请先由一人写明，再由另一人确认。",
            "nobody has said yet what was lost: one person declares it, another confirms.",
        )


class SamePerson(Contradicted):
    """Two people answer for a loss."""

    def __init__(self) -> None:
        super().__init__(
            "说明和确认要由两个人办理；您已作说明，请另一位工作人员确认。",
            "declared and confirmed by two people: somebody else has to confirm.",
        )
