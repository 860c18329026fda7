"""Server-sent events of the screens: one look at the record a second for each screen that somebody
watches, however many do; a heartbeat; a bound; and an end when the server ends.

What is sent is the whole picture under the hash of itself, so that who comes back with
`Last-Event-ID` is sent nothing that stands on the screen already, and misses nothing either.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from hashlib import sha256
from weakref import WeakSet

import structlog

from domain.refusals import Refused

MOST, OF_ONE = 60, 6
"""Listeners of this process, and of one screen: a hall has a wall, a mirror and a spare."""
BEAT, LOOK, AGAIN = 15.0, 1.0, 2000
"""Seconds between heartbeats, between looks; milliseconds before a browser comes back."""
log = structlog.get_logger("screen")
Look = Callable[[], Awaitable[tuple[str, bool]]]
"""The picture as HTML, and whether it is the last one: the link was revoked."""


class TooMany(Exception):
    """No more listeners are taken."""


@dataclass
class _Channel:
    """One screen that somebody watches."""

    look: Look
    listeners: WeakSet["Listener"] = field(default_factory=WeakSet)
    """Who left before he was sent anything is collected, and counts no more."""
    id: str = ""
    html: str = ""
    last: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None

    def say(self, html: str, *, last: bool) -> None:
        """Wake the listeners if it is another picture."""
        tag = sha256(html.encode()).hexdigest()[:16]
        if tag == self.id and last == self.last:
            return
        self.id, self.html, self.last = tag, html, last
        self.wake()

    def wake(self) -> None:
        """Let every listener look."""
        self.changed.set()
        self.changed = asyncio.Event()


class Listener:
    """One who was taken; as long as somebody holds this, his place is his."""


class Hub:
    """All screens of this process; who watches one in two languages watches two."""

    def __init__(self) -> None:
        self._channels: dict[str, _Channel] = {}
        self._closing = False

    @property
    def listening(self) -> int:
        """How many listen."""
        return sum(len(x.listeners) for x in self._channels.values())

    @property
    def pictures(self) -> int:
        """How many pictures are kept up: of each screen one, in each language that is watched."""
        return sum(1 for x in self._channels.values() if x.id)

    def enter(self, screen: str, look: Look) -> Listener:
        """Take a listener. Raises TooMany."""
        channel = self._channels.get(screen)
        if (
            self._closing
            or self.listening >= MOST
            or (channel and len(channel.listeners) >= OF_ONE)
        ):
            raise TooMany
        if channel is None:
            channel = self._channels[screen] = _Channel(look)
            channel.task = asyncio.create_task(self._follow(channel))
        listener = Listener()
        channel.listeners.add(listener)
        return listener

    async def events(self, screen: str, last_id: str, listener: Listener) -> AsyncIterator[bytes]:
        """What a listener who entered is sent, until he or the server leaves."""
        channel, sent = self._channels[screen], last_id
        try:
            yield f"retry: {AGAIN}\n\n".encode()
            while not self._closing:
                changed = channel.changed
                if channel.id and channel.id != sent:
                    sent = channel.id
                    yield _event(channel)
                    continue
                if channel.last:
                    return
                try:
                    await asyncio.wait_for(changed.wait(), BEAT)
                except TimeoutError:
                    yield b": beat\n\n"
        finally:
            self._leave(screen, channel, listener)

    async def close(self) -> None:
        """Let every listener go: browsers come back to whoever serves next."""
        self._closing = True
        tasks = [x.task for x in self._channels.values() if x.task]
        for channel in self._channels.values():
            channel.wake()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _leave(self, screen: str, channel: _Channel, listener: Listener) -> None:
        channel.listeners.discard(listener)
        if not channel.listeners and self._channels.get(screen) is channel:
            del self._channels[screen]
            if channel.task:
                channel.task.cancel()

    async def _follow(self, channel: _Channel) -> None:
        while not channel.last:
            try:
                html, last = await channel.look()
            except Refused as away:
                log.warning("screen", away=away.en)  # the picture stands; the next look tells
            except Exception:
                log.exception("screen")  # a hall is not left before a picture that never changes
            else:
                channel.say(html, last=last)
            await asyncio.sleep(LOOK)


def _event(channel: _Channel) -> bytes:
    lines = "".join(f"data: {x}\n" for x in channel.html.splitlines() if x.strip())
    kind = "gone" if channel.last else "state"
    return f"id: {channel.id}\nevent: {kind}\n{lines}\n".encode()
