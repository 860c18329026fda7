"""The application: routes, answers to errors, limits, headers, and its own description."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from temporalio.client import Client

from api import (
    activities,
    adoption,
    appraisals,
    ballots,
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
    inspections,
    inspections_read,
    issued,
    keypad_report,
    lists,
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
    public_api,
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
from api.guard import Guard
from api.language.chosen import Language
from api.limits import BodyLimit
from api.looking_back import LookingBack
from api.pages.install import install as install_pages
from api.problems import ProblemBody
from api.store import EvidenceStore
from api.tools import Tools
from ledger.door import Ledger
from ledger.tokens import Tokens
from ledger.uploads import Uploads

PREFIX = "/api/v1"
ROUTERS: tuple[APIRouter, ...] = (
    me.router,
    duties.router,
    inbox.router,
    issued.router,
    filings.router,
    filed.router,
    evidence.router,
    uploads.router,
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
)


def make_tools(
    ledger: Ledger,
    evidence_folder: Path,
    temporal: Client | None = None,
    *,
    heart: Ledger | None = None,
    tour: Path | None = None,
    paper_template: Path | None = None,
    proxies: int = 0,
) -> Tools:
    """What the routes work with. `heart` is the ledger that beats, where it is another one;
    `tour` is where a demonstration notes how far it is."""
    return Tools(
        ledger=ledger,
        tokens=Tokens(ledger.pool),
        uploads=Uploads(ledger.pool),
        store=EvidenceStore(evidence_folder),
        heart=heart or ledger,
        temporal=temporal,
        tour=tour,
        paper_template=paper_template,
        proxies=proxies,
    )


def make_app(tools: Tools) -> FastAPI:
    """The application over its tools. It opens and closes nothing."""
    app = Described(
        title="闭环 · 民生实事项目督办接口",
        summary="Supervision of livelihood projects voted by a local people's congress",
        version="1",
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
    )
    app.state.tools = tools
    refusals.install(app)
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    app.include_router(health.router)
    app.include_router(docs.router)
    app.mount("/static", docs.static_files())
    install_pages(app, tools.ledger.pool, ROUTERS)
    app.add_middleware(LookingBack, tools=tools)
    app.add_middleware(BodyLimit, arrived=tools.heart.arrived)
    app.add_middleware(Language)
    app.add_middleware(Guard)
    return app


class Described(FastAPI):
    """Its description knows the one shape of every error."""

    def openapi(self) -> dict[str, Any]:
        """OpenAPI 3.1."""
        if not self.openapi_schema:
            described = super().openapi()
            problem = ProblemBody.model_json_schema(ref_template="#/components/schemas/{model}")
            parts = problem.pop("$defs")
            described["components"]["schemas"].update({"ProblemBody": problem, **parts})
        return super().openapi()
