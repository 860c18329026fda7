"""Around every answer: security headers, a request number, one log line, and no leaked fault."""

import secrets
import time

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.meters import RUNNING, counted
from api.problems import Problem, not_found
from api.refused import RefusedBook

_NOT_ASKED_FOR = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "compute-pressure", "gamepad"),
    *("display-capture", "encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid"),
    *("identity-credentials-get", "idle-detection", "interest-cohort", "keyboard-map", "midi"),
    *("local-fonts", "magnetometer", "microphone", "otp-credentials", "payment", "serial", "usb"),
    *("picture-in-picture", "publickey-credentials-create", "publickey-credentials-get"),
    *("screen-wake-lock", "storage-access", "sync-xhr", "window-management"),
    "xr-spatial-tracking",
)
"""What a browser knows and no page of ours uses; the clipboard is used, at a press."""
HEADERS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{x}=()" for x in _NOT_ASKED_FOR),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""`reliability §4.6`. A route may say its own, stricter word."""
SEALED = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The policy of a download: were it shown after all, nothing in it would run or be fetched."""

SECRET = ("/calendar/", "/screen/open/")
"""What follows in such an address opens a calendar, or a screen."""
log = structlog.get_logger("api")


class Guard:
    """The outermost ASGI layer, so that a fault's answer has the headers too."""

    def __init__(self, app: ASGIApp, book: RefusedBook | None = None) -> None:
        self._app = app
        self._book = book

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number = secrets.token_hex(8)
        scope.setdefault("state", {})["request"] = number
        raw = _loggable(scope)
        started, status = time.monotonic(), 0
        RUNNING.inc()

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = number
                if headers.get("Content-Disposition", "").startswith("attachment"):
                    headers["Content-Security-Policy"] = SEALED
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            app = _nowhere if _with_nul(scope) else self._app
            await app(scope, receive, told)
        except Exception:
            if status:
                raise
            log.exception("fault", request=number, method=scope["method"], path=raw)
            await fault(number).response(scope["path"])(scope, receive, told)
        finally:
            took = time.monotonic() - started
            RUNNING.dec()
            counted(scope, status, took)
            if self._book is not None:
                await self._book.note(scope, number, raw, status)
            log.info(
                "request",
                request=number,
                method=scope["method"],
                path=raw,
                status=status,
                caller=scope.get("state", {}).get("caller"),
                ms=round(took * 1000, 1),
            )


def _loggable(scope: Scope) -> str:
    """The address, percent-encoded so that it forges no line, without the secrets of those links
    that carry one, however they are written."""
    for start in SECRET:
        if scope["path"].startswith(start):
            return f"{start}…"
    return str(scope.get("raw_path", b"").decode("ascii", "replace"))


def _with_nul(scope: Scope) -> bool:
    return "\x00" in scope["path"] or b"%00" in scope["query_string"]


async def _nowhere(scope: Scope, receive: Receive, send: Send) -> None:
    """No name has a NUL in it: PostgreSQL could not even be asked for one."""
    await not_found().response(scope["path"])(scope, receive, send)


def fault(number: str) -> Problem:
    """Our own mistake, with the number under which it stands in the log."""
    return Problem(
        "internal",
        f"系统内部错误（编号 {number}）。请用同一 Idempotency-Key 重试；"
        "若仍出现，请把编号告知管理员。",
        f"An internal fault ({number}). Repeat with the same Idempotency-Key; "
        "if it stays, tell the administrator the number.",
    )
