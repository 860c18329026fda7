"""A template cut into the texts that a translator sees: whole sentences, numbered gaps.

Nothing is marked in a template. Between two block tags or statements, the Chinese text with its
expressions and inline tags is one message: `<b>{{ n }}件</b>逾期` is `<1>{1}件</1>逾期`. So no
string can be forgotten, and a sentence stays one sentence. Attributes that are read aloud or shown
are messages of their own; what is sent back to us (`value`, a text area) is never changed.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

HAN = re.compile("[\u3400-\u9fff]")
_SHOWN = re.compile("[\u3400-\u9fff，。；：、（）]")
"""Text that another language writes otherwise: words, and stops between what is printed."""
READ = frozenset({"aria-label", "title", "placeholder", "alt", "content", "label"})
"""Attributes that people read; and every `data-say…`."""

_JINJA = r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}"
_TOKEN = re.compile(
    r"(?P<note>\{#.*?#\}|<!--.*?-->)|(?P<statement>\{%.*?%\})|(?P<expression>\{\{.*?\}\})"
    rf'|(?P<tag><[/a-zA-Z](?:{_JINJA}|"(?:{_JINJA}|[^"])*"|[^>"])*>)',
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rf'(?P<name>[\w-]+)="(?P<value>(?:{_JINJA}|[^"])*)"', re.DOTALL)
_STATEMENT = re.compile(r"(\{%.*?%\}|\{#.*?#\})", re.DOTALL)
_EXPRESSION = re.compile(r"\{\{-?(.*?)-?\}\}", re.DOTALL)
_GAP = re.compile(r"\{(\d+)\}|<(\d+)>|</(\d+)>")
_NAME = re.compile(r"</?\s*([a-zA-Z0-9]+)")
_INLINE = frozenset(
    "a abbr b bdi br code del em i ins kbd mark q s small span strong sub sup time u".split(" ")  # noqa: SIM905  # a line, not a column
)
_ALONE = frozenset({"br"})

Say = Callable[[str], str]
"""The other language's text for a message; the message itself where there is none."""


class Token(NamedTuple):
    """A part of a template's source."""

    kind: str
    text: str

    @property
    def name(self) -> str:
        """A tag's element."""
        found = _NAME.match(self.text)
        return found[1].lower() if found else ""

    @property
    def closes(self) -> bool:
        """Whether it is a closing tag."""
        return self.text.startswith("</")


def translated(source: str, say: Say) -> str:
    """The template's source with every message said by `say`."""
    return "".join(_parts(source, say))


def messages(source: str) -> list[str]:
    """The messages of a template's text and attributes, in their order."""
    found: list[str] = []

    def note(message: str) -> str:
        found.append(message)
        return message

    translated(source, note)
    return [x for x in found if HAN.search(x)]


def _parts(source: str, say: Say) -> Iterator[str]:
    waiting: list[Token] = []
    kept = False
    for token in tokens(source):
        name = token.name if token.kind == "tag" else ""
        if token.kind in ("text", "expression") or (name in _INLINE and not kept):
            waiting.append(token)
            continue
        yield _raw(waiting) if kept else _run(waiting, say)
        waiting = []
        kept = kept != (name == "textarea")
        yield _tag(token.text, say) if token.kind == "tag" else token.text
    yield _raw(waiting) if kept else _run(waiting, say)


def tokens(source: str) -> Iterator[Token]:
    """The source in its parts; together they are the source."""
    at = 0
    for found in _TOKEN.finditer(source):
        if found.start() > at:
            yield Token("text", source[at : found.start()])
        yield Token(str(found.lastgroup), found[0])
        at = found.end()
    if at < len(source):
        yield Token("text", source[at:])


def _raw(run: Sequence[Token]) -> str:
    """What is sent back to us stays as it is."""
    return "".join(_as_is(x.text) if x.kind == "expression" else x.text for x in run)


def _run(run: Sequence[Token], say: Say) -> str:
    """A run between block tags: cut where an inline tag has no partner in it, then said."""
    partner = _partners(run)
    said, start = "", 0
    for at, token in enumerate(run):
        if token.kind == "tag" and at not in partner and token.name not in _ALONE:
            said += _whole(run[start:at], say) + _tag(token.text, say)
            start = at + 1
    return said + _whole(run[start:], say)


def _partners(run: Sequence[Token]) -> dict[int, int]:
    open_at: list[int] = []
    partner: dict[int, int] = {}
    for at, token in enumerate(run):
        if token.kind != "tag" or token.name in _ALONE:
            continue
        if not token.closes:
            open_at.append(at)
        elif any(run[x].name == token.name for x in open_at):
            while run[open_at[-1]].name != token.name:
                open_at.pop()
            before = open_at.pop()
            partner[before], partner[at] = at, before
    return partner


def _whole(run: Sequence[Token], say: Say) -> str:
    """One message with what stands around it: space, and tags that hold all of it."""
    if not any(x.kind == "text" and _SHOWN.search(x.text) for x in run):
        return "".join(_tag(x.text, say) if x.kind == "tag" else x.text for x in run)
    partner = _partners(run)
    if not run[0].text.strip():
        return run[0].text + _whole(run[1:], say)
    if not run[-1].text.strip():
        return _whole(run[:-1], say) + run[-1].text
    if partner.get(0) == len(run) - 1:
        inner = _whole(run[1:-1], say)
        return _tag(run[0].text, say) + inner + run[-1].text
    return _filled(run, partner, say)


def _filled(run: Sequence[Token], partner: dict[int, int], say: Say) -> str:
    message, gaps = "", {}
    expressions, tags = 0, 0
    number: dict[int, int] = {}
    for at, token in enumerate(run):
        if token.kind == "text":
            message += token.text
            continue
        if token.kind == "expression":
            expressions += 1
            gap = f"{{{expressions}}}"
        elif token.closes:
            gap = f"</{number[partner[at]]}>"
        else:
            tags += 1
            number[at] = tags
            gap = f"<{tags}>"
        gaps[gap] = _tag(token.text, say) if token.kind == "tag" else token.text
        message += gap
    before = message[: len(message) - len(message.lstrip())]
    after = message[len(message.rstrip()) :]
    said = say(" ".join(message.split()))
    return before + _GAP.sub(lambda x: gaps[x[0]], said) + after


def _tag(text: str, say: Say) -> str:
    """A tag with the attributes that people read said, and the others untouched."""

    def attribute(found: re.Match[str]) -> str:
        name, value = found["name"].lower(), found["value"]
        if name in READ or name.startswith("data-say"):
            parts = [x if x.startswith("{%") else _text(x, say) for x in _STATEMENT.split(value)]
            return f'{found["name"]}="{"".join(parts)}"'
        return f'{found["name"]}="{_EXPRESSION.sub(lambda x: _as_is(x[0]), value)}"'

    return _ATTRIBUTE.sub(attribute, text)


def _text(text: str, say: Say) -> str:
    """An attribute's text between statements."""
    run = [x for x in tokens(text) if x.text]
    return _whole(run, say) if run else ""


def _as_is(expression: str) -> str:
    """An expression whose value is not to be translated."""
    return _EXPRESSION.sub(lambda x: "{{ (" + x[1].strip() + ")|as_is }}", expression)
