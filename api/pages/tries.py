"""How often somebody may try to sign in or to show who he is: by account and by address."""

import structlog
from fastapi import Request

from api.address import address_of
from api.problems import Problem
from api.tools import Tools
from ledger.login_tries import AN_ACCOUNT, AN_ADDRESS, Bucket, LoginTries

log = structlog.get_logger("sign_in")


async def count_try(request: Request, tools: Tools, login: str) -> None:
    """Count it before anything is looked at. Raises Problem 429, in seconds."""
    wait = await LoginTries(tools.ledger.pool).count(*_buckets(request, tools, login))
    if wait is not None:
        log.info("tries_limited", seconds=wait)
        raise Problem(
            "too-many",
            f"试得太快，{wait}秒后再试。",
            f"Too many tries; try again in {wait} seconds.",
            headers={"Retry-After": str(wait)},
        )


async def forgive_try(request: Request, tools: Tools, login: str) -> None:
    """It was right: whoever gets in uses up nothing."""
    await LoginTries(tools.ledger.pool).forgive(*_buckets(request, tools, login))


def _buckets(request: Request, tools: Tools, login: str) -> tuple[Bucket, Bucket]:
    address = address_of(request, tools.proxies)
    mine = login.strip().lower()[:64]
    return Bucket(f"login {mine}", AN_ACCOUNT), Bucket(f"address {address}", AN_ADDRESS)
