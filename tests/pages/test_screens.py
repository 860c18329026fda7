"""大屏: opened once by a link; no count before the box; then one result after another."""

import asyncio
from collections.abc import AsyncIterator
from re import search

import pytest

from api.screen import hub
from api.screen.hub import Hub, TooMany
from tests.pages.conftest import OURS, Browser, Hall
from tests.pages.test_ballot_pages import opened, sent


async def link_of(clerk: Browser, name: str = "主席台") -> tuple[str, str]:
    """A new screen's control page, and the path of its link."""
    await clerk.get("/screens")
    answer = await clerk.post("/screens", {"form_token": clerk.hidden("form_token"), "name": name})
    clerk.page = answer.text
    link = search(r"https://bihuan\.test(/screen/open/[\w-]+)", answer.text)
    at = search(r'action="(/screens/[0-9a-f]{12})"', answer.text)
    assert link is not None, answer.text
    assert at is not None
    return at[1], link[1]


async def device_of(hall: Hall, link: str) -> tuple[Browser, str]:
    """A device on which the link was opened, and where its screen is."""
    device = hall.browser()
    await device.get(link)
    answer = await device.post(link, {})
    assert answer.status_code == 303, answer.text
    return device, answer.headers["location"]


async def test_a_link_opens_one_device_once_and_is_revoked(hall: Hall) -> None:
    clerk = await hall.signed_in("clerk")
    at, link = await link_of(clerk)
    looked = hall.browser()
    assert "链接只能用一次" in (await looked.get(link)).text
    device, screen = await device_of(hall, link)
    assert "今天的投票" in (await device.get(screen)).text
    assert (await looked.post(link, {})).status_code == 404, "used up"
    assert (await looked.get(screen)).status_code == 404
    assert (await looked.get(f"{screen}/events")).status_code == 404
    foreign = {**OURS, "Sec-Fetch-Site": "cross-site"}
    assert (await looked.http.post(link, headers=foreign)).status_code == 403
    await clerk.get(at)
    await clerk.post(f"{at}/revocation", {"form_token": clerk.hidden("form_token")})
    assert (await device.get(screen)).status_code == 404
    for login in ("fire", "group", "auditor"):
        stranger = await hall.signed_in(login)
        assert (await stranger.get("/screens")).status_code == 404
        assert (await stranger.get(at)).status_code == 404


async def test_two_screens_of_one_link_read_each_in_its_own_language(hall: Hall) -> None:
    _, link = await link_of(await hall.signed_in("clerk"))
    device, screen = await device_of(hall, link)
    held = "; ".join(f"{x.name}={x.value}" for x in device.http.cookies.jar)
    watching = [
        asyncio.create_task(hall.browser().http.get(f"{screen}/events", headers={"cookie": x}))
        for x in (held, f"{held}; __Host-language=en")
    ]
    found: Hub = hall.app.state.hub
    async with asyncio.timeout(20):
        while found.pictures < len(watching):  # noqa: ASYNC110  # a look is every second
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.2)  # each is sent what was drawn
    await found.close()
    chinese, english = await asyncio.gather(*watching)
    assert "今天的投票" in chinese.text
    assert "今天的投票" not in english.text
    assert "event: state" in english.text


async def test_no_count_before_the_box_and_then_one_after_another(hall: Hall) -> None:
    box, clerk, codes, _ = await opened(hall)
    at, link = await link_of(clerk)
    device, screen = await device_of(hall, link)

    async def do(what: str) -> str:
        await clerk.get(at)
        await clerk.post(at, {"form_token": clerk.hidden("form_token"), "do": what})
        return (await device.get(screen)).text

    assert "正在投票" in await do("agenda")
    shown = await do(box.removeprefix("/ballots/"))
    assert '<p class="count"><b>0</b><span>出席4人' in shown
    for login, second in (("wu", "basic"), ("huang", "dissatisfied")):
        voter = await hall.signed_in(login)
        await voter.get(box)
        marks = {"mark.0": "satisfied", "mark.1": second}
        await sent(voter, f"{box}/review", **marks)
        code = search(r'class="code">([^<]+)<', voter.page)
        assert code is not None
        await sent(voter, f"{box}/cast", code=code[1], **marks)
    shown = await do("next")
    assert "<b>2</b><span>出席4人" in shown
    assert "满意率" not in shown
    await clerk.get(box)
    await sent(clerk, f"{box}/closing", present="")
    assert "满意率" not in await do("all"), "still sealed"
    await clerk.get(box)
    await sent(clerk, f"{box}/count", first=codes[0], second=codes[1])
    shown = await do("back")
    assert "等待宣布" in shown
    assert "满意率" not in shown
    shown = await do("next")
    assert "第1项，共2项" in shown
    assert "2 ÷ 2张有效票" in shown
    assert shown.count("待公布") == 1
    shown = await do("next")
    assert "0/2" in shown
    assert "已公布且核对无误的2项，满意2张 ÷ 有效4张" in shown
    assert 'data-theme="light"' in await do("light")


async def test_a_listener_is_sent_what_it_has_not_seen_and_let_go_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hub, "LOOK", 0.01)
    monkeypatch.setattr(hub, "BEAT", 0.05)
    seen, looks = ["一", "二"], 0

    async def look() -> tuple[str, bool]:
        nonlocal looks
        looks += 1
        return f"<p>{seen[0]}</p>", False

    screens = Hub()
    first = screens.events("a", "", screens.enter("a", look))
    assert await anext(first) == b"retry: 2000\n\n"
    event = (await anext(first)).decode()
    assert "event: state\ndata: <p>一</p>\n\n" in event
    assert await anext(first) == b": beat\n\n"
    tag = event.splitlines()[0].removeprefix("id: ")
    back = screens.events("a", tag, screens.enter("a", look))
    await anext(back)
    assert await anext(back) == b": beat\n\n", "who saw it is not sent it again"
    seen.pop(0)
    assert "二" in (await anext(back)).decode()
    kept = [screens.enter("a", look) for _ in range(hub.OF_ONE - 2)]
    with pytest.raises(TooMany):
        screens.enter("a", look)
    kept.clear()
    screens.events("a", "", screens.enter("a", look))
    assert screens.listening == 2, "who left before the first word takes nobody's place"
    await screens.close()
    assert await ended(first)
    assert await ended(back)
    with pytest.raises(TooMany):
        screens.enter("b", look)
    assert looks > 0


async def test_a_look_that_fails_is_not_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "LOOK", 0.01)
    faults = [OSError("the line broke")]

    async def look() -> tuple[str, bool]:
        if faults:
            raise faults.pop()
        return "<p>票</p>", False

    screens = Hub()
    told = screens.events("a", "", screens.enter("a", look))
    await anext(told)
    assert "票" in (await asyncio.wait_for(anext(told), 2)).decode()
    await screens.close()


async def ended(stream: AsyncIterator[bytes]) -> bool:
    """Whether the stream comes to its end by itself."""

    async def drained() -> bool:
        async for _ in stream:
            pass
        return True

    return await asyncio.wait_for(drained(), 2)
