"""How much a reader may take at once: a congress's data whole, a province's place by place."""

from api.problems import Problem, not_found
from api.public.shape import PublicProject
from api.public.shelf import MOST, public_projects
from api.tools import Tools
from ledger.queries.opened import stamps


async def taken(tools: Tools, region: str | None, programme: str | None) -> list[PublicProject]:
    """The projects of a region or list. Raises Problem 404, and 422 for too many at once."""
    if region is None and programme is None:
        raise narrower()
    found = await stamps(tools.ledger, region=region, programme=programme, limit=MOST + 1)
    if not found:
        raise not_found()
    if len(found) > MOST:
        raise narrower()
    return await public_projects(tools, region=region, programme=programme)


def narrower() -> Problem:
    """Too much was asked for at once."""
    return Problem(
        "invalid",
        f"请选一个地方或一份清单（region 或 list），一次最多取{MOST}个项目。",
        f"Name a region or a list; at most {MOST} projects are taken at once.",
    )
