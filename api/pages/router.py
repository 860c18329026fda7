"""Routes whose refusals are pages: the same words as problem+json, and a way on."""

from fastapi import APIRouter
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.json_route import Handler
from api.pages.asking_why import asking_why
from api.pages.look import LOOK, look_of
from api.pages.render import refusal_page
from api.pages.signed import SignInFirst, hand_over
from api.pages.step_up import StepUp, step_up_page
from api.problems import Problem, not_found
from api.purpose import TellWhy
from api.refusals import problem_of
from domain.refusals import Refused


class PageRoute(APIRoute):
    """Answers what is refused as a page."""

    def get_route_handler(self) -> Handler:
        """The framework's handler within our answers."""
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            LOOK.set(look_of(request))
            answer = await said(request)
            if renewed := getattr(request.state, "renewed", None):
                hand_over(answer, renewed)
            return answer

        async def said(request: Request) -> Response:
            try:
                return await handle(request)
            except (TellWhy, SignInFirst, StepUp) as first:
                return _before(request, first)
            except Refused as refusal:
                return refusal_page(request, problem_of(refusal), refusal.zh)
            except (RequestValidationError, HTTPException) as error:
                known = error if isinstance(error, Problem) else not_found()
                return refusal_page(request, known)

        return answered


def _before(request: Request, first: TellWhy | SignInFirst | StepUp) -> Response:
    """What somebody has to say or show before he is answered."""
    match first:
        case TellWhy():
            return asking_why(request)
        case StepUp():
            return step_up_page(request, first)
        case SignInFirst() if "hx-request" in request.headers:
            return Response(status_code=401)  # a part of a page is no place to sign in
        case SignInFirst():
            return RedirectResponse(first.at, 303)


def page_router() -> APIRouter:
    """A router of pages; they are not part of the interface description."""
    return APIRouter(route_class=PageRoute, include_in_schema=False)
