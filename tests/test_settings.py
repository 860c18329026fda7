"""The environment is read once; what cannot be is refused with the variable to change."""

from collections.abc import Iterator
from pathlib import Path
from traceback import format_exception

import pytest

import settings
from settings import Running, SettingsRefused, running_file

VARIABLES = tuple(name.upper() for name in settings.Settings.model_fields)


@pytest.fixture(autouse=True)
def untouched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BIHUAN_HOME", str(tmp_path))
    settings.read.cache_clear()
    yield
    settings.read.cache_clear()


def remember(home: Path, *, own: bool = True) -> None:
    running = Running.model_validate(
        {
            "database_url": "postgresql://bihuan:geheim@127.0.0.1:5499/bihuan",
            "temporal_address": "127.0.0.1:7299",
            "api_url": "http://127.0.0.1:8001",
            "clock": "settable",
            "own_database": own,
        }
    )
    running_file(home).write_text(running.as_json())


def test_without_a_word_everything_is_local() -> None:
    read = settings.read()
    assert (read.api_host, read.api_port, read.postgres_port) == ("127.0.0.1", 8000, 5499)
    assert read.temporal == "127.0.0.1:7233"
    assert read.own_database


def test_with_nothing_running_the_database_says_how_to_get_one() -> None:
    with pytest.raises(SettingsRefused, match="先在另一个终端运行 make up"):
        _ = settings.read().database


def test_a_second_terminal_finds_what_runs(tmp_path: Path) -> None:
    remember(tmp_path)
    read = settings.read()
    assert read.database == "postgresql://bihuan:geheim@127.0.0.1:5499/bihuan"
    assert read.temporal == "127.0.0.1:7299"
    assert read.clock == "settable"


def test_the_environment_comes_before_what_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "postgresql://else@db/ledger")
    monkeypatch.setenv("TEMPORAL_ADDRESS", "temporal:7233")
    read = settings.read()
    assert (read.database, read.temporal) == ("postgresql://else@db/ledger", "temporal:7233")
    assert (read.clock, read.own_database) == ("real", False)


def test_a_foreign_database_stays_foreign_in_a_second_terminal(tmp_path: Path) -> None:
    remember(tmp_path, own=False)
    assert not settings.read().own_database


def test_a_settable_clock_is_refused_on_a_foreign_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOCK", "settable")
    monkeypatch.setenv("DATABASE_URL", "postgresql://else@db/ledger")
    with pytest.raises(SettingsRefused, match="CLOCK=settable 只用于演示"):
        settings.read()


@pytest.mark.parametrize("wrong", ["eighty", "0", "70000"])
def test_a_port_that_is_none_names_its_variable(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_PORT", wrong)
    with pytest.raises(SettingsRefused, match="API_PORT"):
        settings.read()


def test_a_secret_file_serves_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "database_url").write_text("postgresql://bihuan:pw@ledger/bihuan")
    monkeypatch.setattr(settings, "SECRETS", tmp_path)
    read = settings.read()
    assert read.database == "postgresql://bihuan:pw@ledger/bihuan"
    assert "pw" not in repr(read)


def test_ways_out_are_configured_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    robot = '{"fire-group": {"channel": "wecom", "url": "https://robot.example/send?key=geheim"}}'
    monkeypatch.setenv("WEBHOOKS", robot)
    monkeypatch.setenv("MAIL_HOST", "mail.example")
    monkeypatch.setenv("MAIL_FROM", "duban@mail.example")
    monkeypatch.setenv("OFFICE_OPENS", "09:00")
    read = settings.read()
    assert read.mail is not None
    assert (read.mail.sender, read.mail.security) == ("duban@mail.example", "starttls")
    assert read.webhooks["fire-group"].url.get_secret_value().endswith("geheim")
    assert read.office_hours.zh == "工作日 09:00–17:30 发送（本单位设置）"
    assert "geheim" not in repr(read)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("MAIL_HOST", "mail.example", "MAIL_FROM"),
        ("WEBHOOKS", '{"a": geheim}', "JSON"),
        ("WEBHOOKS", '{"a": {"channel": "pigeon", "url": "geheim"}}', "WEBHOOKS"),
        ("OFFICE_OPENS", "18:00", "上班时间"),
    ],
)
def test_a_way_out_that_cannot_be_is_refused_without_its_secret(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsRefused, match=said) as refused:
        settings.read()
    assert "geheim" not in "".join(format_exception(refused.value))
