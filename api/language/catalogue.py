"""The English catalogue (gettext): made by `python -m api.language`, read once."""

import gettext
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import IO, Any

from jinja2.ext import Extension

from api.language.pieces import translated
from api.language.reading import Reader, punctuated

LOCALE = Path(__file__).parent.parent / "locale"
MACHINE = LOCALE / "en" / "LC_MESSAGES" / "messages.mo"


class _Catalogue(gettext.GNUTranslations):
    """A catalogue that can be read as a whole, since forms are found by what they look like."""

    messages: Mapping[str, str]

    def _parse(self, fp: IO[bytes]) -> None:  # type: ignore[override]  # what gettext gives it
        super()._parse(fp)
        said: dict[Any, str] = self._catalog  # type: ignore[attr-defined]  # filled by _parse
        self.messages = {x: y for x, y in said.items() if isinstance(x, str) and x and y}


@cache
def english() -> Mapping[str, str]:
    """Message → English."""
    with MACHINE.open("rb") as file:
        return _Catalogue(file).messages


@cache
def _reader() -> Reader:
    return Reader(english())


class AsIs(str):
    """A text that goes back to us from a form, or names a thing: never translated."""

    __slots__ = ()


def as_is(value: Any) -> Any:
    """The filter around such values."""
    return AsIs(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def said(value: Any) -> Any:
    """What an expression prints: our own Chinese words in English, everything else unchanged."""
    if isinstance(value, str) and not isinstance(value, AsIs) and not hasattr(value, "__html__"):
        return _reader().say(value)
    return value


class English(Extension):
    """A template's own text in English before it is compiled: no cost at a request."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source with its messages said; an unknown one stays Chinese."""
        known = english()
        return translated(source, lambda x: known.get(x) or punctuated(x))
