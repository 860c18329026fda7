"""The pages joined to the application."""

from fastapi import FastAPI

from api.pages import (
    audit,
    ballot,
    ballot_desk,
    board,
    candidates,
    candidates_public,
    collection,
    collection_decision,
    collection_vote,
    decide,
    deciding,
    deputies_public,
    duty_page,
    figures,
    files,
    inbox,
    inspections,
    lists,
    meetings,
    monthly_suggestions,
    papers,
    pool,
    programme,
    project,
    registers,
    registers_deciding,
    session,
    sign_in,
    stations,
    suggestion,
    suggestions,
    todo,
    topics,
    wish,
    wish_lists,
    wish_poster,
    wish_public,
    wishes,
)
from ledger.accounts import Accounts
from ledger.pool import Pool

ROUTERS = (
    sign_in.router,
    board.router,
    project.router,
    inspections.router,
    programme.router,
    collection.router,
    collection_decision.router,
    papers.router,
    duty_page.router,
    todo.router,
    files.router,
    figures.router,
    decide.router,
    deciding.router,
    inbox.router,
    meetings.router,
    lists.router,
    suggestions.router,
    monthly_suggestions.router,
    suggestion.router,
    collection_vote.router,
    pool.router,
    candidates.router,
    candidates_public.router,
    session.router,
    ballot.router,
    ballot_desk.router,
    deputies_public.router,
    registers_deciding.router,
    registers.router,
    stations.router,
    topics.router,
    audit.router,
    wish_public.router,
    wish_poster.router,
    wishes.router,
    wish_lists.router,
    wish.router,
)


def install(app: FastAPI, pool: Pool) -> None:
    """Add every page, and the accounts that sign in there."""
    app.state.accounts = Accounts(pool)
    for router in ROUTERS:
        app.include_router(router)
