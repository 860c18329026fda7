"""真的办好了吗: what residents answered, beside the record and no part of it.

Anonymous: a telephone is known for one project by a keyed hash of a mark it made by chance, so two
answers of one telephone are never linked across projects. It may answer again; the last one counts.
"""

import hmac
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from domain.calendar import day_of
from ledger.queries.page import Row

if TYPE_CHECKING:
    from ledger.door import Ledger

Answer = Literal["works", "broken", "missing"]
ANSWERS: tuple[Answer, ...] = ("works", "broken", "missing")
_SET = """
INSERT INTO answers (project, who, answer, answered_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (project, who) DO UPDATE SET answer = $3, answered_on = $4
"""
_WORDS = """
UPDATE answers SET words = $3, shown = false WHERE project = $1 AND who = $2 RETURNING answer
"""
_MINE = "SELECT answer, words FROM answers WHERE project = $1 AND who = $2"
_COUNT = "SELECT answer, count(*) AS number FROM answers WHERE project = $1 GROUP BY answer"
_COUNTS = """
SELECT project, answer, count(*) AS number FROM answers WHERE project = ANY($1::text[])
GROUP BY project, answer
"""
_SHOWN = """
SELECT answer, words, answered_on FROM answers
WHERE project = $1 AND shown AND words IS NOT NULL ORDER BY answered_on DESC, words LIMIT 50
"""
_TO_READ = """
SELECT a.project, a.who, a.answer, a.words, a.answered_on, p.name FROM answers AS a
JOIN projects AS p ON p.id = a.project
WHERE a.words IS NOT NULL AND NOT a.shown
  AND ($1::text IS NULL OR p.region = $1 OR starts_with(p.region, $1 || '/'))
ORDER BY a.answered_on, a.project, a.who LIMIT 100
"""
_SHOW = "UPDATE answers SET shown = true WHERE project = $1 AND who = $2 AND words = $3"
_ERASE = "UPDATE answers SET words = NULL, shown = false WHERE project = $1 AND who = $2"


class Mine(Row):
    """What one telephone answered."""

    answer: Answer
    words: str | None


class Words(Row):
    """Words that an office let stand."""

    answer: Answer
    words: str
    answered_on: date


class ToRead(Row):
    """Words that wait to be read by the office."""

    project: str
    who: str
    answer: Answer
    words: str
    answered_on: date
    name: str


def phone_of(key: bytes, project: str, mark: str) -> str:
    """What stands for a telephone in one project."""
    return hmac.new(key, f"answer\n{project}\n{mark}".encode(), sha256).hexdigest()


async def put_answer(ledger: "Ledger", project: str, who: str, answer: Answer) -> None:
    """Take an answer down; a telephone's newer one replaces its older."""
    today = day_of(await ledger.now())
    values = (project, who, answer, today)
    await ledger.pool.write(lambda x: x.exec_driver_sql(_SET, values))


async def put_words(ledger: "Ledger", project: str, who: str, words: str) -> bool:
    """Add words to an answer; nobody sees them before the office read them. Whether there is such
    an answer."""
    found = await ledger.pool.write(lambda x: x.exec_driver_sql(_WORDS, (project, who, words)))
    return bool(found.rowcount)


async def mine(ledger: "Ledger", project: str, who: str) -> Mine | None:
    """What this telephone answered; None where it did not."""
    async with ledger.pool.read() as connection:
        row = (await connection.exec_driver_sql(_MINE, (project, who))).one_or_none()
    return None if row is None else Mine.model_validate(row)


async def answers_of(ledger: "Ledger", project: str) -> dict[str, int]:
    """How many telephones answered what."""
    async with ledger.pool.read() as connection:
        rows = await connection.exec_driver_sql(_COUNT, (project,))
        return dict.fromkeys(ANSWERS, 0) | {x.answer: x.number for x in rows}


async def answers_of_many(ledger: "Ledger", projects: list[str]) -> dict[str, dict[str, int]]:
    """The same of several projects."""
    found: dict[str, dict[str, int]] = {x: dict.fromkeys(ANSWERS, 0) for x in projects}
    async with ledger.pool.read() as connection:
        for x in await connection.exec_driver_sql(_COUNTS, (projects,)):
            found[x.project][x.answer] = x.number
    return found


async def words_shown(ledger: "Ledger", project: str) -> list[Words]:
    """The words that an office let stand."""
    async with ledger.pool.read() as connection:
        rows = await connection.exec_driver_sql(_SHOWN, (project,))
        return [Words.model_validate(x) for x in rows]


async def words_to_read(ledger: "Ledger", region: str | None) -> list[ToRead]:
    """What waits to be read in a region, the oldest first."""
    async with ledger.pool.read() as connection:
        rows = await connection.exec_driver_sql(_TO_READ, (region,))
        return [ToRead.model_validate(x) for x in rows]


async def show_words(ledger: "Ledger", project: str, who: str, words: str) -> bool:
    """Let these very words stand; False where they were changed meanwhile."""
    done = await ledger.pool.write(lambda x: x.exec_driver_sql(_SHOW, (project, who, words)))
    return bool(done.rowcount)


async def erase_words(ledger: "Ledger", project: str, who: str) -> None:
    """Forget the words; the answer stays counted."""
    await ledger.pool.write(lambda x: x.exec_driver_sql(_ERASE, (project, who)))
