"""A unit's own system, as its makers would write it: a key pair, and assertions signed with it."""

import time
import warnings
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx2
from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey

from api.machine_token import ASSERTION
from ledger.door import Ledger
from ledger.machines import SCOPES, NewClient, Registered, Scope, add_client, audience_of

Pair = OKPKey | ECKey


def new_pair(kind: str = "EdDSA", kid: str = "2023-1") -> Pair:
    """A key pair of its own."""
    named: Any = {"kid": kid}
    return (
        OKPKey.generate_key("Ed25519", named)
        if kind == "EdDSA"
        else ECKey.generate_key("P-256", named)
    )


def public(pair: Pair) -> dict[str, Any]:
    """What its makers hand to the administrator."""
    return dict(pair.as_dict(private=False))


class System:
    """The unit's system: knows its key, its name and whom it speaks to."""

    def __init__(self, http: httpx2.AsyncClient, client: str, pair: Pair, audience: str) -> None:
        self.http, self.client, self.pair, self.audience = http, client, pair, audience

    def assertion(self, head: Mapping[str, Any] | None = None, **claims: Any) -> str:
        """Signed as it should be, but for what is told; None leaves a claim out."""
        now = int(time.time())
        said: dict[str, Any] = {
            "iss": self.client,
            "sub": self.client,
            "aud": self.audience,
            "jti": uuid4().hex,
            "iat": now,
            "exp": now + 300,
        }
        algorithm = "EdDSA" if isinstance(self.pair, OKPKey) else "ES256"
        header = {"alg": algorithm, "kid": self.pair.kid, **(head or {})}
        kept = {x: y for x, y in {**said, **claims}.items() if y is not None}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library prefers the newer name of EdDSA
            return jwt.encode(header, kept, self.pair, algorithms=[header["alg"]])

    async def ask(self, assertion: str | None = None, **fields: str) -> httpx2.Response:
        """The token endpoint."""
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION,
            "client_assertion": assertion or self.assertion(),
            **fields,
        }
        return await self.http.post("/api/v1/token", data=form)

    async def token(self, **fields: str) -> str:
        """A new access token."""
        answer = await self.ask(**fields)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])


async def registered(
    ledger: Ledger,
    http: httpx2.AsyncClient,
    party: str,
    region: str | None,
    *,
    client: str = "fire-oa",
    pair: Pair | None = None,
    scopes: tuple[Scope, ...] = SCOPES,
) -> tuple[System, Registered]:
    """A unit's system whose key the administrator has pinned."""
    own = pair or new_pair()
    new = NewClient(client, party, region, "办公系统", (public(own),), "test", scopes)
    known = await add_client(ledger, new)
    return System(http, client, own, await audience_of(ledger)), known
