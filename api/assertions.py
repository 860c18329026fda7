"""A system's own signed word (`private_key_jwt`, RFC 7523): read, and believed or not.

Only pinned keys and two algorithms are taken, the key's own (`reliability §4.3`). What an assertion
says of a key (`jku`, `jwk`, `x5u` and the like) is refused, not fetched. Until the signature is
found good, every failure has one answer, so that nobody learns which systems there are.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ledger.door import Ledger
from ledger.machine_keys import KID
from ledger.machine_tokens import Asserted
from ledger.machines import CLIENT, Signing, signing_key

SKEW = timedelta(seconds=60)
LONGEST = timedelta(minutes=10)
"""Between `iat` and `exp`: what is good for longer would be remembered for longer."""
ALGORITHMS = {"OKP": ("EdDSA", "Ed25519"), "EC": ("ES256",)}
"""By the pinned key's type. `Ed25519` is the newer name of the same (RFC 9864)."""
TYPES = ("JWT", "client-authentication+jwt")
_FORM = re.compile(rb"[A-Za-z0-9_-]{2,700}\.[A-Za-z0-9_-]{2,3000}\.[A-Za-z0-9_-]{86}")
_HEADER = {"alg", "kid", "typ"}


class NotBelieved(Exception):
    """The assertion is not taken; the text says why, in Chinese and in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


class _Claims(BaseModel):
    """What an assertion has to say. `aud` is one text: a list could be shown elsewhere too."""

    model_config = ConfigDict(strict=True)

    iss: str = Field(max_length=40)
    sub: str = Field(max_length=40)
    aud: str = Field(max_length=300)
    jti: str = Field(min_length=16, max_length=128, pattern=r"^[!-~]+$")
    iat: int | float
    exp: int | float
    nbf: int | float | None = None


class _Named(BaseModel):
    iss: str = Field(pattern=CLIENT)


_CLAIMS, _NAMED = TypeAdapter(_Claims), TypeAdapter(_Named)


class _Registry(jws.JWSRegistry):
    """Both names of Ed25519 are taken; the library warns of the older one, which systems use."""

    def get_alg(self, name: str) -> Any:
        """One of ours. Raises KeyError for every other."""
        if not any(name in x for x in ALGORITHMS.values()):
            raise KeyError(name)
        return self.algorithms[name]


_REGISTRY = _Registry()


async def believed(ledger: Ledger, assertion: str, audience: str) -> Asserted:
    """Whose word it is, signed with a key of theirs, for us, and now. Raises NotBelieved."""
    raw = assertion.encode("utf-8", "replace")
    if not _FORM.fullmatch(raw):
        raise _nobody()
    try:
        read = jws.extract_compact(raw)
        header, named = read.headers(), _NAMED.validate_json(read.payload)
    except (JoseError, ValueError) as unread:
        raise _nobody() from unread
    kid = header.get("kid")
    if not set(header) <= _HEADER or not isinstance(kid, str) or not KID.fullmatch(kid):
        raise _nobody()
    signing = await signing_key(ledger, named.iss, kid)
    if signing is None or not _signed(read, header, signing.jwk):
        raise _nobody()
    return _for_us(read.payload, header, signing, audience)


def _signed(read: jws.CompactSignature, header: Mapping[str, Any], jwk: Mapping[str, str]) -> bool:
    """Whether the pinned key made it, by that key's own algorithm."""
    if header.get("alg") not in ALGORITHMS[jwk["kty"]]:
        return False
    kind = OKPKey if jwk["kty"] == "OKP" else ECKey
    try:
        return jws.validate_compact(read, kind.import_key(dict(jwk)), registry=_REGISTRY)
    except (JoseError, ValueError):
        return False


def _for_us(payload: bytes, header: Mapping[str, Any], signing: Signing, audience: str) -> Asserted:
    """What is signed, checked: from here on it is the system itself that is told what is wrong."""
    try:
        claims = _CLAIMS.validate_json(payload)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(str(x) for x in first["loc"]) or "claims"
        raise NotBelieved(
            f"断言的 {where} 缺少或不对；需要 iss、sub、aud、jti（16 个字符以上）、iat、exp。",
            f"{where} is missing or wrong; iss, sub, aud, jti (16 or more), iat and exp are needed",
        ) from wrong
    if header.get("typ", "JWT") not in TYPES or claims.iss != claims.sub:
        raise NotBelieved(
            "这不是用来申领令牌的断言：typ 应为 client-authentication+jwt，iss 与 sub 应相同。",
            "no client assertion: typ is client-authentication+jwt, and iss equals sub",
        )
    if claims.aud != audience:
        raise NotBelieved(
            f"aud 应当正好是 {audience}，不能是别的，也不能是列表。",
            f"aud must be exactly {audience}, one text",
        )
    until = _in_time(claims, signing.now)
    return Asserted(claims.sub, str(header["kid"]), claims.jti, until)


def _in_time(claims: _Claims, now: datetime) -> datetime:
    """Until when it may be shown, the clocks' difference included. Raises NotBelieved."""
    try:
        begins, ends, from_ = (
            datetime.fromtimestamp(x, UTC)
            for x in (claims.iat, claims.exp, claims.iat if claims.nbf is None else claims.nbf)
        )
        earliest, latest = max(begins, from_) - SKEW, ends + SKEW
    except (ValueError, OverflowError, OSError) as odd:
        raise NotBelieved("iat、exp、nbf 应为秒数。", "iat, exp and nbf are seconds") from odd
    if ends - begins > LONGEST or ends <= begins:
        raise NotBelieved(
            "断言的有效期（exp 减 iat）应在 10 分钟以内。", "exp is at most 10 minutes after iat"
        )
    if not earliest <= now < latest:
        here = f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        raise NotBelieved(
            f"断言已过期或尚未生效；本系统时间是 {here}，两边时钟相差不能超过 60 秒。",
            f"expired or not yet valid; it is {here} here, and clocks may differ by 60 s",
        )
    return latest


def _nobody() -> NotBelieved:
    return NotBelieved(
        "断言不对：请核对客户端编号、kid、算法（EdDSA 或 ES256）和签名所用的私钥。",
        "the assertion is not good: check client id, kid, algorithm (EdDSA or ES256) and key",
    )
