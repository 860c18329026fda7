"""The clerk's board at 800 projects beside the same page at 100: first byte, filter, search.

Two real API processes on two databases, looked at by turns. Before every other look a unit files or
is returned something, so that the board cannot live on what it knew.
"""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from urllib.parse import quote

import asyncpg

from bench import many
from bench.figures import Figures
from bench.house import House, free_port
from bench.http import serving
from bench.size import Size
from domain.calendar import SHANGHAI
from domain.duty_commands import FileDuty, ReturnDuty
from domain.forms import WorkPlan
from domain.given import Actor
from domain.names import PROJECT, stream_id
from ledger.accounts import Accounts
from ledger.clock import set_clock
from ledger.door import Ledger

VOTED = datetime(2023, 4, 3, 9, tzinfo=SHANGHAI)
LATER = datetime(2023, 7, 10, 9, 20, tzinfo=SHANGHAI)
LOGIN, PASSWORD = "clerk", "a long enough password"
PAGES = {
    "first_byte": "/",
    "filter": "/?obligor=" + quote(f"unit:{many.UNITS[0]}"),
    "search": "/?q=cdz",
    "grouped": "/?by=obligor",
}
_PLAN = WorkPlan(target="按清单完成", planned_completion=LATER.date().replace(month=11))


@dataclass
class Board:
    """One board: its database, its API process, and a clerk who has signed in."""

    url: str
    ledger: Ledger
    port: int
    projects: int
    cookie: str = ""
    told: int = 0
    took: dict[str, list[float]] = field(default_factory=dict)

    async def sign_in(self) -> None:
        """Get the cookie."""
        body = f"login={LOGIN}&password={quote(PASSWORD)}&next=/"
        head = await self._ask(
            f"POST /login HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}"
        )
        self.cookie = head.partition("set-cookie: ")[2].partition(";")[0]

    async def look(self, name: str) -> None:
        """Open a page; what it took until its first byte, and until its last."""
        began = time.perf_counter()
        head = await self._ask(
            f"GET {PAGES[name]} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Cookie: {self.cookie}\r\nConnection: close\r\n\r\n",
            began,
            name,
        )
        assert head.startswith("http/1.1 200"), head
        self.took.setdefault(f"{name}_whole", []).append(time.perf_counter() - began)

    async def _ask(self, text: str, began: float = 0.0, name: str | None = None) -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(text.encode())
        first = await reader.readexactly(1)
        if name is not None:
            self.took.setdefault(name, []).append(time.perf_counter() - began)
        rest = await reader.read(-1)
        writer.close()
        head = (first + rest).partition(b"\r\n\r\n")[0].decode()
        line, _, fields = head.partition("\r\n")
        told = [x.partition(":") for x in fields.split("\r\n")]
        return line.lower() + "\r\n" + "\r\n".join(f"{x.lower()}: {y.strip()}" for x, _, y in told)

    async def tell(self) -> None:
        """A unit files its plan, or is returned it: one event, somewhere on the board."""
        number, back = divmod(self.told, 2)
        self.told += 1
        card = list(many.cards(self.projects))[number % self.projects]
        unit = Actor(ref="bench-unit", party=f"unit:{card.lead_unit}")
        command = (
            ReturnDuty(duty="work_plan", reason="缺资金安排")
            if back
            else FileDuty(duty="work_plan", filing=_PLAN)
        )
        await self.ledger.handle(
            stream_id(PROJECT, card.id),
            command,
            actor=many.CLERK if back else unit,
            client="bench",
            command_id=f"told-{self.told}",
        )


async def prepared(house: House, number: int) -> Board:
    """So many projects in July, nothing filed, the marks made."""
    url = await house.ledger_database(f"board_{number}")
    ledger = await Ledger.connect(url)
    await set_clock(ledger, VOTED)
    await many.adopted(ledger, number)
    await set_clock(ledger, LATER)
    await many.kept(ledger, number)
    await Accounts(ledger.pool).add(LOGIN, PASSWORD, "committee_clerk", "clerk", region=None)
    connection = await asyncpg.connect(url)
    await connection.execute("ANALYZE")  # as the server does by itself within a minute
    await connection.close()
    return Board(url, ledger, free_port(), number)


async def measure(house: House, size: Size, figures: Figures) -> None:
    """Both boards by turns."""
    few, many_ = [await prepared(house, x) for x in size.boards]
    with serving(house, few.url, few.port), serving(house, many_.url, many_.port):
        for board in (few, many_):
            await board.sign_in()
        for n in range(size.looks + 3):
            for name in PAGES:
                for board in (few, many_)[:: 1 if n % 2 else -1]:
                    if n % 2:
                        await board.tell()
                    await board.look(name)
    for board in (few, many_):
        await board.ledger.close()
        for name, took in board.took.items():
            for x in took[3:]:  # the first looks read the dictionary and compile the templates
                figures.note(f"board/{name}_{board.projects}", 1000 * x, "ms")
    for name in PAGES:
        pairs = zip(many_.took[name][3:], few.took[name][3:], strict=True)
        told = f"board_{name}_800_vs_100"
        figures.compare(told, median([x / y for x, y in pairs]))
