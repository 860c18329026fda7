"""Plain words for the public: no term of the office without its everyday meaning (design §4)."""

from decimal import Decimal

from api.pages.dates import dated, plain
from api.public.shape import Answer, Lamp, PublicLate, PublicPart, PublicProject, Standing

LAMP_ZH: dict[Lamp, str] = {
    "red": "比计划慢",
    "amber": "稍慢",
    "green": "按计划",
    "done": "办好了",
    "idle": "还没到日子",
    "hold": "经批准暂停",
    "stop": "不办了",
}
STANDING_ZH: dict[Standing, str] = {
    "running": "正在办",
    "done": "办好了",
    "suspended": "经批准暂停",
    "terminated": "不办了",
    "carried_over": "转到下一年继续办",
    "closed": "已经销号",
}
ANSWER_ZH: dict[Answer, str] = {
    "works": "办好了，能用",
    "broken": "办了，不好用",
    "missing": "还没办",
}
TOLD_ZH: dict[Answer, str] = {"works": "能用", "broken": "不好用", "missing": "还没办"}
NOT_PUBLISHED = "名单没有公布"


def lead(one: PublicProject) -> list[str]:
    """The opening, a sentence a fact: what the unit says, what deputies saw, what is late."""
    said = [x for x in (_claimed(one), _late(one)) if x]
    return said or [_nothing(one)]


def _claimed(one: PublicProject) -> str | None:
    parts = [x for x in one.parts if not x.dropped]
    verified = sum(1 for x in parts if x.verified)
    if verified:
        return "代表到现场核实过，确实做成了。"
    told = [x for x in parts if x.claimed_percent is not None]
    if not told:
        return None
    if len(told) == 1:
        return f"{one.unit}说做到了{_claim(told[0])}，代表还没有核实。"
    return f"{one.unit}报了{len(told)}个部分的进度，代表还没有核实。"


def _claim(part: PublicPart) -> str:
    if part.claimed_amount is not None:
        return f"{_number(part.claimed_amount)}{part.target_unit or ''}"
    return f"{_number(part.claimed_percent)}%"


def _late(one: PublicProject) -> str | None:
    if not one.late:
        return None
    units = sum(1 for x in one.late if x.by_unit)
    others = len(one.late) - units
    if not others:
        return f"{one.unit}有{units}件到期没有交。"
    if not units:
        return f"代表和人大机关自己有{others}件到期没有做。"
    return f"{one.unit}有{units}件到期没有交，代表和人大机关自己有{others}件到期没有做。"


def _nothing(one: PublicProject) -> str:
    if one.standing != "running":
        return f"{STANDING_ZH[one.standing]}。"
    return f"{one.unit}还没有报进度，现在没有到期没交的事。"


def late_sentence(x: PublicLate, today: str) -> str:
    """Why one calls it late, with the day and the working days."""
    due = plain(x.due)
    if x.by_unit:
        return f"{x.who}该在{due}前交{x.zh}，到今天（{today}）还没有交，晚了{x.workdays}个工作日。"
    return f"{x.who}该在{due}前做{x.zh}，到今天（{today}）还没有做，晚了{x.workdays}个工作日。"


def mended_sentence(x: PublicLate) -> str:
    """Late once, filed since."""
    filed = plain(x.filed) if x.filed else ""
    return f"{x.zh}该在{plain(x.due)}前完成，{filed}才做，晚了{x.workdays}个工作日。"


def promise(one: PublicProject) -> str:
    """By when, in one sentence."""
    if one.finish is None:
        return "名单没有公布完工的日子。"
    return f"{dated(one.finish)}前完工。"


def _number(value: Decimal | None) -> str:
    text = f"{value or 0:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
