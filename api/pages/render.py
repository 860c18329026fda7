"""From facts to HTML: one Jinja environment, everything escaped, nothing looked up."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.here import looking_back
from api.language.catalogue import English, as_is, said
from api.language.chosen import ENGLISH, LANGUAGES, address, chosen
from api.limits import FILE_MOST
from api.pages import dates, words
from api.pages.look import LOOK, THEME_ZH
from api.pages.nav import menu
from api.pages.rights import Signed, can
from api.problems import Problem
from domain.calendar import day_of
from domain.project.card import target_zh
from ledger.account import ROLE_ZH

TEMPLATES = Path(__file__).parent.parent / "templates"


@cache
def environment(language: str) -> Environment:
    """The templates in a language. A name that is not given is an error, not an empty place."""
    english = language == ENGLISH
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[English] if english else [],
        finalize=said if english else None,
    )
    made.filters |= {
        "full": dates.full,
        "short": dates.short,
        "plain": dates.plain,
        "dated": dates.dated,
        "at": dates.at,
        "second": dates.to_the_second,
        "day": day_of,
        "party": words.who_zh,
        "figure": words.figure,
        "named": words.name_zh,
        "told": words.told_zh,
        "aim": target_zh,
        "as_is": as_is,
        "moment": dates.moment,
        "bytes": words.size_zh,
    }
    made.globals |= {"LAMP": words.LAMP_ZH, "ROLE_ZH": ROLE_ZH, "RULE_ZH": words.RULE_ZH}
    made.globals |= {"language": language, "LANGUAGES": LANGUAGES, "address": address}
    made.globals["looking_back"] = looking_back
    made.globals |= {"THEME_ZH": THEME_ZH, "FILE_MOST": FILE_MOST}
    return made


def page(
    template: str,
    signed: Signed,
    now: datetime,
    *,
    here: str,
    sample: bool | str,
    status: int = 200,
    **facts: Any,
) -> Response:
    """A page for somebody who signed in; `here` is the main entry it belongs to."""
    who = {"signed": signed, "menu": menu(signed, here), "here": here, "sample": sample, "now": now}
    back = can(signed, "look_back")
    return alone(template, status, **who, looks_back=back, **facts)


def alone(template: str, status: int = 200, **facts: Any) -> Response:
    """A page for nobody in particular, in the look that the browser chose."""
    seen = {"look": LOOK.get(), "called": template}
    text = environment(chosen()).get_template(template).render(**seen, **facts)
    return HTMLResponse(text, status)


def refusal_page(request: Request, problem: Problem, zh: str | None = None) -> Response:
    """Why not, and what to do, under the menu of whoever signed in. What is another's and what is
    nowhere are the same page."""
    gone = problem.status_code == 404
    said = "没有找到这一页。回到首页，从清单里打开。" if gone else zh or problem.zh
    who: Signed | None = getattr(request.state, "signed", None)
    facts = {"signed": who, "menu": menu(who, "")} if who else {}
    more: dict[str, Any] = {"said": said, "address": lambda: "/", **facts}
    answer = alone("refusal.html", problem.status_code, **more)
    for name, value in (problem.headers or {}).items():
        answer.headers[name] = value
    return answer
