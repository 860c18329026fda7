"""Where people can say it besides the form: as the measure of the place has it."""

from api.pages.dates import WEEK
from domain.collection.state import Collection
from domain.regimes import named
from domain.regimes.sections_collection import Way
from domain.wish.channels import Channel

_SAID: dict[Channel, str] = {
    Channel.STATION: "到附近的代表联络站，当面告诉代表",
    Channel.RECEPTION: "代表接待日当面提",
    Channel.GRID: "代表进网格走访时提",
    Channel.SYMPOSIUM: "参加征集座谈会",
    Channel.HOTLINE: "拨打12345政务服务便民热线",
    Channel.POST: "写信或到人大机关来访",
    Channel.LETTER: "按政府征集函公布的办法提",
    Channel.PLATFORM: "在代表履职平台上提",
    Channel.DEPUTY: "请您认识的人大代表代为提出",
}
_ALWAYS = (Channel.STATION, Channel.HOTLINE)


def ways_of(one: Collection) -> list[str]:
    """What can be done besides, in the measure's order; the usual ways where it is silent."""
    said = named(one.regime).collection
    ways = said.ways if said else ()
    found = [_said(x) for x in ways if x.kind in _SAID]
    known = {x.kind for x in ways}
    return found + [_SAID[x] for x in _ALWAYS if x not in known]


def _said(way: Way) -> str:
    zh = _SAID[way.kind]
    if way.weekday is not None:
        return f"每周{WEEK[way.weekday - 1]}{zh}"
    return f"会前集中接访期间{zh}" if way.before_session else zh
