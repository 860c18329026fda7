"""Words that several papers of a session share: dates, sums, numerals, how a paper is marked."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from domain.ballot.paper import Family, ForAgainst, Graded, Ranked, UpTo
from domain.papers.compose.session.gathered import Candidate

_DIGITS = "零一二三四五六七八九"


def day_zh(day: date) -> str:
    """2025年3月31日: no leading noughts, as printed."""
    return f"{day.year}年{day.month}月{day.day}日"


def numeral(n: int) -> str:
    """1 to 99 in Chinese numerals: 第十二条."""
    if n < 10:
        return _DIGITS[n]
    tens, ones = divmod(n, 10)
    head = "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def money(value: Decimal) -> str:
    """A sum as people write it."""
    return f"{value.normalize():f}"


def invested(candidates: Sequence[Candidate]) -> str:
    """The investment of all together; what nobody named is not taken for nought."""
    named = [x.cost for x in candidates if x.cost is not None]
    if not named:
        return "投资额均未列明"
    rest = len(candidates) - len(named)
    unknown = f"（另有 {rest} 项未列明投资额，不计为零）" if rest else ""
    return f"计划投资合计 {money(sum(named, Decimal()))} 万元{unknown}"


def heads(family: Family) -> tuple[str, ...]:
    """The columns in which a voter marks."""
    match family:
        case ForAgainst():
            return ("赞成", "反对", "弃权")
        case Graded():
            return ("满意", "基本满意", "不满意", "弃权")
        case UpTo():
            return ("同意",)
        case Ranked():
            return ("次序",)


def marking(family: Family) -> tuple[str, ...]:
    """How to mark the paper and what makes it invalid, one rule a sentence; the same rules by
    which the box judges a slip (`ballot.paper.judged`)."""
    match family:
        case ForAgainst() | Graded():
            most = family.most if isinstance(family, ForAgainst) else None
            listed = "、".join(f"“{x}”" for x in heads(family))
            return (
                f"对每个候选项目，在{listed}中选择一栏画“○”，只能选择一种意见。",
                "某一项目未画或者画了两种以上意见的，该项目的这一票无效，其他项目不受影响。",
                *(
                    (f"赞成的项目超过 {most} 项的，整张票无效；等于或者少于的有效。",)
                    if most
                    else ()
                ),
            )
        case UpTo(seats=most):
            return (
                f"同意的项目在“同意”栏内画“○”，所选项目不得超过 {most} 项。",
                f"所选项目等于或者少于 {most} 项的为有效票，多于 {most} 项的整张票无效。",
            )
        case Ranked(places=places):
            return (
                f"按先后次序在“次序”栏内填写 1 至 {places} 的数字，可以少填。",
                "同一数字填写两次，或者一个项目填写两个数字的，整张票无效。",
            )
