"""真的办好了吗: three buttons, and words for who wants to add some. No account, no name.

One answer a telephone: a mark made by chance is kept on it, ours alone, and stands in the table as
a keyed hash of one project. Robots are held off as at the wishes: by the slip, the hidden field,
and so many tries an hour.
"""

import re
import secrets

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.address import address_of
from api.pages.open_parts import public_frame
from api.pages.open_project import known
from api.pages.router import page_router
from api.pages.signed import from_elsewhere
from api.pages.wish_sent import TRAP, wrong_words
from api.problems import Problem
from api.public.slip import is_slip, slip
from api.public.told import told
from api.public.words import ANSWER_ZH
from api.tools import Tools, WithTools
from api.where import ProjectId
from ledger.answers import ANSWERS, mine, phone_of, put_answer, put_words
from ledger.tries import count_try, secret_of

router = page_router()
MARK = "__Host-bihuan-phone"
YEAR = 365 * 86_400
A_NETWORK, A_PROJECT = 120, 600
"""Answers an hour at most, by one address and about one project. Ours: thousands of telephones
share an address of a mobile network, so it is wider than for wishes."""
LONGEST = 200
_FORM = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
_STALE = "这一页打开太久或已失效，没有记下。请回到项目页再答一次。"
_FLOOD = "这个网络这一小时答得太多，先停一停。请过一小时再答。"


@router.post("/open/projects/{project}/answer")
async def answer(project: ProjectId, request: Request, tools: WithTools) -> Response:
    """One press. The newer answer of a telephone replaces its older one."""
    facts = await known(project, tools)
    key = await secret_of(tools.ledger)
    async with request.form(max_files=0, max_fields=10) as form:
        said, shown = str(form.get("answer", "")), str(form.get("slip", ""))
        trapped = bool(form.get(TRAP))
    _from_a_form(request, is_slip(shown, project, key) and not trapped and said in ANSWERS)
    await _not_too_many(request, tools, key, project)
    mark = _mark(request) or secrets.token_urlsafe(16)
    which = next(x for x in ANSWERS if x == said)
    await put_answer(tools.ledger, facts.state.card.id, phone_of(key, project, mark), which)
    done = RedirectResponse(f"/open/projects/{project}/answer", 303)
    done.set_cookie(MARK, mark, max_age=YEAR, secure=True, httponly=True, samesite="lax")
    return done


@router.get("/open/projects/{project}/answer")
async def thanks(project: ProjectId, request: Request, tools: WithTools) -> Response:
    """What this telephone answered, how many answered what, and a place for words."""
    return await _page(project, request, tools)


@router.post("/open/projects/{project}/words")
async def words(project: ProjectId, request: Request, tools: WithTools) -> Response:
    """补充几句: read by the office before anybody else sees them."""
    key = await secret_of(tools.ledger)
    async with request.form(max_files=0, max_fields=10) as form:
        text, shown = str(form.get("words", "")).strip(), str(form.get("slip", ""))
        trapped = bool(form.get(TRAP))
    _from_a_form(request, is_slip(shown, project, key) and not trapped)
    wrong = wrong_words(text, 2, LONGEST)
    if wrong:
        return await _page(project, request, tools, text=text, wrong=wrong)
    await _not_too_many(request, tools, key, project)
    mark = _mark(request)
    if mark is None or not await put_words(
        tools.ledger, project, phone_of(key, project, mark), text
    ):
        return await _page(project, request, tools, text=text, wrong="请先在上面选一个，再补充。")
    return RedirectResponse(f"/open/projects/{project}/answer", 303)


async def _page(
    project: str, request: Request, tools: Tools, *, text: str = "", wrong: str | None = None
) -> Response:
    one = told(await known(project, tools))
    key, mark = await secret_of(tools.ledger), _mark(request)
    own = await mine(tools.ledger, project, phone_of(key, project, mark)) if mark else None
    return await public_frame(
        "open_answer.html",
        tools,
        status=422 if wrong else 200,
        sample=one.sample,
        one=one,
        own=own,
        answers=ANSWER_ZH,
        slip=slip(project, key),
        text=text or (own.words if own and own.words else ""),
        wrong=wrong,
        trap=TRAP,
        longest=LONGEST,
    )


def _mark(request: Request) -> str | None:
    found = request.cookies.get(MARK, "")
    return found if _FORM.fullmatch(found) else None


def _from_a_form(request: Request, fits: bool) -> None:
    """Raises Problem 409 for what did not come from our own page."""
    if not fits or from_elsewhere(request):
        raise Problem("conflict", _STALE, "This page is out of date; answer again.")


async def _not_too_many(request: Request, tools: Tools, key: bytes, project: str) -> None:
    """Raises Problem 429."""
    address = f"answer {address_of(request, tools.proxies)}"
    tries = await count_try(tools.ledger, key, address, f"answer {project}")
    if tries.visitor > A_NETWORK or tries.collection > A_PROJECT:
        raise Problem("too-many", _FLOOD, "Too many answers from this network; wait an hour.")
