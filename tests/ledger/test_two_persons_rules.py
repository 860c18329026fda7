"""Two persons for the rules themselves: a calendar, a place's own measure, a year moved to another;
and for a lateness on record that was none. ASVS 2.3.5.
"""

import json
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from domain import regimes
from domain.almanac.almanac import PublishNotice
from domain.countersign.refusals import NeedsTwo, NotOfTheBench
from domain.duty_commands import WithdrawOverdue
from domain.given import Actor
from domain.measures import PublishMeasure
from domain.names import ALMANAC, MEASURE, PROJECT, stream_id
from domain.notices.reading import parse_notice
from domain.parties import Role
from domain.regime_change import ChangeRegime
from domain.regimes import FOLDER, digest_of, use_folder
from ledger import audit
from ledger.countersign import Signer, confirm, propose
from ledger.door import Ledger
from ledger.measures import MeasureAltered, MeasureUnpublished
from ledger.two_persons import TwoPersons
from tests.ledger.conftest import SetTime
from tests.ledger.test_commands import NOTICE
from tests.support.filing import LIST, STREAM, Desk, adoption, opening
from tests.support.year import CARD, CLERK

LI, WANG, ZHAO = (f"account:{UUID(int=n)}" for n in (1, 2, 3))
OFFICE = Signer(Actor(LI, "clerk", CARD.region), "committee_clerk", LI)
LEAD = Signer(Actor(WANG, "clerk", CARD.region), "committee_lead", WANG)
RULES = Signer(Actor(ZHAO, "clerk"), "rule_admin", ZHAO)
TOWN = (FOLDER / "baofeng@2.toml").read_text(encoding="utf-8").replace("baofeng", "elsewhere")
OWN = stream_id(MEASURE, "elsewhere@2")


@pytest.fixture
async def asked(ledger: Ledger, desk: Desk) -> Ledger:
    """An installation that asks for two."""
    ledger.two = TwoPersons()
    return ledger


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a measure of the place's own; forgotten afterwards."""
    monkeypatch.setattr(regimes, "_added", {})
    (tmp_path / "elsewhere@2.toml").write_text(TOWN, encoding="utf-8")
    use_folder(tmp_path)
    return tmp_path


def published(digest: str) -> PublishMeasure:
    return PublishMeasure(
        ref="elsewhere@2",
        digest=digest,
        zh="镇民生实事项目监督办法",
        decision="镇人大〔2023〕2号",
        because="第二次会议通过",
    )


async def test_a_year_stands_under_a_place_s_own_measure_once_two_have_published_it(
    asked: Ledger, desk: Desk, folder: Path
) -> None:
    card = CARD.model_copy(update={"id": "LG23-77"})
    own_year = adoption(card, "elsewhere@2"), stream_id(PROJECT, card.id)
    with pytest.raises(MeasureUnpublished):
        await desk.say(*own_year)
    with pytest.raises(NotOfTheBench):
        await propose(asked, OWN, published(digest_of("elsewhere@2")), OFFICE, "p-0")
    await propose(asked, OWN, published(digest_of("elsewhere@2")), LEAD, "p-1")
    with pytest.raises(MeasureUnpublished):
        await desk.say(*own_year)
    receipt = await confirm(asked, OWN, 1, RULES, "c-1")
    assert [x.type for x in receipt.events] == ["MeasurePublished"]
    assert (await desk.say(*own_year)).events


async def test_another_content_than_the_one_published_is_refused(
    asked: Ledger, desk: Desk, folder: Path
) -> None:
    await propose(asked, OWN, published("0" * 64), LEAD, "p-1")
    await confirm(asked, OWN, 1, RULES, "c-1")
    with pytest.raises(MeasureAltered):
        await desk.say(adoption(CARD, "elsewhere@2"), stream_id(PROJECT, "LG23-78"))


async def test_a_shipped_measure_was_published_with_the_software(asked: Ledger, desk: Desk) -> None:
    card = CARD.model_copy(update={"id": "LG23-79"})
    assert (await desk.say(adoption(card, "longgang@2"), stream_id(PROJECT, card.id))).events


async def test_a_calendar_takes_a_rule_administrator(asked: Ledger, desk: Desk) -> None:
    notice = parse_notice(json.dumps(NOTICE), toml=False)
    command = PublishNotice(notice=notice, because="国务院办公厅已发布")
    with pytest.raises(NeedsTwo):
        await desk.say(command, ALMANAC)
    await propose(asked, ALMANAC, command, LEAD, "p-1")
    with pytest.raises(NotOfTheBench):
        await confirm(asked, ALMANAC, 1, OFFICE, "c-0")
    await confirm(asked, ALMANAC, 1, RULES, "c-1")
    (said,) = await audit.history(asked, ALMANAC)
    assert said.event["persons"]["proposed_by"] == WANG
    assert said.event["persons"]["confirmed_by"] == ZHAO


async def test_a_year_moved_by_two_takes_its_projects_along_and_asks_nobody_again(
    asked: Ledger, desk: Desk
) -> None:
    await desk.say(opening(), LIST)
    move = ChangeRegime(
        regime="baofeng@2",
        decision="宝人大〔2023〕6号",
        because="监督办法修订",
        decided_by=Role.PRESIDIUM,
        effective=date(2023, 4, 3),
    )
    with pytest.raises(NeedsTwo):
        await desk.say(move, LIST)
    await propose(asked, LIST, move, OFFICE, "p-1")
    await confirm(asked, LIST, 1, LEAD, "c-1")
    await asked.keep(STREAM, by="sweeper")
    for stream in (LIST, STREAM):
        assert (await asked.standing(stream)).state.regime == "baofeng@2"
    assert (await audit.verify(asked)).faults == ()


async def test_a_lateness_that_was_none_is_withdrawn_by_two(
    asked: Ledger, desk: Desk, it_is: SetTime
) -> None:
    await it_is("2023-05-05 00:02")
    await asked.keep(STREAM, by="clock")
    await it_is("2023-05-09 10:00")
    await desk.file()
    said = WithdrawOverdue(
        duty="work_plan",
        received_on=date(2023, 5, 4),
        document="收文登记2023-0117号",
        because="5月4日收到纸质件，经办人补录晚了",
    )
    with pytest.raises(NeedsTwo):
        await desk.say(said, by=CLERK)
    await propose(asked, STREAM, said, OFFICE, "p-1")
    await confirm(asked, STREAM, 1, LEAD, "c-1")
    state = (await asked.standing(STREAM)).state
    assert not state.duties["work_plan"].overdue
    types = [x.type for x in await audit.history(asked, STREAM)]
    assert types[-1] == "OverdueWithdrawn"
    assert "Overdue" in types
    assert (await audit.rebuild(asked)).same
