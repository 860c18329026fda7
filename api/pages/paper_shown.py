"""How a paper is shown in the browser: in its editor as it would be now, and frozen once issued."""

from typing import Any, NamedTuple

from starlette.responses import RedirectResponse, Response

from api import papers as interface
from api.pages import words as words_zh
from api.pages.paper_words import FIELDS, PASSAGES, words_of
from api.pages.recording import new_key
from api.pages.render import alone, page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.seen import Seen, seen
from api.pages.signed import WithSigned, check
from api.papers import printed
from api.problems import not_found
from api.tools import Tools, WithTools
from api.where import ProgrammeId
from documents.office import told
from domain.calendar import day_of
from domain.names import PAPERS, PROGRAMME, stream_id
from domain.papers.compose import compose
from domain.papers.messages import PAPER_ZH, PaperKind
from domain.papers.office import Words
from domain.papers.papers import figures_of
from domain.programme.state import Programme
from domain.refusals import Refused, Unknown
from ledger.drafts import Draft, Drafts, Of
from ledger.queries.gathering import gather, paper

router = page_router()


class Which(NamedTuple):
    """The paper that is written."""

    programme: str
    kind: PaperKind
    period: str | None

    @property
    def address(self) -> str:
        """Its editor."""
        more = f"&period={self.period}" if self.period else ""
        return f"/programmes/{self.programme}/papers/editing?kind={self.kind}{more}"

    def tail(self, step: str) -> str:
        """The address of what is done with it."""
        return self.address.replace("/editing?", f"/editing/{step}?")

    def draft_of(self, signed: Signed) -> Of:
        """Where the office's draft of it lies."""
        return Of(*self.place, signed.party)

    @property
    def place(self) -> tuple[str, str]:
        """The stream and the name under which its draft is kept."""
        name = f"{self.kind}/{self.period}" if self.period else str(self.kind)
        return stream_id(PAPERS, self.programme), name


class Said(NamedTuple):
    """What is to be shown again."""

    fields: dict[str, str]
    status: int = 200
    wrong: str | None = None
    clash: bool = False
    key: str = ""


@router.get("/programmes/{programme}/papers/{no}")
async def issued_page(
    programme: ProgrammeId, no: interface.No, signed: WithSigned, tools: WithTools
) -> Response:
    """An issued paper as it was frozen."""
    one = await seen(stream_id(PROGRAMME, programme), signed, tools)
    check(signed, "read", one.state)
    try:
        held = await paper(tools.ledger, programme, no)
    except Unknown:
        raise not_found() from None
    if held.body.office is None:
        return RedirectResponse(f"/programmes/{programme}/papers/{no}.pdf", 303)
    shown = printed(held.number, held.issuer, held.on, held.body)
    return page(
        "paper_issued.html",
        signed,
        one.standing.now,
        here="/",
        sample=await sample_shown(tools),
        one=one,
        programme=programme,
        no=no,
        paper=told(shown, held.body.office),
    )


def year_of(one: Seen) -> Programme:
    """The year behind the address. Raises Problem 404."""
    if not isinstance(one.state, Programme):
        raise not_found()
    return one.state


async def show(
    one: Seen,
    which: Which,
    signed: Signed,
    tools: Tools,
    said: Said,
    draft: Draft | None = None,
    *,
    part: bool = False,
) -> Response:
    """The editor, or after keeping only what changed in it."""
    draft = draft or await Drafts(tools.ledger.pool).of(which.draft_of(signed))
    words, errors = words_of(said.fields)
    facts: dict[str, Any] = {
        "which": which,
        "kind_zh": PAPER_ZH[which.kind],
        "period_zh": words_zh.period_zh(which.period),
        "programme": which.programme,
        "draft": draft,
        "said": said,
        "errors": errors,
        "signed": signed,
        **await _preview(one, which, tools, words),
    }
    if part:
        return alone("_paper_kept.html", **facts)
    facts |= {"key": new_key(), "values": {x: said.fields.get(x, "") for x in FIELDS}}
    facts |= {"passages": PASSAGES, "standing": await _standing(which, tools)}
    del facts["signed"]
    return page(
        "paper_editor.html",
        signed,
        one.standing.now,
        here="/",
        status=said.status,
        sample=await sample_shown(tools),
        one=one,
        **facts,
    )


async def _preview(one: Seen, which: Which, tools: Tools, words: Words) -> dict[str, Any]:
    """How it would look, or why it cannot be composed yet."""
    issuer = interface.issuer_of(year_of(one))
    nothing = {"paper": None, "figures": "", "refused": None, "issuer": issuer}
    found = await gather(tools.ledger, which.programme)
    try:
        body = compose(which.kind, which.period, found, words)
    except Refused as refused:
        return {**nothing, "refused": refused.zh}
    shown = printed(None, issuer, day_of(found.now), body)
    if body.office is None:
        raise TypeError(which.kind)
    return {**nothing, "paper": told(shown, body.office), "figures": figures_of(body)}


async def _standing(which: Which, tools: Tools) -> Any:
    """The paper of that kind and period which stands already, if any."""
    listed = await interface.issued(which.programme, tools, None)
    mine = (x for x in listed if (x.kind, x.period) == (which.kind, which.period))
    return next((x for x in mine if x.replaced_by is None), None)
