"""What a published item is: voted, chosen on a street, a candidate; only the first is 票决."""

from typing import Literal, NamedTuple

from domain.lists.headings import plain, words

Kind = Literal["voted", "voted_street_selection", "candidate", "candidate_public_poll"]
VOTED: frozenset[str] = frozenset({"voted"})
ON_A_STREET: frozenset[str] = frozenset({"voted", "voted_street_selection"})
"""What a street's measure may carry out. A street has no congress: what it chose is no vote."""
CANDIDATES: frozenset[str] = frozenset({"candidate", "candidate_public_poll"})


class Why(NamedTuple):
    """Why an item of this kind is not opened as a voted one."""

    zh: str
    en: str


OTHER_KINDS: dict[str, Why] = {
    "voted_street_selection": Why(
        "街道会商选定，不是票决", "chosen on a street, no vote of deputies"
    ),
    "candidate": Why("候选项目，未票决", "a candidate, not voted"),
    "candidate_public_poll": Why("公众投票的候选项目，未票决", "a public poll, not voted"),
    "session_reviewed": Why("会议审议通过，未逐项票决", "reviewed by the session, no item vote"),
    "superior_assigned": Why("上级交办项目，未在本级票决", "assigned from above, not voted here"),
    "not_stated": Why("来源未说明是否票决", "the source does not say that it was voted"),
    "not_voted": Why("未票决的项目", "not voted"),
}
KIND_ZH = {
    "voted": "票决",
    "voted_street_selection": "街道会商选定",
    "candidate": "候选",
    "candidate_public_poll": "公众投票候选",
    "session_reviewed": "审议通过",
    "superior_assigned": "上级交办",
    "not_stated": "未说明",
    "not_voted": "未票决",
}


def kind_of(cell: str) -> str:
    """The kind that a cell names, in whatever words; the cell itself where it names none."""
    return words().status.get(plain(cell), cell)
