"""A public key as it is pinned: checked once when it is registered, written the same for ever."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import BaseModel, TypeAdapter, ValidationError

from domain.base import refuse_unless
from domain.refusals import Malformed

MOST = 4
"""Keys of a client in force at once: the present one, the next, and two of a stand-by."""
_KINDS = {("OKP", "Ed25519"): ("EdDSA", ("x",)), ("EC", "P-256"): ("ES256", ("x", "y"))}
"""By type and curve: the algorithm, and the coordinates of 32 bytes (`reliability §4.3`)."""
KID = re.compile(r"[A-Za-z0-9._~-]{1,100}", re.ASCII)
_BASE64 = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


class _Keys(BaseModel):
    keys: list[dict[str, Any]]


_KEYS = TypeAdapter(_Keys)
_KEY: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


class Pinned(NamedTuple):
    """A key that may sign assertions."""

    kid: str
    algorithm: str
    thumbprint: str
    """RFC 7638, SHA-256: what two people compare by telephone."""
    text: str
    """Its public members alone, as they are kept."""


def pinned(key: Mapping[str, Any]) -> Pinned:
    """Check a JWK. Raises Malformed for a private key, another kind, or one that is damaged."""
    refuse_unless(
        "d" not in key and "k" not in key,
        "文件里有私钥。请只交公钥；这把私钥已经给别人看过，请另生成一对。",
        "the file holds a private key: hand in the public half, and make a new pair.",
    )
    algorithm, names = _KINDS.get((str(key.get("kty")), str(key.get("crv"))), ("", ()))
    refuse_unless(
        algorithm != "" and key.get("use", "sig") == "sig",
        "公钥应为 Ed25519（EdDSA）或 P-256（ES256）的签名公钥，JWK 格式。",
        "the key must be an Ed25519 (EdDSA) or P-256 (ES256) signature key, as a JWK.",
    )
    public = {"crv": key["crv"], "kty": key["kty"]} | {x: _coordinate(key, x) for x in names}
    _on_the_curve(public)
    refuse_unless(
        key.get("alg", algorithm) in (algorithm, *(("Ed25519",) if algorithm == "EdDSA" else ())),
        f"公钥写明的算法与它的类型不符，应为 {algorithm}。",
        f"the key says another algorithm than its kind has: {algorithm}.",
    )
    thumbprint = _thumbprint(public)
    kid = key.get("kid", thumbprint)
    refuse_unless(
        isinstance(kid, str) and KID.fullmatch(kid) is not None,
        "公钥的 kid 只能用字母、数字和 . _ ~ -，最多 100 个字符。",
        "a key's kid has letters, digits and . _ ~ - only, at most 100.",
    )
    return Pinned(str(kid), algorithm, thumbprint, json.dumps(public, sort_keys=True))


def keys_in(text: bytes) -> tuple[Mapping[str, Any], ...]:
    """The keys of a file: one JWK, or a JWKS. Raises Malformed."""
    try:
        found = _KEY.validate_json(text)
        return tuple(_KEYS.validate_python(found).keys) if "keys" in found else (found,)
    except ValidationError:
        raise Malformed(
            "读不懂公钥文件，应为 JWK 或 JWKS（JSON）。", "the key file is no JWK and no JWKS."
        ) from None


def _coordinate(key: Mapping[str, Any], name: str) -> str:
    value = key.get(name)
    refuse_unless(
        isinstance(value, str) and _BASE64.fullmatch(value) is not None,
        f"公钥的 {name} 不完整，请重新导出。",
        f"the key's {name} is not whole; export it again.",
    )
    return str(value)


def _on_the_curve(public: Mapping[str, str]) -> None:
    """A point beside the curve would let somebody else sign."""
    x, y = (_number(public.get(name, "")) for name in ("x", "y"))
    try:
        if public["kty"] == "EC":
            ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    except ValueError as beside:
        raise Malformed(
            "公钥不在 P-256 曲线上，请重新导出。", "the key is no point of P-256; export it again."
        ) from beside


def _number(coordinate: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(f"{coordinate}="), "big") if coordinate else 0


def _thumbprint(public: Mapping[str, str]) -> str:
    """The members in order, without spaces (RFC 7638 §3)."""
    said = json.dumps(public, sort_keys=True, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(hashlib.sha256(said).digest()).decode().rstrip("=")
