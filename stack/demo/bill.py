"""What is played: the voted lists of five places, under three measures, in the year 2025."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import NamedTuple

from commands.lists import Asked
from domain.lists import Lists, NotAList, VotedList, read_lists
from domain.project.messages import Card
from domain.refusals import Unknown
from domain.regimes import named
from domain.terms import Term, nominal

FIRST, LAST = date(2025, 3, 5), date(2026, 3, 31)
CONVENED = date(2026, 1, 12)
"""The day on which the next sessions are convened; until then theirs is only assumed."""
NOTE = "（样稿）"
SILENT = 2
"""The place in each list of the project whose work plan nobody files in time."""

_UNITS = {
    "教育局": ("学校", "校", "教育", "幼儿", "学生", "托"),
    "卫生健康局": ("医", "卫生", "健康", "急救", "救护"),
    "民政局": ("养老", "老年", "老人", "残疾", "救助", "助餐"),
    "交通运输局": ("道路", "公路", "公交", "停车", "桥", "交通"),
    "水利局": ("水", "河", "防洪"),
    "农业农村局": ("农", "菜", "村"),
    "文化广电旅游局": ("文化", "体育", "健身", "公园", "书"),
    "生态环境局": ("垃圾", "污", "环境", "绿"),
    "市场监督管理局": ("食品", "市场", "安全"),
    "住房和城乡建设局": (),
}


class Act(NamedTuple):
    """One list of one congress: its measure, its vote and its next session."""

    list_id: str
    regime: str
    vote: date
    session: date


BILL = (
    Act("NB26", "baofeng@2", date(2025, 3, 5), date(2026, 3, 3)),
    Act("NH20", "baofeng@2", date(2025, 3, 7), date(2026, 3, 5)),
    Act("NH21", "baofeng@2", date(2025, 3, 7), date(2026, 3, 5)),
    Act("WZ25", "longgang@2", date(2025, 3, 11), date(2026, 3, 4)),
    Act("CN17", "longgang@2", date(2025, 3, 12), date(2026, 3, 6)),
    Act("WC19", "longgang@2", date(2025, 3, 12), date(2026, 3, 6)),
    Act("NC20", "gaogang@2", date(2025, 3, 14), date(2026, 3, 10)),
    Act("NC21", "gaogang@2", date(2025, 3, 14), date(2026, 3, 10)),
    Act("FT24", "gaogang@2", date(2025, 3, 18), date(2026, 3, 11)),
    Act("TZ24", "baofeng@2", date(2025, 3, 20), date(2026, 3, 12)),
    Act("TZ25", "baofeng@2", date(2025, 3, 20), date(2026, 3, 12)),
)


class Opening(NamedTuple):
    """A list as it is opened on its day of the vote."""

    question: Asked
    session: date


def openings(file: Path, wanted: Collection[str] = ()) -> list[Opening]:
    """The lists of the bill, or those wanted, in the order of their votes.

    Raises NotAList where the file cannot be read, Unknown for a list that is not played.
    """
    for name in wanted:
        if name not in {x.list_id for x in BILL}:
            raise Unknown("演示清单", "list of the demonstration", name)
    try:
        lists = read_lists(file.read_bytes())
    except OSError as error:
        raise NotAList(f"读不到文件 {file}，请用 --projects 指明", f"{error.strerror}") from error
    return [_opening(lists, x) for x in BILL if not wanted or x.list_id in wanted]


def _opening(lists: Lists, act: Act) -> Opening:
    (voted,) = lists.only([act.list_id]).voted
    question = Asked(
        lists=Lists(voted=(_dressed(voted),), skipped=()),
        regime=named(act.regime),
        vote=act.vote,
        next_session=nominal(act.vote, Term.parse("12m")),
        session_assumed=True,
    )
    return Opening(question, act.session)


def _dressed(voted: VotedList) -> VotedList:
    """Marked as a sample; where the source names no unit, a made-up one that has several."""
    cards = tuple(map(_led, voted.cards))
    return voted._replace(title=f"{NOTE}{voted.title}", cards=cards)


def _led(card: Card) -> Card:
    if not card.lead_unit_synthetic:
        return card
    fits = (x for x, words in _UNITS.items() if any(word in card.name for word in words))
    return card.model_copy(update={"lead_unit": NOTE + next(fits, list(_UNITS)[-1])})
