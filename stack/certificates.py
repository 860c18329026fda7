"""An authority of this installation's own, what it certifies, and the tokens that go with it.

For the inside only: Temporal's server and our processes show each other these certificates, and
Temporal's authoriser reads the tokens (docs/operations.md). What browsers see is the proxy's, of a
public authority. Keys are P-256, signatures ES256 with SHA-256.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from joserfc import jwt
from joserfc.jwk import ECKey

from stack import folder

YEARS = timedelta(days=365)
"""For how long a certificate and a token hold; then the command is run again."""
AUTHORITY_YEARS = 10 * YEARS
USAGES = (ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH)


class Authority(NamedTuple):
    """Who certifies: its certificate, and the key that should lie elsewhere afterwards."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def authority_at(place: Path, now: datetime) -> Authority:
    """The authority of a folder; made where there is none. Raises OSError, ValueError."""
    paper, secret = place / "ca.crt", place / "ca.key"
    if paper.exists():
        key = serialization.load_pem_private_key(secret.read_bytes(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError(
                f"{secret}: 不是本命令生成的密钥。 Not a key of this command's making."
            )
        return Authority(x509.load_pem_x509_certificate(paper.read_bytes()), key)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bihuan authority")])
    made = (
        _about(name, name, key, now, AUTHORITY_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(place, "ca", made, key)
    return Authority(made, key)


def certify(place: Path, by: Authority, name: str, hosts: Sequence[str], now: datetime) -> None:
    """Write `name`.crt and `name`.key: one that serves under these hosts, or calls."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        _about(subject, by.certificate.subject, key, now, YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([_host(x) for x in hosts]), critical=False)
        .add_extension(x509.ExtendedKeyUsage(USAGES), critical=False)
    )
    _write(place, name, builder.sign(by.key, hashes.SHA256()), key)


def tokens(place: Path, permissions: dict[str, list[str]], now: datetime) -> None:
    """Write a token for each name, and `jwks.json`, by which they are verified; the key that signs
    them is kept nowhere, so that new ones take the old ones' force."""
    key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)
    for name, may in permissions.items():
        claims = {
            "sub": name,
            "iat": int(now.timestamp()),
            "exp": int((now + YEARS).timestamp()),
            "permissions": may,
        }
        header = {"alg": "ES256", "kid": key.kid}
        folder.write(place / f"{name}.token", jwt.encode(header, claims, key))
    public = {"keys": [key.as_dict(private=False)]}
    (place / "jwks").mkdir(exist_ok=True)
    (place / "jwks" / "jwks.json").write_text(json.dumps(public, indent=1) + "\n")


def _about(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    holds: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - timedelta(minutes=5))
        .not_valid_after(now.astimezone(UTC) + holds)
    )


def _host(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _write(place: Path, name: str, made: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> None:
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, *form)
    folder.write(place / f"{name}.key", secret.decode())
    (place / f"{name}.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
