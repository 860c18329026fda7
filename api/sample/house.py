"""The sample's house: its database, its application, and whether it stands at all."""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import structlog
from starlette.types import ASGIApp

from api.sample.loading import fill, forward
from api.store import EvidenceStore
from api.tools import Tools
from domain.calendar import day_of
from domain.refusals import Contradicted, Refused
from ledger import beside
from ledger.accounts import Accounts
from ledger.door import Ledger
from ledger.past import Houses
from ledger.sessions import Sessions
from ledger.tokens import Tokens
from ledger.uploads import Uploads

FOLDER = "sample-evidence"
MOST_DAYS = 31
log = structlog.get_logger("sample")


class SampleHouse:
    """Loaded, entered and removed from the pages of the record, which it never touches."""

    def __init__(self, tools: Tools, make_app: Callable[[Tools], ASGIApp]) -> None:
        self._record = tools
        self._make_app = make_app
        self._url = tools.ledger.pool.url
        self._open: tuple[Tools, ASGIApp] | None = None
        self._loading: asyncio.Task[None] | None = None
        self._changing = asyncio.Lock()
        self.progress = ""
        """How far the loading is; empty when none runs."""
        self.trouble = ""
        """Why the last loading did not end well."""

    @property
    def loading(self) -> bool:
        """Whether it is being loaded."""
        return self._loading is not None and not self._loading.done()

    async def stands(self) -> bool:
        """Whether it is loaded and can be entered."""
        return not self.loading and await beside.stands(self._url)

    async def load(self) -> None:
        """Begin to load. Raises Contradicted where it stands, MayNotMakeDatabases."""
        async with self._changing:
            if self.loading or await beside.stands(self._url):
                raise Contradicted("样稿已经装上了。", "the sample is loaded already.")
            self.progress, self.trouble = "正在建库", ""
            url = await beside.make(self._url)
            self._loading = asyncio.create_task(self._fill(url))

    async def finished(self) -> None:
        """Wait for the loading to end."""
        if self._loading is not None:
            await self._loading

    async def remove(self) -> None:
        """Drop the database and the files. Raises Contradicted while it is being loaded."""
        async with self._changing:
            if self.loading:
                raise Contradicted("样稿还在装，装好了再拆。", "the sample is still being loaded.")
            await self._close()
            await beside.drop(self._url)
            await asyncio.to_thread(shutil.rmtree, self._files, ignore_errors=True)

    async def app(self) -> ASGIApp | None:
        """Its application; None where no sample stands."""
        found = await self._opened()
        return found[1] if found else None

    async def enter(self, login: str) -> str | None:
        """A session of that person in the sample; None for nobody of it."""
        found = await self._opened()
        if found is None:
            return None
        pool = found[0].ledger.pool
        people = {x.login: x for x in await Accounts(pool).listed()}
        return await Sessions(pool).open(people[login], "sample") if login in people else None

    async def today(self) -> date | None:
        """Its own day; None where no sample stands."""
        found = await self._opened()
        return day_of(await found[0].ledger.now()) if found else None

    async def forward(self, days: int) -> None:
        """Let days pass there. Raises Contradicted where no sample stands."""
        found = await self._opened()
        if found is None:
            raise Contradicted("没有装样稿。", "no sample is loaded.")
        async with self._changing:
            await forward(found[0].ledger, min(days, MOST_DAYS))

    async def close(self) -> None:
        """With the process: a loading that still runs is given up and removed at the next one."""
        if self._loading is not None:
            self._loading.cancel()
            await asyncio.gather(self._loading, return_exceptions=True)
        await self._close()

    @property
    def _files(self) -> Path:
        return self._record.store.folder.parent / FOLDER

    async def _fill(self, url: str) -> None:
        try:
            ledger = await Ledger.connect(url, clients=2)
            try:
                await fill(ledger, self._tell)
            finally:
                await ledger.close()
            await beside.finish(self._url)
        except (Refused, OSError) as error:
            log.exception("sample not loaded")
            self.trouble = str(error)
            await beside.drop(self._url)
        finally:
            self.progress = ""

    def _tell(self, progress: str) -> None:
        self.progress = progress

    async def _opened(self) -> tuple[Tools, ASGIApp] | None:
        if self._open is not None:  # only this process removes it
            return self._open
        async with self._changing:
            if not await self.stands():
                return None
            if self._open is None:
                ledger = await Ledger.connect(beside.url_beside(self._url), clients=4)
                tools = replace(
                    self._record,
                    ledger=ledger,
                    heart=ledger,
                    houses=Houses(ledger),
                    tokens=Tokens(ledger.pool),
                    uploads=Uploads(ledger.pool),
                    store=EvidenceStore(self._files),
                    temporal=None,
                    tour=None,
                    inside=True,
                )
                app = await asyncio.to_thread(self._make_app, tools)
                self._open = tools, app
            return self._open

    async def _close(self) -> None:
        if self._open is not None:
            (tools, _), self._open = self._open, None
            await tools.houses.close()
            await tools.ledger.close()
