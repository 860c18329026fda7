"""Checking a regime's file: every missing or contradicting clause, with its place and what to
write. Nothing is trusted: what cannot be read as a measure is still checked for the rest."""

from pydantic import ValidationError

from domain.regimes.checking.bounds import bounds
from domain.regimes.checking.clashes import clashes
from domain.regimes.checking.draft import Draft, Finding
from domain.regimes.checking.gaps import gaps
from domain.regimes.checking.lines import faults
from domain.regimes.model import Regime

__all__ = ["Finding", "check"]


def check(text: str, name: str) -> list[Finding]:
    """What is to be mended in a file, in its order; nothing for a complete and sound measure.

    `name` is the file's. Raises Malformed for what is no TOML at all.
    """
    draft = Draft(text, name)
    found = [*faults(draft), *clashes(draft), *bounds(draft), *gaps(draft)]
    told = tuple(f"{x.clause}." for x in found)
    found += [x for x in _misread(draft) if not f"{x.clause}.".startswith(told)]
    return sorted(dict.fromkeys(found), key=lambda x: (x.line, x.clause))


def _misread(draft: Draft) -> list[Finding]:
    """What the model refuses; its own word on the whole file only where nothing else was said."""
    try:
        Regime.model_validate(draft.tables)
    except ValidationError as error:
        return [
            draft.at(
                x["loc"],
                _zh(x["type"], x["msg"]),
                x["msg"],
                "按办法模型的要求改写此处（bihuan regime show 可见同类写法）",
            )
            for x in error.errors()
        ]
    return []


def _zh(kind: str, message: str) -> str:
    known = {
        "missing": "缺少此项",
        "extra_forbidden": "办法模型中没有此项，请核对名称",
        "enum": "不是可用的名称",
        "literal_error": "不是可用的名称",
        "union_tag_invalid": "没有这种期限规则",
        "union_tag_not_found": "期限规则缺少 rule",
        "string_too_short": "内容为空或过短",
        "too_short": "至少要有一项",
    }
    return f"{known.get(kind, '写法不对')}（{message}）"
