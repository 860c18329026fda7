"""Ten thousand notices at once: one message a recipient, every notice recorded and numbered.

Beside it the way that folds no more than thirty into a message, and sends as it goes.
"""

import time
from datetime import datetime, timedelta

import asyncpg
import pytest

from activities.channels.port import Letter
from domain.calendar import SHANGHAI
from domain.dispatch import BETWEEN, Channel, OfficeHours
from domain.outcomes import Outcome, Sent
from ledger.clock import set_clock
from ledger.contacts import set_contact
from ledger.door import Ledger
from tests.reliability.conftest import Say
from tests.support.filing import Desk
from tests.support.year import CARD
from watch.postman import Postman

MANY, PARTIES = 10_000, 5
FOLDED = 30
NINE = datetime(2023, 5, 5, 9, tzinfo=SHANGHAI)
ISSUE = """
INSERT INTO notices SELECT gen_random_uuid(), $1, $2 + n, $3, 'monthly_progress:2023-M04', 0,
    'overdue', 1, 'unit:第' || (n % $4) || '局', DATE '2023-05-05', '月度进度', '到期未报', $5
FROM generate_series(1, $6::integer) AS n
"""
TOLD = """
SELECT contact, count(*) AS n, count(DISTINCT message) AS messages FROM message_notices GROUP BY 1
"""


class Counting:
    """A way out that takes everything."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    async def send(self, letter: Letter, address: str) -> Outcome:
        self.letters.append(letter)
        return Sent()


@pytest.fixture
async def ledger(ledger: Ledger) -> Ledger:
    await set_clock(ledger, NINE - timedelta(hours=1))
    await Desk(ledger).adopt()
    for n in range(PARTIES):
        await set_contact(ledger, f"unit:第{n}局", Channel.MAIL, f"ju{n}@longgang.example")
    return ledger


async def issue(owner: asyncpg.Connection, at: datetime, first: int, many: int) -> None:
    values = (f"project:{CARD.id}", first, CARD.region, PARTIES, at, many)
    await owner.execute(ISSUE, *values)


async def test_ten_thousand_notices_are_one_message_a_recipient(
    ledger: Ledger, database: str, say: Say
):
    owner, way = await asyncpg.connect(database), Counting()
    postman = Postman(ledger, {Channel.MAIL: way}, OfficeHours())
    now = await set_clock(ledger, NINE)
    await issue(owner, now, 1000, MANY // 2)
    while_it_rages = await postman.round()
    now = await set_clock(ledger, NINE + timedelta(seconds=20))
    await issue(owner, now, 1000 + MANY, MANY // 2)
    while_it_rages += await postman.round()
    await set_clock(ledger, NINE + timedelta(seconds=60))
    began = time.monotonic()
    sent = await postman.round()
    seconds = time.monotonic() - began
    told = await owner.fetch(TOLD)
    numbers = await owner.fetchval("SELECT count(DISTINCT n) FROM notice_numbers")
    now = await set_clock(ledger, NINE + timedelta(seconds=90))
    await issue(owner, now, 1000 + 2 * MANY, PARTIES)
    soon = await postman.round()
    await set_clock(ledger, NINE + timedelta(seconds=90) + BETWEEN)
    later = await postman.round()
    say(
        "F06",
        notices=MANY,
        recipients=PARTIES,
        messages=sent,
        while_it_rages=while_it_rages,
        told=sum(x["n"] for x in told),
        numbered=numbers,
        composed_and_sent_s=round(seconds, 1),
        naive_messages=PARTIES * -(-MANY // PARTIES // FOLDED),
    )
    await owner.close()
    assert (while_it_rages, sent, soon, later) == (0, PARTIES, 0, PARTIES)
    assert {x["n"] for x in told} == {MANY // PARTIES}
    assert {x["messages"] for x in told} == {1}
    assert numbers == MANY
    text = way.letters[0].text
    assert text.startswith(f"第{text[1]}局：您有 {MANY // PARTIES} 件督办通知。")
    assert f"· 逾期催办：月度进度 {MANY // PARTIES} 件" in text
    assert "件，见系统收件箱。" in text
