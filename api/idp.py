"""An identity provider (OpenID Connect): the code flow with PKCE, as a confidential client.

Who somebody is, is issuer and subject, never an address of mail (`reliability §4.3`). State, nonce
and verifier are made here and kept by `ledger.entries`, never in the browser. What the provider
does not say of a second factor, there was not (ASVS 6.8.4).
"""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx2
import structlog

from api.configured import IdpConfigured
from domain.refusals import Refused

if TYPE_CHECKING:
    from authlib.integrations.starlette_client import StarletteOAuth2App

ALGORITHMS = ("EdDSA", "ES256", "ES384", "PS256", "RS256")
"""With which a word of the provider may be signed: asymmetric ones only."""
SKEW = 60
"""Seconds by which clocks may differ."""
KEPT = 3600
"""Seconds for which its keys and addresses are kept."""
FRESH = 60
"""How old what it says was shown may be, in seconds, to count as shown just now."""
_PATIENCE = 10.0
log = structlog.get_logger("sign_in")


class IdpRefused(Refused):
    """The provider cannot be reached, or what it said does not hold."""

    def __init__(self) -> None:
        super().__init__(
            "统一认证没有通过，没有登录。再试一次；还不行，告诉系统管理员。",
            "the identity provider's answer was refused; nobody was signed in.",
        )


class Asked(NamedTuple):
    """A question on its way: all but the address stays on our side."""

    url: str
    state: str
    nonce: str
    verifier: str


class Said(NamedTuple):
    """Whom the provider means."""

    issuer: str
    subject: str
    second: bool
    """Whether it says that two factors were shown."""
    at: float | None
    """When it says that they were, in seconds since 1970."""

    def fresh(self, now: float) -> bool:
        """Whether that was just now."""
        return self.at is not None and -SKEW <= now - self.at <= FRESH


class Idp:
    """The provider, asked by the library that keeps to the standard."""

    def __init__(
        self, configured: IdpConfigured, transport: httpx2.AsyncBaseTransport | None = None
    ) -> None:
        self.configured = configured
        self._transport = transport
        self._made: tuple[float, StarletteOAuth2App] | None = None

    @property
    def zh(self) -> str:
        """What people call it."""
        return self.configured.zh

    async def ask(self, *, again: bool = False) -> Asked:
        """Where to send the browser. `again`: it has to ask the person anew. Raises IdpRefused."""
        more = {"max_age": "0", "prompt": "login"} if again else {}
        try:
            app = await self._app()
            found = await app.create_authorization_url(
                self.configured.callback, response_type="code", **more
            )
        except Exception as error:  # whatever the other side does, nobody is signed in
            raise _refused("ask", error) from error
        return Asked(found["url"], found["state"], found["nonce"], found["code_verifier"])

    async def said(self, code: str, nonce: str, verifier: str) -> Said:
        """Whom it means by this code. Raises IdpRefused."""
        try:
            app = await self._app()
            token = await app.fetch_access_token(
                redirect_uri=self.configured.callback, code=code, code_verifier=verifier
            )
            claims = await app.parse_id_token(
                token, nonce=nonce, claims_options=self._claims(), leeway=SKEW
            )
            return self._read(claims)
        except Exception as error:  # the same
            raise _refused("answer", error) from error

    async def _app(self) -> "StarletteOAuth2App":
        """The library's client, with addresses and keys that are at most an hour old.

        Raises ValueError where the provider's description is another's.
        """
        if self._made is not None and time.monotonic() - self._made[0] < KEPT:
            return self._made[1]
        from authlib.integrations.starlette_client.apps import StarletteOAuth2App

        own = self.configured
        app = StarletteOAuth2App(
            None,
            name="idp",
            client_id=own.client_id,
            client_secret=own.client_secret.get_secret_value(),
            server_metadata_url=f"{own.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid",
                "code_challenge_method": "S256",
                "timeout": _PATIENCE,
                "trust_env": False,
                **({"transport": self._transport} if self._transport else {}),
            },
        )
        _checked(await app.load_server_metadata(), own.issuer)
        self._made = time.monotonic(), app
        return app

    def _claims(self) -> dict[str, Any]:
        own = self.configured
        return {
            "iss": {"essential": True, "value": own.issuer},
            "aud": {"essential": True, "value": own.client_id},
        }

    def _read(self, claims: Mapping[str, Any] | None) -> Said:
        if claims is None:
            raise ValueError("no id_token")
        subject = claims["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise ValueError("sub")
        shown = {*(claims.get("amr") or ()), claims.get("acr")}
        at = claims.get("auth_time")
        return Said(
            claims["iss"],
            subject,
            not shown.isdisjoint(self.configured.second),
            float(at) if isinstance(at, int | float) else None,
        )


def _checked(told: dict[str, Any], issuer: str) -> None:
    """Raises ValueError unless it is this issuer's own description, over safe lines (ASVS 10.5.3).

    Only algorithms of ours are left in it: the library takes those that stand there.
    """
    if told.get("issuer") != issuer:
        raise ValueError("another issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not _safe(str(told.get(name, "")), issuer):
            raise ValueError(name)
    named = told.get("id_token_signing_alg_values_supported") or ["RS256"]
    known = [x for x in named if x in ALGORITHMS]
    if not known:
        raise ValueError("algorithms")
    told["id_token_signing_alg_values_supported"] = known
    told.pop("jwks", None)


def _safe(url: str, issuer: str) -> bool:
    """Encrypted; or where the operator has named an issuer on this machine, as that one is."""
    return url.startswith("https://") or (
        issuer.startswith("http://") and url.startswith("http://")
    )


def _refused(what: str, error: Exception) -> IdpRefused:
    log.warning("idp_refused", what=what, error=type(error).__name__, reason=str(error)[:200])
    return IdpRefused()
