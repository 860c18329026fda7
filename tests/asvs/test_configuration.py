"""V13 and V15: what may be set is described, secrets stand nowhere, nothing is for trials."""

import re
from pathlib import Path

import pytest

from settings import Running, Settings, running_file
from stack import folder
from tests.asvs.house_code import ROOT, calls, code

MANUAL = " ".join(x.read_text() for x in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")))
SECRET = re.compile(r"password|token|secret|_key$|sms_url|database_url")
NAMES_ONLY = ("w3.org", "creativecommons.org", "example.invalid")
"""Addresses that name a thing and are never asked."""
OUTSIDE = {
    *("database_url", "temporal_address", "mail_host", "sms_url", "webhooks"),
    "otel_exporter_otlp_endpoint",
}


def test_every_setting_is_described() -> None:
    """By its name, on a page: most in that on running it. ASVS 13.1.1"""
    names = [x.upper() for x in Settings.model_fields if x != "running"]
    assert [x for x in names if f"`{x}`" not in MANUAL] == []


def test_whom_we_speak_to_is_said_and_set_by_settings_alone() -> None:
    """ASVS 13.1.1 13.2.4 13.2.5"""
    assert set(Settings.model_fields) >= OUTSIDE
    clients = {
        name for name, what, _ in calls() if what.endswith(("AsyncClient", "AsyncHTTPTransport"))
    }
    known = {"activities/channels", "watch", "api", "commands", "ledger", "stack", "stack/demo"}
    assert {str(Path(x).parent) for x in clients} <= known
    written = re.compile(r"[\"']https?://(?!127\.0\.0\.1|localhost|\{)[a-z0-9.-]+\.[a-z]{2,}")
    assert {
        name: found
        for name, text in code().items()
        if (found := [x for x in written.findall(text) if not x.endswith(NAMES_ONLY)])
    } == {}


def test_no_secret_shows_itself_where_settings_are_printed() -> None:
    """ASVS 13.3.1 16.2.5"""
    given = {
        "database_url": "postgresql://u:canary@h/d",
        "mail_host": "mail.example",
        "mail_from": "a@mail.example",
        "mail_password": "canary",
        "sms_url": "https://sms.example/canary",
        "sms_token": "canary",
        "temporal_token": "canary",
        "temporal_address": "t:7233",
        "temporal_tls_ca": "/ca",
    }
    own = Settings.model_validate(given)
    assert "canary" not in f"{own!r}{own}{own.model_dump()}"
    kinds = {x: str(y.annotation) for x, y in Settings.model_fields.items()}
    named = {x: kind for x, kind in kinds.items() if SECRET.search(x)}
    open_ = {"backups_kept", "token_audience"}
    assert {x for x, kind in named.items() if not re.search("SecretStr|Path", kind)} <= open_


def test_what_a_command_must_know_is_its_owners_alone(tmp_path: Path) -> None:
    """ASVS 13.3.2"""
    file = running_file(tmp_path)
    told = Running.model_validate(
        {
            "database_url": "postgresql://u:p@h/d",
            "temporal_address": "t:1",
            "api_url": "u",
            "clock": "real",
            "own_database": True,
        }
    )
    folder.write(file, told.as_json())
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("word", ["debug=True", "reload=True", "echo=True", "breakpoint("])
def test_nothing_runs_in_a_mode_for_trials(word: str) -> None:
    """ASVS 13.4.2"""
    assert [name for name, text in code().items() if word in text] == []


def test_failpoints_are_refused_where_the_clock_is_real() -> None:
    """ASVS 15.2.3"""
    from ledger.failpoint import OFF, failpoint_of
    from ledger.refusals import FailpointRefused

    with pytest.raises(FailpointRefused):
        failpoint_of("door:1", "real")
    assert vars(failpoint_of(None, "real")) == vars(OFF)


def test_no_default_password_stands_anywhere() -> None:
    """Passwords of servers are drawn when a folder is made. ASVS 13.2.3"""
    written = re.compile(r"\bpassword\s*[=:]\s*[\"'][^\"'{$]{3,}[\"']")
    assert {x: y for x, text in code().items() if (y := written.findall(text))} == {}
    compose = (ROOT / "docker-compose.yml").read_text()
    assert "openssl rand -hex 24" in compose
    assert not re.search(r"PASSWORD:\s*\S", compose)


def test_types_are_strict_and_checked() -> None:
    """ASVS 15.3.5"""
    project = (ROOT / "pyproject.toml").read_text()
    assert re.search(r"\[tool\.mypy\]\nstrict = true", project)
    loose = [name for name, text in code().items() if re.search(r"# type: ignore(?!\[)", text)]
    assert loose == []


def test_nothing_is_evaluated_and_nothing_unpickled() -> None:
    """ASVS 1.3.2 1.5.2"""
    bad = {"eval", "exec", "compile", "__import__", "yaml.load", "os.system", "os.popen"}
    assert [(name, what) for name, what, _ in calls() if what in bad] == []
    loaders = re.compile(r"^(?:import|from) (?:pickle|marshal|shelve|dill)\b", re.MULTILINE)
    assert [name for name, text in code().items() if loaders.search(text)] == []


def test_our_scripts_merge_no_foreign_objects() -> None:
    """ASVS 15.3.6 3.2.2"""
    scripts = [x for x in (ROOT / "api" / "static").rglob("*.js") if "vendor" not in x.parts]
    assert scripts
    bad = re.compile(r"__proto__|Object\.assign\(|\beval\(|new Function\(|document\.write")
    assert {x.name: bad.findall(x.read_text()) for x in scripts if bad.search(x.read_text())} == {}
    drawing = {x.name for x in scripts if re.search(r"\.innerHTML\s*=", x.read_text())}
    assert drawing <= {"screen.js", "state.js"}  # our own rendered page; what a button had held


def test_pages_load_nothing_of_others() -> None:
    """No tracker, no font, no script from elsewhere. ASVS 14.2.3 3.7.1"""
    foreign = re.compile(r"(?:src|href)=[\"'](?:https?:)?//(?!\{)", re.IGNORECASE)
    dead = re.compile(r"<(?:applet|object|embed|frame|frameset|marquee)\b", re.IGNORECASE)
    templates = list((ROOT / "api" / "templates").rglob("*.html"))
    assert len(templates) > 50
    assert [x.name for x in templates if foreign.search(x.read_text())] == []
    assert [x.name for x in templates if dead.search(x.read_text())] == []
