"""What a request is, and how many more of its kind its caller may ask for just now.

Buckets that fill with time, kept in each process: where there are several, the proxy before them
keeps the same limits for all (docs/machines.md).
"""

import re
import time
from collections import OrderedDict
from enum import StrEnum
from typing import NamedTuple

from api.open_to_all import is_open
from api.problems import Problem
from api.rates import Rates

REMEMBERED = 50_000
"""Buckets of so many callers are kept; the one unused longest is forgotten, and so full again."""


class Kind(StrEnum):
    """What a request is, as far as it is counted."""

    SUBMIT = "submit"
    WRITE = "write"
    READ = "read"
    EXPORT = "export"
    VERIFY = "verify"
    FEED = "feed"
    GRANT = "grant"
    STRANGER = "stranger"


class _Measure(NamedTuple):
    most: float
    a_second: float


_FREE = ("/static/", "/healthz", "/metrics")
_SUBMITS = re.compile(
    r"/(filings?|acknowledgements?|letter-replies|votes|cast|stages|reply|inspections|circulars)$"
    r"|^/suggestions/[^/]+/act$|^/do/",
    re.ASCII,
)
_SENDS = re.compile(r"/evidence$|/uploads/[0-9a-f]{64}$|^/api/v1/token$", re.ASCII)
_EXPORTS = re.compile(
    r"^/board/export$|/package$|/programmes/[^/]+/list(\.[a-z]+)?$|/messages\.[a-z]+$", re.ASCII
)
_VERIFIES = re.compile(r"^/audit/region$", re.ASCII)
_READING = ("GET", "HEAD", "OPTIONS")


def kind_of(method: str, path: str) -> Kind | None:
    """What is counted; None for what is not."""
    if path.startswith(_FREE):
        return None
    if method not in _READING:
        return Kind.SUBMIT if _SUBMITS.search(path) else Kind.WRITE
    if path.startswith("/calendar/"):
        return Kind.FEED
    if _EXPORTS.search(path):
        return Kind.EXPORT
    return Kind.VERIFY if _VERIFIES.search(path) else Kind.READ


def is_public(path: str) -> bool:
    """Whether it is answered whoever asks, and so counted for the address."""
    return path.startswith(("/api/v1/token", "/login")) or is_open("GET", path)


def is_filing(method: str, path: str) -> bool:
    """Whether it goes by the submissions' own connections: what is handed in, its files, and the
    token by which it is."""
    if _SUBMITS.search(path):
        return method not in _READING
    return _SENDS.search(path) is not None


class Buckets:
    """One bucket for each kind and caller."""

    def __init__(self, rates: Rates) -> None:
        self._measures = _measures(rates)
        self._left: OrderedDict[tuple[Kind, str], tuple[float, float]] = OrderedDict()

    def take(self, kind: Kind, who: str) -> None:
        """One more. Raises Problem 429, which says after how many seconds to come again."""
        measure, now = self._measures[kind], time.monotonic()
        left, at = self._left.get((kind, who), (measure.most, now))
        left = min(measure.most, left + (now - at) * measure.a_second)
        wait = (1 - left) / measure.a_second
        self._left[(kind, who)] = (left if wait > 0 else left - 1, now)
        self._left.move_to_end((kind, who))
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        if wait > 0:
            raise too_many(int(wait) + 1, submits=kind is Kind.SUBMIT)


def _measures(rates: Rates) -> dict[Kind, _Measure]:
    a_minute = {
        Kind.WRITE: rates.writes_a_minute,
        Kind.READ: rates.reads_a_minute,
        Kind.GRANT: rates.tokens_a_minute,
        Kind.STRANGER: rates.strangers_a_minute,
    }
    an_hour = {
        Kind.EXPORT: rates.exports_an_hour,
        Kind.VERIFY: rates.verifications_an_hour,
        Kind.FEED: rates.feeds_an_hour,
    }
    return {
        Kind.SUBMIT: _Measure(rates.submissions_at_once, rates.submissions_a_minute / 60),
        **{x: _Measure(n, n / 60) for x, n in a_minute.items()},
        **{x: _Measure(n, n / 3600) for x, n in an_hour.items()},
    }


def busy() -> Problem:
    """Too much at once of what submits nothing."""
    return Problem(
        "unavailable",
        "现在查看的人太多，请稍后再试；报送不受影响，照常可以提交。",
        "Too many are reading just now; try again in a moment. Submitting is not affected.",
        headers={"Retry-After": "1"},
    )


def too_many(seconds: int, *, submits: bool = False) -> Problem:
    """Come again; of a submission, the try is kept (`api.refused`)."""
    headers = {"Retry-After": str(seconds)}
    if submits:
        return Problem(
            "too-many",
            f"提交得太快，这一件没有登记；请在 {seconds} 秒后用同一 Idempotency-Key 重发。"
            "这次尝试和时间已留有记录。",
            f"Too many submissions; this one is not recorded. Send it again in {seconds} s with the"
            " same Idempotency-Key. That it was tried, and when, is kept.",
            headers=headers,
        )
    return Problem(
        "too-many",
        f"请求太多，请在 {seconds} 秒后再试。",
        f"Too many requests; try again in {seconds} s.",
        headers=headers,
    )
