"""From the address on the poster to a project's first duty, as people do it in their browsers.

The candidates beside the one that people asked for, and the votes, are SYN.
"""

import asyncio
import re
from datetime import date
from typing import Any

from playwright.async_api import Page

from domain.base import Command
from domain.collection.messages import OpenCollection
from domain.given import Actor
from domain.names import COLLECTION, stream_id
from domain.screening.comment_messages import CloseComment, OpenComment
from domain.screening.pool_messages import AddPoolItem, Judgement, ScreenItem, Verdict
from ledger.door import Ledger
from ledger.queries.follow_ups import open_follow_ups
from tests.support.screening import draft, hearing
from tests.support.town import REGION

STREAM = stream_id(COLLECTION, "LG24")
AT = "/collections/LG24"
ROAD = "村东头的土路下雨天泥泞难走，希望修一条水泥路"
MUD = "建议村东头土路硬化，修成水泥路，下雨天太泥泞"
TITLE = "村东头道路硬化"
OFFICE = Actor("account:office", "clerk", REGION)
_PATIENCE = 3.3
"""Seconds: nobody writes a wish in less, and the form says so."""


async def tell(ledger: Ledger, *commands: Command) -> None:
    """What other people do meanwhile."""
    for n, command in enumerate(commands):
        key = f"{type(command).__name__} {await ledger.now()} {n}"
        await ledger.handle(STREAM, command, actor=OFFICE, client=OFFICE.ref, command_id=key)


async def carry_out(ledger: Ledger) -> None:
    """What the clocks do by themselves."""
    while owed := await open_follow_ups(ledger):
        for stream in {x.stream for x in owed}:
            await ledger.keep(stream, by="clock")


async def opened(ledger: Ledger) -> None:
    await tell(
        ledger,
        OpenCollection(
            id="LG24",
            title="龙港市2024年民生实事项目征集",
            region=REGION,
            regime="longgang@2",
            year=2024,
            session=date(2024, 1, 16),
            session_assumed=True,
            opens=date(2023, 4, 1),
            closes=date(2023, 5, 15),
        ),
    )


async def wished(address: str, phones: list[Page]) -> list[str]:
    """Two people say the same by the address that the code holds; the receipts' numbers."""
    for phone in phones:
        await phone.goto(f"{address}/wish/LG24")
    await asyncio.sleep(_PATIENCE)
    numbers = []
    for phone, text in zip(phones, (ROAD, MUD), strict=True):
        await phone.fill("#f-text", text)
        await phone.click("main button[type=submit]")
        numbers.append((await phone.inner_text(".code")).strip())
    return numbers


async def pooled(clerk: Page, address: str, wish: str) -> None:
    """The clerk makes one item of what was merged, and says what was found by each check."""
    await clerk.goto(f"{address}{AT}/pool")
    fields = {
        "id": "K01",
        "wishes": wish,
        "title": TITLE,
        "place": "新渡村",
        "unit": "市住房和城乡建设局",
        "target": "1200",
        "target_unit": "米",
        "wan": "80",
        "finish": "2024-11-30",
        "number": "1600",
        "whom": "新渡村村民",
        "paid_by": "市财政 80",
    }
    for name, value in fields.items():
        await clerk.fill(f"#add-{name}", value)
    await clerk.click("button:text-is('入库')")
    await clerk.goto(f"{address}{AT}/pool/K01")
    checks = clerk.locator("select[name^='verdict.']")
    for n in range(await checks.count()):
        await checks.nth(n).select_option("met")
        await clerk.locator("input[name^='reason.']").nth(n).fill("经现场核实")
    await clerk.click("button:text-is('登记筛选结论')")


async def others(ledger: Ledger) -> None:
    """Two more items, screened as well."""
    state: Any = (await ledger.standing(STREAM)).state
    found = [x.check for x in state.pool.entries["K01"].judged]
    met = tuple(Judgement(check=x, verdict=Verdict.MET, reason="经核实") for x in found)
    for n in (2, 3):
        name = f"K0{n}"
        await tell(
            ledger,
            AddPoolItem(id=name, draft=draft(n, finish=date(2024, 11, 30))),
            ScreenItem(item=name, judgements=met),
        )


async def listed(clerk: Page, address: str) -> None:
    """The government went through them; three candidates for two seats."""
    await clerk.goto(f"{address}{AT}/pool")
    await clerk.fill("#rev-document", "龙政纪〔2023〕5号")
    for box in await clerk.query_selector_all("input[name=passed]"):
        await box.check()
    await clerk.click("button:text-is('登记研究情况')")
    await clerk.goto(f"{address}{AT}/candidates")
    await clerk.fill("#list-seats", "2")
    await clerk.fill("#list-document", "龙政〔2023〕8号")
    for box in await clerk.query_selector_all("input[name=items]"):
        await box.check()
    await clerk.click("button:text-is('提出候选项目')")


async def heard(ledger: Ledger, today: date) -> None:
    """The standing committee heard them, the public was asked."""
    asked = OpenComment(opens=today, closes=date(2023, 4, 28), where="市政府网站")
    await tell(ledger, hearing(today), asked)


async def closed(ledger: Ledger) -> None:
    await tell(ledger, CloseComment(on=date(2023, 5, 4), note="没有收到意见"))


async def method(clerk: Page, address: str) -> None:
    """The congress adopts its voting method."""
    await clerk.goto(f"{address}{AT}/vote")
    await clerk.fill("#f-session", "第二届人民代表大会第三次会议")
    await clerk.fill("#f-document", "龙人大〔2024〕1号")
    for name in ("roll", "present", "in_favour"):
        await clerk.fill(f"[id='f-hands.{name}']", "4")
    await clerk.click("button:text-is('登记通过')")


async def votes(phone: Page, address: str, box: str, marks: tuple[str, ...]) -> None:
    """One deputy: a choice for each item, looked at once more, put in."""
    await phone.goto(f"{address}{box}")
    for n, mark in enumerate(marks):
        await phone.locator(f"label:has(input[name='mark.{n}'][value='{mark}'])").click()
    await phone.click("button:text-is('选好了，看一遍')")
    await phone.click("button:text-is('投进票箱')")


async def resolved(clerk: Page, address: str) -> None:
    """The resolution, then the presidium's announcement."""
    await clerk.goto(f"{address}{AT}/decision")
    await clerk.fill("#f-number", "龙人大〔2024〕2号")
    await clerk.fill("#f-in_favour", "4")
    await clerk.click("button:text-is('登记决议')")
    await clerk.fill("#f-number", "公告第1号")
    await clerk.click("button:text-is('登记公告')")


def plain(text: str) -> str:
    """Without the spaces that the page sets between Chinese and figures."""
    return re.sub(r"\s", "", text)


MARKS: Any = {
    "wu": ("for", "for", "against"),
    "lin": ("for", "against", "against"),
    "chen": ("for", "for", "abstain"),
    "huang": ("against", "for", "against"),
}
