"""The application: routes, answers to errors, limits, headers, and its own description."""

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from temporalio.client import Client

from api import (
    activities,
    adoption,
    appraisals,
    audit,
    ballots,
    boards,
    candidates,
    changes,
    charts,
    circulars,
    collection_vote,
    collections,
    completion,
    contact_schedule,
    decisions,
    docs,
    duties,
    evidence,
    extensions,
    figures,
    filed,
    filings,
    health,
    inbox,
    incidents,
    inspections,
    inspections_read,
    issued,
    keypad_report,
    lists,
    log,
    machine_token,
    me,
    meeting_previews,
    meetings,
    organisations,
    papers,
    pool,
    pool_list,
    programme_pages,
    programmes,
    projects,
    proposals,
    public_api,
    reads,
    receptions,
    refusals,
    regime_change,
    registers,
    registers_write,
    rehearsals,
    session_papers,
    stations,
    steps,
    suggestions,
    suggestions_read,
    topics,
    uploads,
    voting,
    wish_imports,
    wish_merging,
    wishes,
)
from api.access import Access
from api.doors import check_doors
from api.gate import Gate
from api.guard import Guard
from api.language.chosen import Language
from api.limits import BodyLimit
from api.looking_back import LookingBack
from api.pages.install import install as install_pages
from api.problems import ProblemBody
from api.refused import RefusedBook
from api.sample.door import SampleDoor
from api.sample.house import SampleHouse
from api.screen.hub import Hub
from api.store import EvidenceStore
from api.tools import Tools
from ledger.access.book import AccessBook
from ledger.accounts import Accounts
from ledger.door import Ledger
from ledger.past import Houses
from ledger.tokens import Tokens
from ledger.uploads import Uploads

LOOKING_BACK = (
    "每个 GET 地址都可以加 as_of（看到哪一天为止发生的事，2025-06-30 或带时区的时刻）和 known_at"
    "（只算到何时为止记下的），答复那时的样子；限人大机关和审计，过去只能看。"
    " Every GET takes as_of and known_at and answers as of then, to the office and"
    " to auditors; nothing is written there."
)
ROUTERS: tuple[APIRouter, ...] = (
    machine_token.router,
    me.router,
    duties.router,
    inbox.router,
    issued.router,
    filings.router,
    filed.router,
    evidence.router,
    uploads.router,
    boards.router,
    projects.router,
    programmes.router,
    regime_change.router,
    meetings.router,
    meeting_previews.router,
    programme_pages.router,
    collections.router,
    collection_vote.router,
    keypad_report.router,
    pool.router,
    pool_list.router,
    candidates.router,
    wishes.router,
    wish_merging.router,
    wish_imports.router,
    receptions.router,
    suggestions_read.router,
    suggestions.router,
    contact_schedule.router,
    organisations.router,
    adoption.router,
    decisions.router,
    changes.router,
    extensions.router,
    proposals.router,
    completion.router,
    steps.router,
    inspections.router,
    inspections_read.router,
    papers.router,
    session_papers.router,
    ballots.router,
    voting.router,
    circulars.router,
    lists.router,
    registers.router,
    registers_write.router,
    activities.router,
    stations.router,
    figures.router,
    charts.router,
    rehearsals.router,
    topics.router,
    appraisals.router,
    public_api.router,
    incidents.router,
    log.router,
    audit.router,
    reads.router,
)


ABOUT: dict[str, Any] = {
    "title": "闭环 · 民生实事项目督办接口",
    "summary": "Supervision of livelihood projects voted by a local people's congress",
    "description": LOOKING_BACK,
    "version": "1",
    "openapi_url": None,
    "docs_url": None,
    "redoc_url": None,
    "redirect_slashes": False,
    "swagger_ui_oauth2_redirect_url": None,
}


def make_tools(
    ledger: Ledger,
    evidence_folder: Path,
    temporal: Client | None = None,
    *,
    heart: Ledger | None = None,
    tour: Path | None = None,
    paper_template: Path | None = None,
    proxies: int = 0,
    refused: RefusedBook | None = None,
) -> Tools:
    """What the routes work with. `heart` is the ledger that beats, where it is another one;
    `tour` is where a demonstration notes how far it is."""
    return Tools(
        ledger=ledger,
        tokens=Tokens(ledger.pool),
        uploads=Uploads(ledger.pool),
        store=EvidenceStore(evidence_folder),
        houses=Houses(ledger),
        heart=heart or ledger,
        temporal=temporal,
        tour=tour,
        paper_template=paper_template,
        proxies=proxies,
        refused=refused,
    )


def make_app(tools: Tools) -> FastAPI:
    """The application over its tools. It opens and closes nothing."""
    app = Described(**ABOUT)
    app.router.routes = house().router.routes
    app.state.tools = tools
    app.state.accounts = Accounts(tools.ledger.pool)
    app.state.hub = Hub()
    refusals.install(app)
    app.add_middleware(LookingBack, tools=tools)
    app.add_middleware(BodyLimit, arrived=tools.heart.arrived)
    app.add_middleware(Gate, rates=tools.rates, proxies=tools.proxies)
    app.add_middleware(Language)
    if not tools.inside:
        app.state.sample = SampleHouse(tools, make_app)
        app.add_middleware(SampleDoor, house=app.state.sample)
        app.add_middleware(Access, book=AccessBook(tools.ledger.pool), proxies=tools.proxies)
    app.add_middleware(Guard, book=tools.refused)
    return app


@cache
def house() -> FastAPI:
    """Every route as its router made it: what a request finds is its own application's tools.

    Raises Unlisted where an operation has no line in the matrix.
    """
    made = FastAPI(**ABOUT)
    for router in (*ROUTERS, health.router, docs.router):
        made.router.routes.extend(router.routes)
    made.mount("/static", docs.static_files())
    install_pages(made, ROUTERS)
    check_doors(made)
    return made


@cache
def described() -> dict[str, Any]:
    """OpenAPI 3.1, with the one shape of every error."""
    found = house().openapi()
    problem = ProblemBody.model_json_schema(ref_template="#/components/schemas/{model}")
    parts = problem.pop("$defs")
    found["components"]["schemas"].update({"ProblemBody": problem, **parts})
    return found


class Described(FastAPI):
    """An application whose description is made once for all."""

    def openapi(self) -> dict[str, Any]:
        """OpenAPI 3.1."""
        return described()
