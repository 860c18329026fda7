"""Doing an act on a page: the form, who is affected where that is asked, and the record.

Whoever the interface takes the act from may do it here; to all others there is no such page.
"""

import json
from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.pages.acts.act import Act, Context, Endpoint, Known
from api.pages.acts.fields import Field
from api.pages.acts.looking import Looked, Looking
from api.pages.acts.reading import Amiss, from_problem, read, rows_in, values_of
from api.pages.files import taken
from api.pages.recording import key_of, new_key
from api.pages.render import page
from api.pages.rights import Signed
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned, check
from api.pages.step_up import demand_fresh
from api.problems import Problem, not_found
from api.refusals import problem_of
from api.tools import Tools, WithTools
from api.where import stream_in
from api.writing import Write
from domain.calendar import day_of
from domain.refusals import NotYours, Refused, Unknown
from ledger.queries.titles import titles_of

PREFIX = "/do"
_OURS = frozenset({"form_token", "key", "step", "more"})


class Wrong(Exception):
    """Nothing was recorded: why, and which fields."""

    def __init__(self, status: int, zh: str, errors: Mapping[str, str] = {}) -> None:
        super().__init__(zh)
        self.status, self.zh, self.errors = status, zh, errors


class Doing:
    """The two routes of one act."""

    def __init__(self, act: Act, endpoint: Endpoint) -> None:
        self.act, self.endpoint = act, endpoint

    async def show(
        self, request: Request, signed: WithSigned, tools: WithTools, **given: Any
    ) -> Response:
        """The form."""
        await self._may(request, signed, tools)
        return await self._shown(request, signed, tools, FormData(), None)

    async def do(
        self, request: Request, signed: WithSigned, tools: WithTools, form: Posted, **given: Any
    ) -> Response:
        """The act; what is refused is said on the form, with all that was filled in."""
        await self._may(request, signed, tools)
        files = await self._files(request, signed, tools, form)
        if "more" in form:
            return await self._shown(request, signed, tools, form, None, files)
        looks = self.act.looks and form.get("step") != "confirm"
        if self.act.weighty and not looks:
            await demand_fresh(request, signed)
        try:
            write = (Looking if looks else Write)(request, tools, key_of(form))
            answer = await self._called(request, signed, tools, form, files, write, given)
        except Looked as looked:
            return await self._looked(request, signed, tools, form, files, looked)
        except Wrong as wrong:
            return await self._shown(request, signed, tools, form, wrong, files)
        said = json.loads(bytes(answer.body))
        if answer.status_code == 202:  # it waits for a second person, on a page of its own
            return RedirectResponse(f"{said['proposal']}?done=1", 303)
        done = said.get("version", 1)
        return RedirectResponse(f"{self._back(request)}?done={done}", 303)

    async def _may(self, request: Request, signed: Signed, tools: Tools) -> None:
        await self.endpoint.may(request, signed, tools)
        stream = stream_in(request)
        if stream is not None:
            check(signed, "do", await _state(stream, tools))

    async def _called(  # all that a handler is given
        self,
        request: Request,
        signed: Signed,
        tools: Tools,
        form: FormData,
        files: Mapping[str, list[str]],
        write: Write,
        given: Mapping[str, Any],
    ) -> Response:
        body = {}
        if self.endpoint.shape is not None:
            known = await self._known(request, signed, tools)
            fields = self.endpoint.shape.fields(known.given, rows_in(form))
            try:
                body = {
                    self.endpoint.body: read(self.endpoint.shape, fields, form, files, known.given)
                }
            except Amiss as amiss:
                raise Wrong(422, "有几处没有填对，请按各栏的提示改正。", amiss.errors) from amiss
        try:
            answer: Response = await self.endpoint.call(
                **given, **body, caller=signed, write=write, tools=tools
            )
        except (NotYours, Unknown):
            raise
        except Refused as refused:
            raise Wrong(problem_of(refused).status_code, refused.zh) from refused
        except Problem as problem:
            if problem.status_code in (403, 404):
                raise not_found() from problem
            raise Wrong(problem.status_code, problem.zh, from_problem(problem)) from problem
        return answer

    async def _files(
        self, request: Request, signed: Signed, tools: Tools, form: FormData
    ) -> dict[str, list[str]]:
        """The files of every field that takes some, by their hashes."""
        named = {x.removeprefix("files.") for x in form if x.startswith("files.")}
        found = {}
        for name in sorted(named):
            kept = await taken(form, signed, tools, key_of(form), (name, f"files.{name}"))
            found[name] = [x.sha256 for x in kept]
        return found

    async def _known(self, request: Request, signed: Signed, tools: Tools) -> Known:
        stream = stream_in(request)
        state = await _state(stream, tools) if stream else None
        today = day_of(await tools.ledger.now())
        context = Context(request.path_params, state, today, signed, tools)
        return await self.act.setting(context)

    async def _shown(  # what a page is made of
        self,
        request: Request,
        signed: Signed,
        tools: Tools,
        form: FormData,
        wrong: Wrong | None,
        files: Mapping[str, list[str]] = {},
    ) -> Response:
        known = await self._known(request, signed, tools)
        shape = self.endpoint.shape
        fields: tuple[Field, ...] = shape.fields(known.given, rows_in(form)) if shape else ()
        standing = {x: [y] for x, y in known.given.values.items()}
        hashes = [x for found in files.values() for x in found]
        names = await tools.uploads.of(signed, hashes) if hashes else {}
        return page(
            "act.html",
            signed,
            await tools.ledger.now(),
            here="/",
            sample=await sample_shown(tools),
            status=wrong.status if wrong else 200,
            act=self.act,
            facts=known.facts,
            fields=fields,
            labels=_labels(fields),
            values=values_of(form) if form else standing,
            errors=wrong.errors if wrong else {},
            refused=wrong.zh if wrong else None,
            files=files,
            file_names={x: y.name for x, y in names.items()},
            action=request.url.path,
            back=self._back(request),
            key=new_key(),
        )

    async def _looked(  # what a page is made of
        self,
        request: Request,
        signed: Signed,
        tools: Tools,
        form: FormData,
        files: Mapping[str, list[str]],
        looked: Looked,
    ) -> Response:
        kept = {x: y for x, y in values_of(form).items() if x not in _OURS}
        return page(
            "act_look.html",
            signed,
            await tools.ledger.now(),
            here="/",
            sample=await sample_shown(tools),
            act=self.act,
            titles=await titles_of(tools.ledger, [x.stream for x in looked.moved]),
            looked=looked,
            two=self.act.takes_two(signed, tools) and kept.get("granted") != ["false"],
            kept={**kept, **files, **{f"files.{x}": [""] for x in files}},
            action=request.url.path,
            key=new_key(),
        )

    def _back(self, request: Request) -> str:
        if self.act.back:
            return self.act.back.format(**request.path_params)
        for end in ("/duties/", "/changes", "/steps", "/opinions", "/breaches"):
            if end == "/duties/" and end in request.url.path:
                return request.url.path.removeprefix(PREFIX).rpartition("/")[0]
        kind, name = self.act.path.split("/")[1], next(iter(request.path_params.values()), "")
        return f"/{kind}/{name}"


async def _state(stream: str, tools: Tools) -> Any:
    try:
        return (await tools.ledger.standing(stream)).state
    except Unknown as error:
        raise not_found() from error


def _labels(fields: tuple[Field, ...]) -> dict[str, str]:
    """Each field's own words by its name, those within others too."""
    return {y: zh for x in fields for y, zh in ((x.name, x.zh), *_labels(x.parts).items())}
