"""The key of authenticators' secrets: made once, whole, for its owner alone; and the settings."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr

from api.__main__ import proof_of
from api.sealing import sealing_key
from settings import Settings, SettingsRefused


def test_many_processes_that_begin_at_once_have_one_key(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "factor.key"
    with ThreadPoolExecutor(8) as several:
        made = set(several.map(lambda _: sealing_key(file), range(32)))
    assert len(made) == 1
    assert len(made.pop()) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [x.name for x in file.parent.iterdir()] == ["factor.key"]


@pytest.mark.parametrize("text", ["", "xyz", "00" * 31, "zz" * 32])
def test_what_is_no_key_is_refused_and_left_alone(tmp_path: Path, text: str) -> None:
    file = tmp_path / "factor.key"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(SettingsRefused, match="不是密钥文件"):
        proof_of(Settings(factor_key=file))
    assert file.read_text() == text


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "factor.key"
    sealing_key(file)
    file.chmod(0o644)
    with pytest.raises(SettingsRefused, match="chmod 600"):
        proof_of(Settings(factor_key=file))


def test_by_default_there_is_no_provider_and_the_weighty_acts_are_asked_for(
    tmp_path: Path,
) -> None:
    proof = proof_of(Settings(bihuan_home=tmp_path))
    assert (proof.asked, proof.idp) == ("weighty", None)
    assert {x for x in ("committee_clerk", "auditor", "unit_clerk") if proof.asks(x)} == {
        "committee_clerk",
        "auditor",
    }
    assert repr(proof).count("key") == 0
    assert (tmp_path / "factor.key").is_file()


def test_roles_that_do_not_exist_and_half_a_provider_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match="SECOND_FACTOR_ROLES"):
        proof_of(Settings(bihuan_home=tmp_path, second_factor_roles=("king",)))
    whole = {
        "oidc_issuer": "https://sso.test",
        "oidc_client_id": "bihuan",
        "oidc_client_secret": SecretStr("s"),
        "oidc_callback": "https://bihuan.test/login/oidc/back",
    }
    proof = proof_of(Settings(bihuan_home=tmp_path, **whole))  # type: ignore[arg-type]  # as above
    assert proof.idp_zh == "统一身份认证"
    for name in whole:
        with pytest.raises(ValueError, match="要一起设"):
            Settings(**{**whole, name: None})  # type: ignore[arg-type]  # the same
    with pytest.raises(ValueError, match="https"):
        Settings(**{**whole, "oidc_issuer": "http://sso.test"})  # type: ignore[arg-type]  # the same
