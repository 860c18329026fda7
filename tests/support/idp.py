"""An identity provider of our own: discovery, keys, a code flow that insists on PKCE, and lies.

It signs in whoever `person` says, without asking. `lie` changes a word before it is signed; the
other switches break what a client has to notice.
"""

import json
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

ISSUER = "https://sso.test"
CLIENT, CLIENT_SECRET = "bihuan", "the client's own secret"
CALLBACK = "https://bihuan.test/login/oidc/back"
Claims = dict[str, Any]


def _key(name: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": name, "use": "sig", "alg": "ES256"})


@dataclass
class Provider:
    """The provider's state, and what a test changes of it."""

    person: str = "user-1"
    amr: list[str] = field(default_factory=lambda: ["pwd", "mfa"])
    shown: float = 0.0
    """Seconds since the person showed who he is; a client that asks again gets 0."""
    lie: Callable[[Claims], Claims] = lambda x: x
    described: dict[str, Any] = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: _key("one"))
    published: ECKey | None = None
    """The key that is published, where it is not the one that signs."""
    algorithm: str = "ES256"
    without_id_token: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens_asked: int = 0

    def app(self) -> Starlette:
        """Its pages."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.describe),
                Route("/keys", self.keys),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
            ]
        )

    async def describe(self, _request: Request) -> Response:
        """What OpenID Connect Discovery asks for."""
        told = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
            "code_challenge_methods_supported": ["S256"],
        }
        return JSONResponse({**told, **self.described})

    async def keys(self, _request: Request) -> Response:
        """The public half."""
        return JSONResponse(KeySet([self.published or self.key]).as_dict(private=False))

    async def authorize(self, request: Request) -> Response:
        """The person is signed in at once and sent back with a code."""
        asked = dict(request.query_params)
        assert asked["redirect_uri"] == CALLBACK
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT
        self.asked.append(asked)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": ISSUER}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", 303)

    async def token(self, request: Request) -> Response:
        """The code, once, for who holds its verifier and the client's secret."""
        self.tokens_asked += 1
        form = await request.form()
        asked = self.codes.pop(str(form["code"]), None)
        verifier = sha256(str(form.get("code_verifier", "")).encode()).digest()
        challenge = urlsafe_b64encode(verifier).decode().rstrip("=")
        ours = request.headers.get("authorization", "").startswith("Basic ")
        if asked is None or challenge != asked["code_challenge"] or not ours:
            return JSONResponse({"error": "invalid_grant"}, 400)
        found = {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer"}
        if not self.without_id_token:
            found["id_token"] = self._signed(asked)
        return JSONResponse(found)

    def _signed(self, asked: dict[str, str]) -> str:
        now = time.time()
        said = {
            "iss": ISSUER,
            "sub": self.person,
            "aud": CLIENT,
            "iat": int(now),
            "exp": int(now) + 300,
            "auth_time": int(now if "max_age" in asked else now - self.shown),
            "nonce": asked["nonce"],
            "amr": self.amr,
            "email": "same@example.gov.cn",
        }
        header = {"alg": self.algorithm, "kid": "one"}
        if self.algorithm == "none":
            parts = (json.dumps(x).encode() for x in (header, self.lie(said)))
            return ".".join(urlsafe_b64encode(x).decode().rstrip("=") for x in parts) + "."
        key = OctKey.import_key(CLIENT_SECRET) if self.algorithm == "HS256" else self.key
        return jwt.encode(header, self.lie(said), key, algorithms=[self.algorithm])
