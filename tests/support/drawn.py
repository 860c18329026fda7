"""Requests drawn from the description: valid ones at what there is, and broken ones.

Drawn once, and the same in every run, so that each can be sent as every role.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, NamedTuple

import httpx2
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS: Any = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
KEY, GOOD = "Idempotency-Key", re.compile("[!-~]{1,200}")
BASE = "http://bihuan"
_KEYS = count(1)


class Drawn(NamedTuple):
    """One request, before anybody has sent it."""

    operation: str
    """As its line of the matrix names it."""
    kind: str
    case: Any
    sent: Any
    """As it is prepared for a socket."""

    def request(self, headers: Mapping[str, str]) -> dict[str, Any]:
        """What a client is asked to send, byte for byte as over a socket. A key that is one is
        made new: a used one would hide what else there is to refuse."""
        told = {x: y for x, y in self.sent.headers.items() if x != "Authorization"}
        if GOOD.fullmatch(told.get(KEY, "")):
            told[KEY] = f"drawn-{next(_KEYS)}"
        return {
            "method": self.sent.method,
            "url": self.sent.url,
            "content": self.sent.body,
            "headers": {**told, **headers},
        }

    def fault(self, answer: httpx2.Response) -> str:
        """What of the answer is not as it is described; empty if nothing is."""
        try:
            self.case.validate_response(answer, checks=CHECKS)
        except FailureGroup as found:
            return " ".join(str(x) for x in found.exceptions)[:900]
        return ""


def drawn(described: dict[str, Any], at: Mapping[str, str]) -> Iterator[Drawn]:
    """A few requests to every operation; `at` names what there is.

    The addresses of a duty are one function, there for each kind of stream, with its period and
    without: one of them is asked whole, the others at what there is.
    """
    there_are: Iterator[Any] = schemathesis.openapi.from_dict(described).get_all_operations()
    for one in (x.ok() for x in there_are):
        method, _, path = one.label.partition(" ")
        there = {x: at[x] for x in re.findall(r"{(\w+)}", path) if x in at}
        kinds = {"there": one.as_strategy(**({"path_parameters": there} if there else {}))}
        if "/duties/" not in path or "/projects/{project}/duties/{line}/{p" in path:
            kinds["broken"] = one.as_strategy(generation_mode=GenerationMode.NEGATIVE)
        for kind, strategy in kinds.items():
            try:
                case = _one(strategy)
            except Unsatisfiable:  # what takes nothing cannot be sent anything wrong
                continue
            told = case.as_transport_kwargs(base_url=BASE)
            name = f"{method} {path.removeprefix('/api/v1')}"
            yield Drawn(name, kind, case, requests.Request(**told).prepare())


def _one(strategy: Any) -> Any:
    """The second example: the first is the emptiest there is."""
    kept = []

    @settings(
        max_examples=2,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def keep(case: Any) -> None:
        kept.append(case)

    keep()
    return kept[-1]
