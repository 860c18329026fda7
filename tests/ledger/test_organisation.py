"""An organisation in the record: told once, read as of a day, its names erasable beside it."""

import asyncpg

from commands.enrolling import enrol
from domain.names import ORGANISATION, stream_id
from domain.organisation.messages import Appoint, Enrol, EnterDeputy, Relieve
from domain.organisation.state import Organisation
from domain.organisation.table import read_table
from domain.refusals import Refused
from ledger import audit
from ledger.door import Ledger
from ledger.people import erase_name, names_of
from ledger.queries.organisations import find_organisations, organisation_of
from tests.support.congress import DAY, REGION, rows, table
from tests.support.year import CLERK

STREAM = stream_id(ORGANISATION, "LG")


async def test_a_table_is_recorded_in_one_command_and_twice_is_nothing(ledger: Ledger) -> None:
    read = read_table(table(), "LG")
    first = await enrol(ledger, "LG", read)
    assert (len(first.told), first.left) == (len(rows()), ())
    standing = await ledger.standing(STREAM)
    again = await enrol(ledger, "LG", read)
    assert (again.told, again.left) == ((), ())
    assert (await ledger.standing(STREAM)).version == standing.version == len(rows())
    assert (await audit.verify(ledger)).whole
    assert (await audit.rebuild(ledger)).same
    found = await organisation_of(ledger, REGION)
    assert found is not None
    assert (found.id, found.tier, found.version) == ("LG", "county", standing.version)
    assert (await find_organisations(ledger, "浙江省")).total == 1
    assert (await find_organisations(ledger, "浙江省/宁波市")).total == 0


async def test_a_name_is_erased_and_the_record_never_held_it(
    ledger: Ledger, owner: asyncpg.Connection
) -> None:
    await enrol(ledger, "LG", read_table(table(), "LG"))
    assert (await names_of(ledger, "LG", ["D006"])) == {"D006": "（合成）代表6"}
    await erase_name(ledger, "LG", "D006")
    assert (await names_of(ledger, "LG", ["D006", "D007"])) == {"D007": "（合成）代表7"}
    for sql in (
        "SELECT count(*) FROM events WHERE body LIKE '%（合成）代表%'",
        "SELECT count(*) FROM states WHERE state LIKE '%（合成）代表%'",
    ):
        assert await owner.fetchval(sql) == 0


async def test_all_of_several_changes_or_none(ledger: Ledger) -> None:
    await enrol(ledger, "LG", read_table(table(), "LG"))
    version = (await ledger.standing(STREAM)).version
    good = Relieve(ref="D006", organ="g01", role="leader", on=DAY, because="工作调整")
    bad = Appoint(ref="D999", organ="g01", role="leader", since=DAY)
    for changes, refused in (((good, bad), True), ((good,), False)):
        try:
            await ledger.handle(
                STREAM,
                Enrol(changes=changes),
                actor=CLERK,
                client="test",
                command_id=f"c{len(changes)}",
            )
            assert not refused
        except Refused:
            assert refused
    standing = await ledger.standing(STREAM)
    assert standing.version == version + 1
    assert isinstance(standing.state, Organisation)
    assert standing.state.at(DAY).holder("g01", "leader") is None


async def test_a_deputys_facts_change_and_the_old_ones_are_kept(ledger: Ledger) -> None:
    await enrol(ledger, "LG", read_table(table(), "LG"))
    state: object = (await ledger.standing(STREAM)).state
    assert isinstance(state, Organisation)
    before = state.at(DAY).deputies["D006"]
    facts = before.facts.model_copy(update={"employer": "市住房和城乡建设局"})
    change = EnterDeputy(ref="D006", facts=facts, since=DAY, until=before.term)
    await ledger.handle(STREAM, change, actor=CLERK, client="test", command_id="facts")
    after: object = (await ledger.standing(STREAM)).state
    assert isinstance(after, Organisation)
    assert after.at(DAY).deputies["D006"].facts.employer == "市住房和城乡建设局"
    assert [x.facts.employer for x in after.deputies if x.ref == "D006"] == [
        before.facts.employer,
        "市住房和城乡建设局",
    ]
