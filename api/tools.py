"""What the routes work with, put together once by the composition root."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, cast

from fastapi import Depends, Request
from temporalio.client import Client

from api.file_rules import RULES, Rules
from api.proof import Proof
from api.rates import Rates
from api.refused import RefusedBook
from api.store import EvidenceStore
from ledger.door import Ledger
from ledger.log.note import Verifier
from ledger.past import Houses
from ledger.tokens import Tokens
from ledger.uploads import Uploads


@dataclass(frozen=True)
class Tools:
    """The ledger and what stands around it."""

    ledger: Ledger
    tokens: Tokens
    uploads: Uploads
    store: EvidenceStore
    houses: Houses
    """The houses of the past; whoever made the tools closes them."""
    heart: Ledger
    """The ledger that beats in this process, and so knows the database's time."""
    temporal: Client | None = None
    """None, or a lazy client: only the live status and the health page ask it."""
    tour: Path | None = None
    """Where a running demonstration notes how far it is."""
    proxies: int = 0
    """How many proxies of our own stand before us and say where a request comes from."""
    paper_template: Path | None = None
    """The office's own Word template; None: ours."""
    refused: RefusedBook | None = None
    """Where it is kept who tried in vain; None: nowhere."""
    witnesses: tuple[Verifier, ...] = ()
    """Who may cosign our checkpoints."""
    proof: Proof = field(default_factory=Proof)
    """What people have to show of themselves, and the key for what they show it with."""
    rates: Rates | None = None
    """How often one caller may ask; None: nothing is counted."""
    audience: str | None = None
    """For whom a system's assertions are meant; None: the installation's own name."""
    rules: Rules = RULES
    """What the installation has set about files."""
    inside: bool = False
    """Whether this is the sample's application, beside the record's."""


def given_tools(request: Request) -> Tools:
    """The tools that the application was made with."""
    return cast("Tools", request.app.state.tools)


async def present_tools(request: Request) -> Tools:
    """`given_tools` for a route; what is no coroutine would be sent through a thread."""
    return given_tools(request)


async def tools_of(request: Request) -> Tools:
    """The tools for this request: in the past, a ledger that stands there, and no clock."""
    tools = given_tools(request)
    past: Ledger | None = getattr(request.state, "ledger", None)
    return tools if past is None else replace(tools, ledger=past, temporal=None)


WithTools = Annotated[Tools, Depends(tools_of)]
WithPresent = Annotated[Tools, Depends(present_tools)]
"""For what is of today whatever one looks at: who calls, and whether he may."""
