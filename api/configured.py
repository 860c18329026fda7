"""What an operator says of signing in. Light, so that settings cost no command its start."""

from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, SecretStr, model_validator

Asked = Literal["weighty", "sign_in", "off"]
"""When a second factor is asked of who has none yet: before the first weighty act, already at
signing in, or never. Who has one shows it at every signing in."""
ROLES = ("auditor", "committee_clerk", "committee_lead", "rule_admin")
"""Of whom it is asked (`reliability §4.3`)."""


_HERE = ("http://127.0.0.1:", "http://localhost:")
"""A trial on one machine needs no certificate."""


class IdpConfigured(BaseModel, frozen=True):
    """The identity provider."""

    issuer: str
    client_id: str
    client_secret: SecretStr
    callback: str
    """Our address to come back to, whole, as it is registered there: …/login/oidc/back"""
    zh: str = "统一身份认证"
    second: tuple[str, ...] = ("mfa",)
    """Words in `amr`, or as `acr`, that say that two factors were shown."""


class SignIn(BaseModel, frozen=True):
    """The settings of signing in, each a variable of the environment."""

    second_factor: Asked = "weighty"
    """When a second factor is asked of who has none yet. Ours."""
    second_factor_roles: tuple[str, ...] = ROLES
    """Of whom it is asked. Ours."""
    factor_key: Path | None = None
    """The file of the key that seals authenticators' secrets; by default in the data folder."""
    oidc_issuer: str | None = None
    """The identity provider, as it calls itself; unset, people sign in here alone."""
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_callback: str | None = None
    oidc_name: str = "统一身份认证"
    oidc_second: tuple[str, ...] = ("mfa",)

    @model_validator(mode="after")
    def _the_provider_is_whole(self) -> Self:
        own = (self.oidc_issuer, self.oidc_client_id, self.oidc_client_secret, self.oidc_callback)
        if any(own) and not all(own):
            raise ValueError(
                "OIDC_ISSUER、OIDC_CLIENT_ID、OIDC_CLIENT_SECRET、OIDC_CALLBACK 要一起设。"
                " Set all four of them, or none."
            )
        for name, url in (("OIDC_ISSUER", self.oidc_issuer), ("OIDC_CALLBACK", self.oidc_callback)):
            if url and not url.startswith(("https://", *_HERE)):
                raise ValueError(f"{name} 要以 https:// 开头。 It has to begin with https://.")
        return self

    @property
    def idp(self) -> IdpConfigured | None:
        """The identity provider, if one is configured."""
        if self.oidc_issuer is None or self.oidc_client_secret is None:
            return None
        return IdpConfigured(
            issuer=self.oidc_issuer,
            client_id=self.oidc_client_id or "",
            client_secret=self.oidc_client_secret,
            callback=self.oidc_callback or "",
            zh=self.oidc_name,
            second=self.oidc_second,
        )
