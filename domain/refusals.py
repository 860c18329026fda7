"""Why the record says no: each refusal is named, and its text says what to do.

    Refused
    ├── NotYours            somebody else's duty or notice (a caller outside sees "not found")
    ├── Unknown             no such project, programme, duty, regime or unit
    ├── Contradicted        the fact does not fit what stands in the record
    │   ├── AlreadyThere    it stands already, with other contents
    │   ├── NothingOwed     the duty is closed, void or waived
    │   ├── NotYetOpen      the duty's period has not begun
    │   ├── NothingToDecide nothing has been filed that could be accepted or returned
    │   ├── AnotherRequest  what waits is not the request that the decision was written for
    │   ├── OwnFiling       nobody accepts or returns what he filed himself
    │   ├── DeputiesDoNotExecute  deputies propose and check; a unit handles
    │   └── NotTheirsToDecide  the body that decided is not the one to decide this
    └── Malformed           a value that cannot be: negative, over 100 %, a time in the future

Only `api` knows which HTTP status each of them becomes.
"""

from datetime import date


class Refused(Exception):
    """The command is refused and nothing was written. `zh` says what to do; `en` the same."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh = zh
        self.en = en


class NotYours(Refused):
    """The duty or notice belongs to another party; not shown to exist (reliability §2.18)."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"没有找到“{what}”。请从本单位的待办清单中选取。",
            f"“{what}” was not found; choose one from your own list.",
        )


class Unknown(Refused):
    """Nothing of that name stands in the record or in the shipped regimes."""

    def __init__(self, kind_zh: str, kind_en: str, name: str) -> None:
        super().__init__(
            f"没有找到{kind_zh}“{name}”。请核对名称后重试。",
            f"there is no {kind_en} “{name}”; check the name and try again.",
        )


class Contradicted(Refused):
    """The fact does not fit what stands in the record."""


class AlreadyThere(Contradicted):
    """The same thing was recorded before with other contents; the record is not overwritten."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"“{what}”已经登记，且内容不同；已登记的内容不能覆盖，如需更正请作为新的事项提出。",
            f"“{what}” is on record with other contents; what is recorded is not overwritten.",
        )


class NothingOwed(Contradicted):
    """The duty is closed: accepted, void or waived."""

    def __init__(self, duty: str, why: str) -> None:
        super().__init__(
            f"事项“{duty}”已经结束（{why}），不再接收材料。",
            f"“{duty}” is closed ({why}) and takes no more filings.",
        )


class NothingToUrge(Contradicted):
    """Nobody is waited for: it was filed, ended or paused."""

    def __init__(self, duty: str) -> None:
        super().__init__(
            f"“{duty}”已经报送、结束或者停表，现在不用催办。",
            f"“{duty}” was filed, ended or paused: there is nobody to urge.",
        )


class NotYetOpen(Contradicted):
    """The duty's period has not begun."""

    def __init__(self, duty: str, opens: str) -> None:
        super().__init__(
            f"事项“{duty}”自 {opens} 起才能报送，请届时再报。",
            f"“{duty}” can be filed from {opens} on.",
        )


class NotYetHeard(Refused):
    """The service was away over a due instant, and nobody knows yet for how long (§2.5)."""

    def __init__(self, duty: str) -> None:
        super().__init__(
            f"服务刚刚恢复，还不知道中断了多久，现在判不了“{duty}”是否逾期；请过几秒用同一编号再报一次，"
            "中断期间到期的一律顺延。",
            f"the service is just back and does not know yet for how long it was away: “{duty}” "
            "cannot be judged; repeat with the same key in some seconds, what fell due moves.",
        )


class NothingToDecide(Contradicted):
    """Nothing has been filed that could be accepted, returned or answered."""

    def __init__(self, duty: str) -> None:
        super().__init__(
            f"事项“{duty}”目前没有待审核的材料。",
            f"nothing filed under “{duty}” waits for a decision.",
        )


class AnotherRequest(Contradicted):
    """What waits now is not the request that the decision was written for."""

    def __init__(self, zh: str, number: int, to: date) -> None:
        super().__init__(
            f"“{zh}”现在等待决定的是第{number}次延期申请（申请延到{to}），不是这份决定所指的那一次；"
            "请按现在的申请重新提请。",
            f"request {number} (to {to}) waits now, another than this decides on; propose it anew.",
        )


class OwnFiling(Contradicted):
    """Filing and accepting are done by two people (`rulebook §4.3`)."""

    def __init__(self, duty: str) -> None:
        super().__init__(
            f"不能审核自己报送的材料（{duty}），请由另一人办理。",
            f"what you filed yourself (“{duty}”) is decided by somebody else.",
        )


class DeputiesDoNotExecute(Contradicted):
    """Deputies propose and check, they do not handle what they find (代表法 art. 31)."""

    def __init__(self, who: str) -> None:
        super().__init__(
            f"代表只提出意见和复查，不直接处理问题（代表法第三十一条），不能交“{who}”办理；"
            "请交承办或协办单位。",
            f"deputies check but do not handle; “{who}” cannot owe this: name a unit.",
        )


class NotTheirsToDecide(Contradicted):
    """A decision of a body, or in a kind of meeting, that may not decide this (rulebook A3)."""

    def __init__(self, matter: str, why: str) -> None:
        super().__init__(
            f"“{matter}”不能依此决定登记：{why}。请附有权机关的决定后再登记。",
            f"“{matter}” cannot rest on this decision; it takes another body's or meeting's.",
        )


class Malformed(Refused):
    """A value that cannot be: negative, over 100 %, a time in the future."""
