"""The verifier that needs nothing of ours: signatures, hostile files, receipts, checkpoints."""

import ast
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import asyncpg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.audit import offline
from ledger.audit.offline import main, signed
from ledger.audit.package import package
from ledger.door import Ledger
from ledger.log.checkpoints import newest
from ledger.log.proofs import log_receipt
from tests.support.log import KEY, WITNESSES, LocalLog, fill, sign
from watch.witness import Witness

RFC_8032 = (  # public key, message, signature: tests 1, 2 and 3 of §7.1
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
            "4a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
)


@pytest.mark.parametrize("vector", RFC_8032)
def test_a_signature_of_the_standard_holds_and_no_altered_one(vector: tuple[str, str, str]) -> None:
    public, message, signature = map(bytes.fromhex, vector)
    assert signed(public, message, signature)
    assert not signed(public, message + b"x", signature)
    assert not signed(bytes(32), message, signature)
    for n in (0, 31, 32, 63):
        altered = signature[:n] + bytes([signature[n] ^ 1]) + signature[n + 1 :]
        assert not signed(public, message, altered)
    order = 2**252 + 27742317777372353535851937790883648493
    twin = (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")
    assert not signed(public, message, signature[:32] + twin), "a second form of the same number"
    assert not signed(public, message, signature[:63])


@settings(max_examples=25)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_it_agrees_with_another_implementation(seed: bytes, message: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = key.public_key().public_bytes_raw()
    assert signed(public, message, key.sign(message))
    assert not signed(public, message, key.sign(message + b"."))


def test_it_is_short_and_needs_the_standard_library_alone() -> None:
    text = Path(offline.__file__).read_text()
    assert len(text.splitlines()) <= 300
    imported = {
        (x.module if isinstance(x, ast.ImportFrom) else x.names[0].name).split(".")[0]  # type: ignore[union-attr]  # every import here is absolute
        for x in ast.walk(ast.parse(text))
        if isinstance(x, ast.Import | ast.ImportFrom)
    }
    assert imported <= set(sys.stdlib_module_names)


class Exported:
    """A signed and witnessed record, taken away."""

    def __init__(self, folder: Path) -> None:
        self.whole, self.one = str(folder / "whole.zip"), str(folder / "one.zip")
        self.receipt, self.kept = folder / "receipt.json", str(folder / "early")
        self.keys = [w for x in (KEY, *WITNESSES) for w in ("--key", str(x.verifier))]


@pytest.fixture
async def taken(ledger: Ledger, owner: asyncpg.Connection, tmp_path: Path) -> Exported:
    made = Exported(tmp_path)
    await fill(owner, [f"project:V-{n}" for n in range(5)], 7)
    await sign(ledger.pool, tmp_path / "signed")
    early = await newest(ledger.pool)
    assert early is not None
    Path(made.kept).write_text(early.note)
    found = await owner.fetchval(
        "SELECT hash FROM events WHERE stream = 'project:V-3' AND version = 4"
    )
    made.receipt.write_text((await log_receipt(ledger.pool, found)).model_dump_json())
    await fill(owner, ["project:W-1"], 9)
    await sign(ledger.pool, tmp_path / "signed")
    for n, x in enumerate(WITNESSES):
        seen = LocalLog(ledger.pool, [y.verifier for y in WITNESSES])
        await Witness(x, KEY.verifier, tmp_path / f"w{n}").look(seen)
    await fill(owner, ["project:X-1"], 3)
    Path(made.whole).write_bytes(await package(ledger, None, "whole.zip"))
    Path(made.one).write_bytes(await package(ledger, ["project:V-3", "project:X-1"], "one.zip"))
    return made


async def test_keys_receipts_and_kept_checkpoints_are_checked(
    taken: Exported, capsys: pytest.CaptureFixture[str]
) -> None:
    receipt = ["--receipt", str(taken.receipt)]
    assert main([taken.whole, *taken.keys, *receipt, "--checkpoint", taken.kept]) == 0
    said = capsys.readouterr().out
    assert said == "7条链、47条事件，校验点44条，3条还没有签到，1张回执，0处不符。\n"
    assert main([taken.one, *taken.keys, *receipt]) == 0
    assert main([*taken.keys[:2], *receipt]) == 0, "a receipt proves itself"
    assert main([taken.whole]) == 0
    assert "没有给出公钥所以签名未核" in capsys.readouterr().out
    stranger = WITNESSES[0]._replace(name="somebody.example/w").verifier
    assert main([taken.whole, "--key", str(stranger)]) == 1
    assert "没有“somebody.example/w”的有效签名" in capsys.readouterr().out
    told = json.loads(taken.receipt.read_text())
    for name, value in {"position": told["position"] + 1, "version": 5, "hash": "1" * 64}.items():
        taken.receipt.write_text(json.dumps({**told, name: value}))
        assert main([taken.whole, *taken.keys, *receipt]) == 1
    assert main([taken.one, *taken.keys, "--checkpoint", taken.kept]) == 1
    assert "全册导出" in capsys.readouterr().out


async def test_what_compares_nothing_is_refused_and_never_passes(
    taken: Exported, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([]) == 2
    assert main(taken.keys) == 2
    assert main(["--checkpoint", taken.kept]) == 2
    assert "请给出离线包" in capsys.readouterr().out
    assert main([*taken.keys[:2], "--checkpoint", taken.kept]) == 0, "its signature is checked"
    bare = ["--receipt", "project:X", "1", "0" * 64]
    assert main([*taken.keys, *bare]) == 2
    told = json.loads(taken.receipt.read_text())
    lone = ["--receipt", str(taken.receipt)]
    for without in (
        {x: told[x] for x in ("stream", "version", "hash")},
        {**told, "checkpoint": None},
    ):
        taken.receipt.write_text(json.dumps(without))
        capsys.readouterr()
        assert main([*taken.keys, *lone]) == 2
        assert capsys.readouterr().out.startswith("核对不了：回执没有证明")
        assert main([taken.whole, *taken.keys, *lone]) == 0, "the export stands in for the proof"


HOSTILE = {
    "no file at all": b"",
    "not an archive": b"PK\x03\x04" + b"\x00" * 100,
    "half of one": b"half",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_package_is_refused_in_a_line(
    tmp_path: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.zip").write_bytes(HOSTILE[what])
    assert main([str(tmp_path / "x.zip")]) == 2
    assert capsys.readouterr().out.startswith("核对不了：")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("log.json", b"[" * 100_000),
        ("log.json", b'{"checkpoint":null,"checkpoint":{}}'),
        ("log.json", b'{"checkpoint":"log\\n' + b"9" * 5000 + b'\\nAAAA\\n\\n"}'),
        ("manifest.json", b'{"streams":[{}],"files":{}}'),
        ("manifest.json", b"9" * 5000),
        ("events.ndjson", b"\xff\xfe\n"),
        ("events.ndjson", b'{"stream":{}}\n'),
        ("another.txt", b"x"),
        ("../events.ndjson", b"x"),
    ],
)
async def test_hostile_contents_end_in_a_refusal(
    taken: Exported, tmp_path: Path, name: str, content: bytes
) -> None:
    with zipfile.ZipFile(taken.one) as archive:
        held = {x: archive.read(x) for x in archive.namelist()}
    with zipfile.ZipFile(tmp_path / "h.zip", "w") as archive:
        for x, y in {**held, name: content}.items():
            archive.writestr(x, y)
    done = subprocess.run(
        [sys.executable, "-I", offline.__file__, str(tmp_path / "h.zip"), *taken.keys],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode in (1, 2)
    assert done.stderr == ""
