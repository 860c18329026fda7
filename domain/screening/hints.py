"""What a machine can see of an item: gaps, and what a person should look at. It decides nothing."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from domain.base import Value
from domain.regimes.sections_screening import CHECK_ZH, Check, Screening
from domain.screening.item import Draft, PoolItem
from domain.screening.pool_messages import Verdict
from domain.screening.refusals import NotHeard
from domain.screening.state import Entry, Pool

_PEOPLE_PAY = ("群众", "村民", "居民", "住户", "业主", "企业", "商户", "自筹", "集资", "摊派")
_DEBT = ("债", "贷款", "融资", "借款", "垫资")


class Hint(Value):
    """Something to look at, and the check it belongs to, if one."""

    check: Check | None
    zh: str


def gaps(item: Draft) -> list[str]:
    """What a candidate list must say of each item (rulebook O03) and this one does not."""
    wanted = {
        "实施地点": item.place,
        "责任单位": item.unit,
        "资金": item.cost,
        "受益情况": item.benefit,
        "完成时间": item.finish,
    }
    return [zh for zh, found in wanted.items() if found is None]


def hints(item: PoolItem, pool: Pool, year: int) -> Iterator[Hint]:
    """What stands out. A hint never decides by itself."""
    for zh in gaps(item):
        yield Hint(check=_OF_GAP.get(zh), zh=f"没有写明{zh}")
    if item.target is None and not item.parts:
        yield Hint(check=None, zh="没有写明目标数，年终无法按数验收")
    yield from _time(item, year)
    yield from _money(item)
    same = [
        x.item.id
        for x in pool.entries.values()
        if x.item.title == item.title and x.item.id != item.id
    ]
    if same:
        yield Hint(check=None, zh=f"与 {'、'.join(same[:3])} 同名，请核对是否重复")


_OF_GAP = {"资金": Check.MONEY, "完成时间": Check.FINISHABLE}


def _time(item: PoolItem, year: int) -> Iterator[Hint]:
    if item.finish is None:
        return
    if item.finish.year < year:
        yield Hint(check=Check.FINISHABLE, zh=f"完成时间 {item.finish} 早于项目年度 {year}")
    planned = {x.by.year for x in item.milestones}
    missing = [str(x) for x in range(year, item.finish.year) if x not in planned]
    if missing:
        said = f"完成时间 {item.finish} 超出当年，{'、'.join(missing)} 年没有年度节点"
        yield Hint(check=Check.FINISHABLE, zh=said)
    late = [x for x in item.milestones if x.by > item.finish]
    if late:
        yield Hint(check=Check.FINISHABLE, zh=f"节点“{late[0].goal}”晚于完成时间 {item.finish}")


def _money(item: PoolItem) -> Iterator[Hint]:
    cost = item.cost
    if cost is None:
        return
    if not cost.paid_by:
        yield Hint(check=Check.MONEY, zh="没有写明由谁出资")
    named = [x.wan for x in cost.paid_by if x.wan is not None]
    whole = bool(named) and len(named) == len(cost.paid_by)
    if whole and sum(named, Decimal(0)) != cost.wan:
        told = f"各方出资合计 {sum(named, Decimal(0)):f} 万元，与总额 {cost.wan:f} 万元不符"
        yield Hint(check=Check.MONEY, zh=told)
    for x in cost.paid_by:
        if any(word in x.payer for word in _PEOPLE_PAY):
            yield Hint(check=Check.NO_BURDEN, zh=f"出资方有“{x.payer}”，请核对是否增加负担")
        if any(word in x.payer for word in _DEBT):
            yield Hint(check=Check.NO_DEBT, zh=f"资金来源有“{x.payer}”，请核对债务风险")


def lacks(entry: Entry, screening: Screening) -> list[str]:
    """What is missing before the item can be a candidate, in words that say what to do."""
    found = [f"没有写明{zh}" for zh in gaps(entry.item)]
    for check in screening.checks:
        judged = entry.judgement(check)
        if judged is None:
            again = any(x.check is check for x in entry.judged)
            found.append(f"“{CHECK_ZH[check]}”{'修改后没有重新筛选' if again else '还没有筛选'}")
        elif judged.verdict is Verdict.NOT_MET:
            found.append(f"“{CHECK_ZH[check]}”不符合：{judged.reason}")
    if entry.review is None:
        found.append("还没有经政府会议或联合筛选研究")
    elif not entry.review.passed:
        found.append(f"研究后退回项目库：{entry.review.reason}")
    elif entry.review.version != entry.version:
        found.append("研究通过后又作了修改，须重新研究")
    return found


def before_vote(pool: Pool, screening: Screening, today: date) -> list[str]:
    """What is still to be done before the candidates can be voted, but for the margin."""
    if not pool.standing:
        return ["还没有候选项目"]
    found = []
    comment = pool.comment
    if screening.comment == "required" and (comment is None or comment.closed_on is None):
        begun = comment is not None and today >= comment.opens
        found.append("候选项目公示还没有结束" if begun else "候选项目还没有公示")
    if (unheard := _unheard(pool, screening)) is not None:
        found.append(unheard)
    return found


def must_be_heard(pool: Pool, screening: Screening) -> None:
    """Raises NotHeard where the standing committee deliberates first and has not (B16)."""
    if (unheard := _unheard(pool, screening)) is not None:
        raise NotHeard(unheard)


def _unheard(pool: Pool, screening: Screening) -> str | None:
    if screening.hearing is None:
        return None
    heard = pool.heard
    if heard is None or not set(pool.standing) <= set(heard.candidates):
        return "候选项目还没有经常委会先行审议"
    return None if heard.agreed else "常委会审议没有同意将候选项目提交大会"
