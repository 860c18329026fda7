"""Temporal behind certificates of both sides: ours are shown, theirs are checked, nothing in clear.

The dev server of the wheel speaks no TLS; before it stands a door of this test's own that does, and
asks for a certificate of the authority, as Temporal's frontend does. That Temporal's own image
reads its variables so is unproven here.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from cryptography import x509
from joserfc import jwt
from joserfc.errors import BadSignatureError
from joserfc.jwk import KeySet
from pydantic import SecretStr, ValidationError
from typer.testing import CliRunner

from cli import app
from settings import Settings
from stack.certificates import authority_at, certify, tokens
from stack.links import temporal_client
from tests.support.clockwork import real_server

ROOT = Path(__file__).parents[2]
NOW = datetime.now(UTC)
OVER = ROOT / "docs" / "operations" / "compose.mtls.yml"


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `bihuan certificates` writes."""
    place = tmp_path_factory.mktemp("tls")
    said = CliRunner().invoke(app, ["certificates", str(place)])
    assert said.exit_code == 0, said.output
    return place


def linked(papers: Path, address: str, **other: object) -> Settings:
    given = {
        "temporal_address": address,
        "temporal_tls_ca": papers / "ca.crt",
        "temporal_tls_cert": papers / "bihuan.crt",
        "temporal_tls_key": papers / "bihuan.key",
        "temporal_tls_name": "temporal",
    }
    return Settings.model_validate(given | other)


@asynccontextmanager
async def door(papers: Path, target: str, heard: list[bytes]) -> AsyncIterator[str]:
    """A TLS server before the dev server, which wants a certificate of the authority."""
    asks = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    asks.minimum_version = ssl.TLSVersion.TLSv1_2
    asks.load_cert_chain(papers / "temporal.crt", papers / "temporal.key")
    asks.load_verify_locations(papers / "ca.crt")
    asks.verify_mode = ssl.CERT_REQUIRED
    asks.set_alpn_protocols(["h2"])
    host, _, port = target.rpartition(":")

    async def carry(source: asyncio.StreamReader, to: asyncio.StreamWriter, keep: bool) -> None:
        while data := await source.read(65536):
            if keep:
                heard.append(data)
            to.write(data)
            await to.drain()

    async def through(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, out = await asyncio.open_connection(host, int(port))
        ways = [
            asyncio.create_task(carry(reader, out, True)),
            asyncio.create_task(carry(inner, writer, False)),
        ]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for one in ways:
            one.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        out.close()
        writer.close()

    server = await asyncio.start_server(through, "127.0.0.1", 0, ssl=asks)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def test_our_client_shows_its_certificate_and_its_token(papers: Path) -> None:
    """ASVS 12.1.3 12.3.1 12.3.4 13.2.1"""
    heard: list[bytes] = []
    token = (papers / "bihuan.token").read_text().strip()
    async with (
        real_server() as plain,
        door(papers, plain.service_client.config.target_host, heard) as address,
    ):
        own = linked(papers, address, temporal_token=SecretStr(token))
        client = await temporal_client(own, address)
        assert [x async for x in client.list_workflows("ExecutionStatus = 'Running'")] == []
    assert heard


async def test_nobody_is_spoken_to_without_a_certificate_or_of_another_authority(
    papers: Path, tmp_path: Path
) -> None:
    """ASVS 12.1.3 12.3.2 12.3.4"""
    certify(tmp_path, authority_at(tmp_path, NOW), "bihuan", ["bihuan"], NOW)
    async with (
        real_server() as plain,
        door(papers, plain.service_client.config.target_host, []) as address,
    ):
        bare = linked(papers, address, temporal_tls_cert=None, temporal_tls_key=None)
        foreign = linked(
            papers,
            address,
            temporal_tls_cert=tmp_path / "bihuan.crt",
            temporal_tls_key=tmp_path / "bihuan.key",
        )
        misled = linked(papers, address, temporal_tls_ca=tmp_path / "ca.crt")
        renamed = linked(papers, address, temporal_tls_name="another")
        for own in (bare, foreign, misled, renamed):
            with pytest.raises(RuntimeError):
                await asyncio.wait_for(temporal_client(own, address), 20)
        in_clear = Settings(temporal_address=address)
        with pytest.raises(RuntimeError):
            await asyncio.wait_for(temporal_client(in_clear, address), 20)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"temporal_tls_cert": "/x"}, "TEMPORAL_TLS_KEY"),
        ({"temporal_token": "t"}, "TEMPORAL_TLS_CA"),
        ({"temporal_tls_ca": "/x"}, "TEMPORAL_ADDRESS"),
        ({"metrics_tls_key": "/x"}, "METRICS_TLS_CERT"),
    ],
)
def test_half_a_setting_is_refused(given: dict[str, str], named: str) -> None:
    """No token in clear, no certificate without its key. ASVS 12.3.1"""
    with pytest.raises(ValidationError, match=named):
        Settings.model_validate(given)


