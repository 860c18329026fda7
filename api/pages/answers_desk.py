"""居民留言: what residents added in words, read by the office before anybody else."""

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.problems import not_found
from api.public.words import ANSWER_ZH
from api.tools import WithTools
from ledger.answers import ToRead, erase_words, show_words, words_to_read

router = page_router()


@router.get("/answers")
async def desk(signed: WithSigned, tools: WithTools) -> Response:
    """What waits, the oldest first."""
    return page(
        "answers.html",
        signed,
        await tools.ledger.now(),
        here="/answers",
        sample=await sample_shown(tools),
        waiting=await words_to_read(tools.ledger, signed.region),
        answers=ANSWER_ZH,
    )


@router.post("/answers")
async def decide(signed: WithSigned, form: Posted, request: Request, tools: WithTools) -> Response:
    """登出 or 删去, one at a time; what was changed meanwhile is shown anew first."""
    one = await _one(signed, tools, str(form.get("project", "")), str(form.get("who", "")))
    if form.get("do") == "show":
        await show_words(tools.ledger, one.project, one.who, str(form.get("words", "")))
    else:
        await erase_words(tools.ledger, one.project, one.who)
    return RedirectResponse("/answers", 303)


async def _one(signed: Signed, tools: WithTools, project: str, who: str) -> ToRead:
    """Raises Problem 404 for what does not wait in the reader's region."""
    for x in await words_to_read(tools.ledger, signed.region):
        if (x.project, x.who) == (project, who):
            return x
    raise not_found()
