"""A visitor who watches a play in a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.support.chromium import ARGUMENTS, chromium


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield made
        made.close()


class Visitor:
    """Somebody who signed in; `guided` is what the first page told before."""

    def __init__(self, browser: Browser, address: str, login: str, password: str) -> None:
        self.page = browser.new_context(locale="zh-CN").new_page()
        self.address = address
        self.page.goto(f"{address}/login")
        self.guided = self.page.inner_text("main")
        self.page.fill("#login", login)
        self.page.fill("#password", password)
        self.page.click("button[type=submit]")

    def reads(self, path: str, part: str = "main") -> str:
        """What a page says now."""
        self.page.goto(self.address + path)
        return self.page.inner_text(part)
