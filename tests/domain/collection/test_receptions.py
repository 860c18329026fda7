"""Reception days: a weekly one leaves a record each week, or is shown as missing."""

from datetime import date

import pytest

from domain.collection.receptions import ReceptionRecorded, RecordReception, missing
from domain.collection.window import proposed
from domain.given import Actor
from domain.refusals import AlreadyThere, Contradicted, Malformed, NotYours
from domain.regimes import named
from domain.wish.channels import Channel
from tests.support.collections import OPENING, Months
from tests.support.meetings import at

LONGGANG = OPENING.model_copy(
    update={
        "regime": "longgang",
        "region": "浙江省/温州市/龙港市",
        "session": date(2023, 3, 20),
        "opens": date(2023, 1, 31),
        "closes": date(2023, 2, 20),
    }
)
WEDNESDAYS = [date(2023, 2, 1), date(2023, 2, 8), date(2023, 2, 15)]
HELD = RecordReception(
    kind=Channel.RECEPTION,
    on=WEDNESDAYS[0],
    place="湖前社区代表联络站",
    deputies=3,
    visitors=17,
    wishes=("LG23-1", "LG23-2"),
)


@pytest.fixture
def months() -> Months:
    return Months(LONGGANG)


def test_every_wednesday_without_a_record_is_shown(months: Months) -> None:
    (event,) = months.ask(HELD, date(2023, 2, 2))
    assert isinstance(event, ReceptionRecorded)
    regime = named("longgang")
    assert missing(months.state, regime, date(2023, 2, 9)) == [(Channel.RECEPTION, WEDNESDAYS[1])]
    everything = missing(months.state, regime, date(2023, 12, 31))
    assert [x for _, x in everything] == WEDNESDAYS[1:], "none after the last day"


def test_a_measure_without_weekly_days_misses_none() -> None:
    assert missing(Months().state, named("baofeng"), date(2023, 3, 1)) == []


def test_a_record_stands_once(months: Months) -> None:
    months.ask(HELD, date(2023, 2, 2))
    assert months.ask(HELD, date(2023, 2, 3)) == []
    with pytest.raises(AlreadyThere):
        months.ask(HELD.model_copy(update={"visitors": 18}), date(2023, 2, 3))
    months.ask(HELD.model_copy(update={"place": "河底高社区代表联络站"}), date(2023, 2, 3))
    assert [x.number for x in months.state.receptions] == [1, 2]


def test_deputies_record_their_own_and_units_do_not(months: Months) -> None:
    group = Actor("group-1", "deputy_group:LG23-01", LONGGANG.region)
    assert months.world.tell(months.stream, HELD, group, at(date(2023, 2, 2)))
    unit = Actor("unit-1", "unit:市住房和城乡建设局", LONGGANG.region)
    with pytest.raises(NotYours):
        months.world.tell(months.stream, HELD, unit, at(date(2023, 2, 2)))


@pytest.mark.parametrize(
    "wrong", [{"kind": Channel.HOTLINE}, {"on": date(2023, 2, 3)}, {"on": date(2022, 12, 20)}]
)
def test_what_cannot_be_is_refused(months: Months, wrong: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        months.ask(HELD.model_copy(update=wrong), date(2023, 2, 2))


def test_the_measure_proposes_the_days() -> None:
    assert proposed(named("baofeng"), date(2023, 3, 10)) == (date(2023, 2, 10), date(2023, 2, 28))
    assert proposed(named("baofeng@1"), date(2023, 3, 10))[0] == date(2023, 2, 10)


def test_fewer_days_than_a_rule_asks_for_are_refused() -> None:
    short = OPENING.model_copy(update={"regime": "shangluo-town"})
    with pytest.raises(Contradicted, match="30"):
        Months(short)
    assert Months(short.model_copy(update={"opens": date(2023, 1, 10)})).state.duties
