"""How somebody wants the pages: light or dark, single keys on or off. Two cookies, no account.

What is chosen is no fact about a person and is kept in the browser alone. Without a cookie the
pages follow the system. `LOOK` holds it while one request is answered.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, cast, get_args

from starlette.requests import Request

Theme = Literal["auto", "light", "dark"]
THEME_ZH: dict[Theme, str] = {"auto": "随系统", "light": "浅色", "dark": "深色"}
THEME, KEYS = "__Host-theme", "__Host-keys"
YEAR = 366 * 24 * 3600


@dataclass(frozen=True)
class Look:
    """What the browser asked for."""

    theme: Theme = "auto"
    keys: bool = True


LOOK: ContextVar[Look] = ContextVar("look", default=Look())  # noqa: B039  # frozen


def look_of(request: Request) -> Look:
    """What this browser chose."""
    return Look(theme_of(request.cookies.get(THEME, "")), request.cookies.get(KEYS) != "off")


def theme_of(word: str) -> Theme:
    """The word as a theme; what is none follows the system."""
    return cast("Theme", word) if word in get_args(Theme) else "auto"


def own(path: str) -> str:
    """The path, if it is one of ours; elsewhere nobody is sent."""
    plain = path.isprintable() and "\\" not in path
    return path if plain and path.startswith("/") and not path.startswith("//") else "/"
