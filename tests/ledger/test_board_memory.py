"""What boards keep in memory is at every look what reading everything anew would give."""

from datetime import datetime, timedelta
from random import Random

import asyncpg

from bench import many
from domain.base import Command
from domain.calendar import SHANGHAI
from domain.continuity.messages import NoteRestore
from domain.duty_commands import FileDuty, ReturnDuty
from domain.forms import WorkPlan
from domain.given import SYSTEM, Actor
from domain.names import PROJECT, RECORD, stream_id
from domain.refusals import Refused
from ledger import audit
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.board import Asked, Board, board
from ledger.queries.board_memory import memory_of

VOTED = datetime(2023, 4, 3, 9, tzinfo=SHANGHAI)
PROJECTS, STEPS = 12, 40
PLAN = WorkPlan(target="按清单完成", planned_completion=VOTED.date().replace(month=11))


def told(found: Board) -> dict[str, object]:
    """All that a board says, apart from the instant at which it was asked."""
    lines = [(x.head, x.together, x.debt) for x in found.lines]
    rest = {x: y for x, y in vars(found).items() if x not in ("now", "calendar", "lines")}
    return {**rest, "lines": lines}


async def test_forty_events_by_two_writers_and_passing_days_leave_it_as_if_read_anew(
    ledger: Ledger, database: str
):
    chance = Random(20230403)
    await set_clock(ledger, VOTED)
    await many.adopted(ledger, PROJECTS)
    other = await Ledger.connect(database)
    cards, filed, now = list(many.cards(PROJECTS)), set[str](), VOTED
    questions = (Asked(), Asked(late=True), Asked(obligor=("government",)), Asked(q="gongcheng"))
    for step in range(STEPS):
        card, by = chance.choice(cards), chance.choice((ledger, other))
        stream = stream_id(PROJECT, card.id)
        unit = Actor(ref="unit", party=f"unit:{card.lead_unit}")
        command: Command = ReturnDuty(duty="work_plan", reason="缺资金安排")
        if card.id not in filed:
            command = FileDuty(duty="work_plan", filing=PLAN)
        actor = many.CLERK if card.id in filed else unit
        filed ^= {card.id}
        try:
            await by.handle(stream, command, actor=actor, client="test", command_id=f"{step}")
        except Refused:
            filed ^= {card.id}
        if step % 4 == 3:
            now += timedelta(days=chance.randrange(1, 12))
            await set_clock(ledger, now)
            for due in await ledger.due_streams(now):
                await chance.choice((ledger, other)).keep(due, by="clock")
        asked = chance.choice(questions)
        fresh = await Ledger.connect(database)
        assert told(await board(ledger, asked)) == told(await board(fresh, asked))
        await fresh.close()
    await other.close()


async def test_a_transaction_that_was_open_at_a_look_is_seen_at_a_later_one(
    ledger: Ledger, database: str
):
    await set_clock(ledger, VOTED)
    await many.adopted(ledger, PROJECTS)
    await set_clock(ledger, VOTED + timedelta(days=10))
    asked = Asked(days=30)
    slow = await asyncpg.connect(database)
    writing = slow.transaction()
    await writing.start()
    stream = stream_id(PROJECT, next(many.cards(1)).id)
    await slow.execute("INSERT INTO touched (stream) VALUES ($1)", stream)
    await slow.execute("UPDATE duties SET zh = '改过的名' WHERE stream = $1", stream)
    await ledger.keep(stream_id(PROJECT, list(many.cards(2))[1].id), by="clock")
    before = told(await board(ledger, asked))
    await writing.commit()
    await slow.close()
    after = await board(ledger, asked)
    assert told(after) != before
    assert any(x.debt.zh == "改过的名" for x in after.lines)


async def test_who_slept_longer_than_the_table_tells_reads_everything_anew(
    ledger: Ledger, database: str
):
    await set_clock(ledger, VOTED)
    await many.adopted(ledger, PROJECTS)
    await board(ledger, Asked())
    memory = memory_of(ledger)
    known = memory.projects
    connection = await asyncpg.connect(database)
    await connection.execute("UPDATE projects SET name = '换了名字的项目'")
    for card in many.cards(PROJECTS):
        await connection.execute(
            "INSERT INTO touched (stream) VALUES ($1)", stream_id(PROJECT, card.id)
        )
    assert await ledger.forget_touched(kept=2) > 0
    await connection.close()
    await board(ledger, Asked())
    assert memory.projects is not known
    assert set(memory.projects.titles) == {"换了名字的项目"}


async def test_after_a_rebuild_everything_is_read_anew(ledger: Ledger, database: str):
    await set_clock(ledger, VOTED)
    await many.adopted(ledger, PROJECTS)
    wrong = await asyncpg.connect(database)
    await wrong.execute("UPDATE projects SET name = '没有人这样登记过'")
    await wrong.close()
    await board(ledger, Asked())
    memory = memory_of(ledger)
    assert set(memory.projects.titles) == {"没有人这样登记过"}
    await audit.rebuild(ledger, replace=True)
    await board(ledger, Asked())
    assert "没有人这样登记过" not in memory.projects.titles
    known = memory.projects
    await ledger.keep(stream_id(PROJECT, next(many.cards(1)).id), by="clock")
    await board(ledger, Asked())
    assert memory.projects is known, "and once only"


async def test_a_record_that_was_put_back_under_it_is_read_anew(ledger: Ledger, database: str):
    await set_clock(ledger, VOTED)
    await many.adopted(ledger, PROJECTS)
    await board(ledger, Asked())
    owner = await asyncpg.connect(database)
    await owner.execute("UPDATE projects SET name = '备份里的名字'")
    await owner.close()
    await board(ledger, Asked())
    memory = memory_of(ledger)
    assert "备份里的名字" not in memory.projects.titles, "nothing says that it was touched"
    back = NoteRestore(life="life-1", way="restored")
    await ledger.handle(RECORD, back, actor=SYSTEM, client="test", command_id="back")
    await board(ledger, Asked())
    assert set(memory.projects.titles) == {"备份里的名字"}
