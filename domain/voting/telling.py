"""A result in the words of the hall: who passed, by how much, who lost and why."""

from typing import NamedTuple

from domain.regimes.decision import Decision
from domain.voting.messages import Occasion
from domain.voting.outcome import Tallied, majority_of
from domain.voting.state import Counted

OCCASION_ZH: dict[Occasion, str] = {
    "first": "投票",
    "tie": "得票相等，再次投票",
    "shortfall": "缺额，再次投票",
}


class Words(NamedTuple):
    """What the act and its people are called here."""

    act: str
    """票决, 票选."""
    whole: str
    """Whose more than half it takes: 全体代表, 全体议政代表."""
    won: str
    """当选, 入选."""


def words_of(decision: Decision) -> Words:
    """A congress's words, or a street's, which has no 票决 (rulebook §4.6 no. 6)."""
    if decision.kind == "ballot":
        return Words(decision.word, "全体代表", "当选")
    return Words(decision.word, "全体议政代表", "入选")


def said_of(line: Tallied, found: Counted, words: Words) -> str:
    """赞成 51 票，未过全体代表半数 52 票."""
    said = f"赞成 {line.approvals} 票"
    if line.item in found.elected:
        return f"{said}，{words.won}"
    if line.item in found.tied:
        left = found.seats - len(found.elected)
        return f"{said}，得票相等，余 {left} 席，再次投票"
    if line.approvals < found.needed:
        again = "，再次投票" if line.item in found.again else ""
        return f"{said}，{below(found.roll, words)}{again}"
    passed = f"，已过{words.whole}半数" if found.needed else ""
    place = 1 + sum(x.approvals > line.approvals for x in found.lines)
    return f"{said}{passed}，列第 {place} 位，应选 {found.seats} 项，未{words.won}"


def below(roll: int, words: Words) -> str:
    """未过全体代表半数 52 票."""
    return f"未过{words.whole}半数 {majority_of(roll)} 票"


def headline(found: Counted, words: Words) -> str:
    """One round in a sentence."""
    sat = f"{words.whole} {found.roll} 人，出席 {found.present} 人，收回 {found.ballots} 票"
    said = [f"{sat}；应选 {found.seats} 项，{words.won} {len(found.elected)} 项"]
    if found.tied:
        left = found.seats - len(found.elected)
        said.append(f"{len(found.tied)} 项得票相等，余 {left} 席再次投票")
    if found.short_by:
        said.append(f"缺 {found.short_by} 项" + ("，再次投票" if found.again else ""))
    return "，".join(said) + "。"
