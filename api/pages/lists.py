"""清单: a file handed in, looked over with its problems in their cells, then confirmed."""

from datetime import date

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from api.limits import LISTS_MOST, too_large
from api.list_import import STATE_ZH, Looked, Sent, keep, look
from api.lists import as_file, stand_ready
from api.pages.list_grid import grids_of
from api.pages.recording import key_of, new_key, record
from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.seen import seen
from api.pages.signed import Posted, WithSigned
from api.problems import Problem
from api.refusals import problem_of
from api.tools import Tools, WithTools
from api.where import ProgrammeId
from documents.list_template import template
from documents.list_written import list_file
from domain.lists.mapping import reading_of
from domain.names import PROGRAMME, stream_id
from domain.refusals import Malformed, Refused
from domain.regimes import known
from ledger.list_standing import listed
from ledger.queries.programmes import find_programmes

router = page_router()
LISTED = 100
FIELDS = ("regime", "voted", "next_session", "list_id", "region", "status", "map")
STATUSES = {"": "文件里写着", "voted": "票决通过", "voted_street_selection": "街道会商选定"}


@router.get("/lists")
async def lists_page(signed: WithSigned, tools: WithTools, done: str | None = None) -> Response:
    """The lists of the region, and a form to hand one in."""
    return await _listed(signed, tools, {"region": signed.region or ""}, done=done)


@router.get("/lists/template.xlsx")
async def empty(signed: WithSigned) -> Response:
    """An empty table."""
    return as_file("民生实事项目清单模板.xlsx", template(), "xlsx")


@router.get("/programmes/{programme}/list.{form}")
async def hand_out(
    programme: ProgrammeId, form: str, signed: WithSigned, tools: WithTools
) -> Response:
    """The list as it was voted."""
    await seen(stream_id(PROGRAMME, programme), signed, tools)
    if form not in ("csv", "xlsx"):
        raise Problem("not-found", "没有找到。", "Not found.")
    found = await listed(tools.ledger, programme)
    content = list_file(found.opened, found.cards, xlsx=form == "xlsx")
    return as_file(f"{programme}.{form}", content, form)


@router.post("/lists/look")
async def look_over(signed: WithSigned, form: Posted, tools: WithTools) -> Response:
    """What the file holds, and what stands against it. Nothing is recorded."""
    said = _said(form)
    try:
        name, content = await file_in(form)
        sent = _sent(said, name, content)
        looked = await look(sent, signed, tools)
        await keep(sent, signed, tools, key_of(form))
    except (Problem, Refused) as refused:
        return await _listed(signed, tools, said, refused=refused)
    return await _shown(signed, tools, said, looked)


@router.post("/lists/confirm")
async def confirm(signed: WithSigned, form: Posted, request: Request, tools: WithTools) -> Response:
    """Record it; pressed twice it is one opening."""
    said, key = _said(form), key_of(form)
    try:
        sha256 = str(form.get("sha256", ""))
        kept = (await tools.uploads.of(signed, [sha256])).get(sha256)
        if kept is None:
            raise Malformed("文件已不在，请重新选择文件。", "the file is gone; choose it again.")
        sent = _sent(said, kept.name, await tools.store.fetch(sha256))
        looked = await look(sent, signed, tools)
        stand_ready(looked)
        if _contradictions(looked) and form.get("checked") != "on":
            return await _shown(signed, tools, said, looked, unchecked=True)
        await _recorded(request, tools, signed, looked, key)
    except (Problem, Refused) as refused:
        return await _listed(signed, tools, said, refused=refused)
    return RedirectResponse(f"/lists?done={looked.each[0].voted.id}", 303)


async def _recorded(
    request: Request, tools: Tools, signed: Signed, looked: Looked, key: str
) -> None:
    for one in looked.each:
        stream = stream_id(PROGRAMME, one.voted.id)
        await tools.uploads.offered(signed, {looked.sent.sha256}, stream)
        for at, command in one.new.items():
            await record(request, tools, signed, at, command, f"{key}/{at}")


async def file_in(form: FormData) -> tuple[str, bytes]:
    """Name and content of the file. Raises Malformed where there is none, Problem 413."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise Malformed("请选择文件（CSV 或 XLSX）。", "choose a file.")
    content = await file.read(LISTS_MOST + 1)
    if len(content) > LISTS_MOST:
        raise too_large(LISTS_MOST)
    return file.filename, content


def _said(form: FormData) -> dict[str, str]:
    return {x: y.strip() for x in FIELDS if isinstance(y := form.get(x, ""), str)}


def _sent(said: dict[str, str], name: str, content: bytes) -> Sent:
    """The file with what was filled in. Raises Malformed."""
    held = {"list_id": said["list_id"], "region": said["region"], "status_kind": said["status"]}
    how = reading_of(
        (),
        [x for x in said["map"].splitlines() if x.strip()],
        [f"{x}={y}" for x, y in held.items() if y],
    )
    voted = _day(said["voted"], "票决日")
    if voted is None:
        raise Malformed("请填票决日。", "the day of the vote is missing.")
    session = _day(said["next_session"], "下一次会议")
    return Sent(name, content, said["regime"], voted, session, how)


def _day(text: str, zh: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Malformed(f"{zh}写成 2025-03-31 的样子。", "no such day.") from error


def _contradictions(looked: Looked) -> list[str]:
    """What has to be looked at by a person before it is recorded."""
    return [
        f"{one.voted.list_id}：{x.zh}"
        for one in looked.each
        for x in one.voted.checks
        if x.severity == "warning"
    ]


async def _shown(
    signed: Signed, tools: Tools, said: dict[str, str], looked: Looked, *, unchecked: bool = False
) -> Response:
    return page(
        "list_preview.html",
        signed,
        await tools.ledger.now(),
        here="/lists",
        sample=await sample_shown(tools),
        status=422 if unchecked else 200,
        looked=looked,
        grids=grids_of(looked.book, looked.lists.skipped),
        contradictions=_contradictions(looked),
        unchecked=unchecked,
        state_zh=STATE_ZH,
        others=[x for x in looked.lists.skipped if not x.faults][:LISTED],
        fields={**said, "sha256": looked.sent.sha256},
        key=new_key(),
    )


async def _listed(
    signed: Signed,
    tools: Tools,
    values: dict[str, str],
    *,
    refused: Problem | Refused | None = None,
    done: str | None = None,
) -> Response:
    years = await find_programmes(tools.ledger, signed.region, limit=LISTED)
    status = 200
    if refused is not None:
        status = (refused if isinstance(refused, Problem) else problem_of(refused)).status_code
    return page(
        "lists.html",
        signed,
        await tools.ledger.now(),
        here="/lists",
        sample=await sample_shown(tools),
        status=status,
        programmes=years.items,
        regimes=newest(),
        statuses=STATUSES,
        values=values,
        refused=None if refused is None else words_of(refused),
        done=next((x for x in years.items if x.id == done), None),
        key=new_key(),
    )


def words_of(refused: Problem | Refused) -> str:
    """Why not, with the first of its reasons."""
    told = [x.zh for x in refused.errors] if isinstance(refused, Problem) else []
    return "；".join([refused.zh, *told[:5]])


def newest() -> list[tuple[str, str]]:
    """The newest version of each measure, with its place's name."""
    newest = {x.id: x for x in sorted(known().values(), key=lambda x: x.version)}
    return [(x.id, x.zh) for x in newest.values()]