def test_certificates_are_of_approved_keys_and_hold_a_year(papers: Path) -> None:
    """ASVS 11.2.3 11.6.1 11.4.3"""
    for name in ("ca", "temporal", "bihuan", "prometheus"):
        made = x509.load_pem_x509_certificate((papers / f"{name}.crt").read_bytes())
        assert made.signature_hash_algorithm is not None
        assert made.signature_hash_algorithm.name == "sha256"
        assert getattr(made.public_key(), "key_size", 0) >= 256
        assert (made.not_valid_after_utc - NOW).days <= (3650 if name == "ca" else 365)
        assert (papers / f"{name}.key").stat().st_mode & 0o777 == 0o600


def test_the_certificates_are_renewed_by_the_same_authority(papers: Path, tmp_path: Path) -> None:
    """ASVS 11.1.1"""
    before = (papers / "ca.crt").read_bytes()
    assert CliRunner().invoke(app, ["certificates", str(papers)]).exit_code == 0
    assert (papers / "ca.crt").read_bytes() == before
    (tmp_path / "ca.crt").write_bytes(before)  # its key was put away
    said = CliRunner().invoke(app, ["certificates", str(tmp_path)])
    assert said.exit_code != 0


def test_a_token_says_what_its_bearer_may_and_is_verified_by_the_published_key(
    tmp_path: Path,
) -> None:
    """ASVS 9.1.1 9.1.2"""
    tokens(tmp_path, {"bihuan": ["default:worker"]}, NOW)
    published = json.loads((tmp_path / "jwks" / "jwks.json").read_text())
    assert all("d" not in x for x in published["keys"])
    keys = KeySet.import_key_set(published)
    token = (tmp_path / "bihuan.token").read_text().strip()
    read = jwt.decode(token, keys, algorithms=["ES256"])
    assert read.claims["permissions"] == ["default:worker"]
    head, body, _ = token.split(".")
    with pytest.raises(BadSignatureError):
        jwt.decode(f"{head}.{body}.{'A' * 86}", keys, algorithms=["ES256"])


def test_the_compose_file_over_the_other_names_only_what_is_there() -> None:
    """Every service that reaches Temporal has the authority, a certificate and the token."""
    over = yaml.safe_load(OVER.read_text())
    base = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    assert set(over["services"]) - set(base["services"]) == {"temporal-keys"}
    ours = {
        x for x, y in base["services"].items() if "TEMPORAL_ADDRESS" in y.get("environment", {})
    }
    reaching = ours - {"restore", "notary", "temporal-ui"}
    assert {x for x in reaching if "temporal_token" in over["services"][x]["secrets"]} == reaching
    fields = {x.upper() for x in Settings.model_fields}
    assert set(over["x-tls"]) <= fields
    known = set(over["secrets"]) | set(base["secrets"])
    assert all(set(x.get("secrets", ())) <= known for x in over["services"].values())
    made = {"ca.crt", "temporal.crt", "temporal.key", "bihuan.crt", "bihuan.key"}
    wanted = {Path(x["file"]).name for x in over["secrets"].values()}
    assert wanted == made | {"bihuan.token", "operator.token"}
    assert over["services"]["temporal"]["environment"]["TEMPORAL_TLS_REQUIRE_CLIENT_AUTH"] == "true"
