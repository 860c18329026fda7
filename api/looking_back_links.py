"""Links that stay where one is: in a page of the past every own address carries the moment on.

So every page is an address of its own, two tabs may stand at two moments, and nothing is remembered
between requests. Forms that would write are put out of use, and their addresses carry the moment
too, so that the server refuses them whatever a browser does.
"""

import re
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

_TAG = re.compile(r"<(a|form|button|input|select|details|div|section|tr)\b[^>]*>", re.IGNORECASE)
_ADDRESS = re.compile(r'\b(href|action|formaction|hx-get|hx-post|hx-put|hx-delete)="([^"]*)"')
_POSTS = re.compile(r'\bmethod="post"', re.IGNORECASE)
_STAYS = "data-today"
"""Marks a link that leads out of the past."""
_MAIN = re.compile(r"<main\b", re.IGNORECASE)
_PUBLIC = ("/static", "/login", "/logout")


class Carried(NamedTuple):
    """What the addresses of one answer carry on."""

    path: str
    as_of: str
    known_at: str
    dated: tuple[str, ...]
    """Paths at which `as_of` means something else: there `known_at` says it all."""

    def on(self, address: str) -> str:
        """An address with the moment; another host's, a place in the page and a file stay."""
        parts = urlsplit(address)
        own = address.startswith(("/", "?")) and not address.startswith("//")
        if not own or parts.path.startswith(_PUBLIC):
            return address
        known = {x for x, _ in parse_qsl(parts.query, keep_blank_values=True)}
        added = [x for x in self.words(parts.path or self.path) if x[0] not in known]
        query = "&".join(x for x in (parts.query, urlencode(added, quote_via=quote)) if x)
        return urlunsplit(parts._replace(query=query))

    def words(self, path: str) -> list[tuple[str, str]]:
        """The moment as an address at that path says it."""
        if path.startswith(self.dated):
            return [("known_at", self.known_at or self.as_of)]
        both = (("as_of", self.as_of), ("known_at", self.known_at))
        return [(x, y) for x, y in both if y]

    def page(self, html: str, strip: str) -> str:
        """A page with its links carried on, and the strip before its main part."""
        main = _MAIN.search(html)
        begins = main.start() if main else len(html) + 1
        html = _TAG.sub(lambda x: self._tag(x[0], inside=x.start() > begins or not main), html)
        return _MAIN.sub(lambda x: strip + x[0], html, count=1)

    def _tag(self, tag: str, *, inside: bool) -> str:
        if _STAYS in tag:
            return tag
        tag = _ADDRESS.sub(lambda x: f'{x[1]}="{escape(self.on(unescape(x[2])), quote=True)}"', tag)
        if tag[1:5].lower() != "form":
            return tag
        if not _POSTS.search(tag):
            return tag + "".join(
                f'<input type="hidden" name="{x}" value="{escape(y)}">'
                for x, y in self.words(self.path)
                if "data-moment" not in tag
            )
        return tag[:-1] + " inert>" if inside else tag

    def sending(self, send: Send, strip: str) -> Send:
        """`send`, but that HTML and redirections carry the moment on."""
        start: Message = {}
        body: list[bytes] = []

        async def carried(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                _say(headers, self)
                if where := headers.get("location"):
                    headers["location"] = self.on(where)
                if not headers.get("content-type", "").startswith("text/html"):
                    await send(message)
                else:
                    start = message
            elif not start:
                await send(message)
            else:
                body.append(message.get("body", b""))
                if not message.get("more_body"):
                    html = self.page(b"".join(body).decode(), strip).encode()
                    MutableHeaders(scope=start)["content-length"] = str(len(html))
                    await send(start)
                    await send({"type": "http.response.body", "body": html})

        return carried


def _say(headers: MutableHeaders, carried: Carried) -> None:
    """Every answer says which moment it is of: what is saved does not pass for today."""
    for name, value in (("X-As-Of", carried.as_of), ("X-Known-At", carried.known_at)):
        if value:
            headers[name] = value
