"""Views of the board under names of one's own: kept, opened as links, dropped."""

from urllib.parse import parse_qs
from uuid import UUID

from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from api.pages.board_view import View
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.signed import Posted, WithSigned
from api.problems import not_found
from api.tools import Tools, WithTools
from ledger.readings import by_pinyin
from ledger.saved_views import SavedView, SavedViews

router = page_router()


async def views_of(signed: Signed, tools: Tools) -> list[SavedView]:
    """What one keeps, by pinyin."""
    kept = await SavedViews(tools.ledger.pool).of(signed.account.id)
    return sorted(kept, key=lambda x: by_pinyin(x.name))


@router.post("/board/views")
async def keep(signed: WithSigned, form: Posted, tools: WithTools) -> Response:
    """Keep the view that the form was shown with."""
    view = _view(str(form.get("view", "")))
    await SavedViews(tools.ledger.pool).keep(
        signed.account.id, str(form.get("name", "")), view.query()
    )
    return RedirectResponse(view.with_(), 303)


@router.post("/board/views/{kept}/removal")
async def drop(kept: UUID, signed: WithSigned, form: Posted, tools: WithTools) -> Response:
    """Forget one's own view."""
    await SavedViews(tools.ledger.pool).drop(signed.account.id, kept)
    return RedirectResponse(_view(str(form.get("view", ""))).with_(), 303)


def _view(query: str) -> View:
    """Read as an address is, and written anew: nothing else is ever kept. Raises Problem 404."""
    told = parse_qs(query[:8000])
    several = {name for name, x in View.model_fields.items() if x.default == ()}
    try:
        return View.model_validate({x: y if x in several else y[-1] for x, y in told.items()})
    except ValidationError as error:
        raise not_found() from error
