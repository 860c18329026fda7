"""The Temporal server of the wheel: loopback, persisted, with the search attributes we ask for."""

import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from temporalio.client import Client

from stack import folder, temporal
from stack.trouble import DidNotStart, PortTaken
from tests.support import data_folder, free_port

ATTRIBUTES = {"Unit": "Keyword", "NextDue": "Datetime", "OverdueCount": "Int"}


@pytest.fixture
def home() -> Iterator[Path]:
    with data_folder() as made:
        yield made


def start(home: Path) -> temporal.Temporal:
    return temporal.start(home, free_port(), free_port(), ATTRIBUTES)


async def test_a_workflow_stands_there_after_a_restart(home: Path) -> None:
    first = start(home)
    client = await Client.connect(first.address)
    await client.start_workflow("ProjectSupervision", id="project-1", task_queue="nobody-listens")
    first.stop()
    second = start(home)
    client = await Client.connect(second.address)
    status = (await client.get_workflow_handle("project-1").describe()).status
    second.stop()
    assert status is not None
    assert status.name == "RUNNING"


def test_search_attributes_are_registered_before_it_counts_as_started(home: Path) -> None:
    server = start(home)
    words = _listed(server.address)
    server.stop()
    assert set(ATTRIBUTES.items()) <= words


def _listed(address: str) -> set[tuple[str, ...]]:
    listed = subprocess.run(
        [temporal.program(), "operator", "search-attribute", "list", "--address", address],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return {tuple(line.split()) for line in listed.splitlines()}


def test_server_and_pages_listen_on_loopback_alone(home: Path) -> None:
    server = start(home)
    ports = [int(at.rpartition(":")[2]) for at in (server.address, server.ui_url)]
    for port in ports:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", port), timeout=5)
    server.stop()


def test_each_taken_port_is_named_with_its_variable(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "PATIENCE", 0)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(PortTaken, match="TEMPORAL_PORT="):
            temporal.start(home, taken, free_port(), {})
        with pytest.raises(PortTaken, match="TEMPORAL_UI_PORT="):
            temporal.start(home, free_port(), taken, {})


def test_a_broken_file_says_that_the_ledger_can_rebuild_it(home: Path) -> None:
    home.mkdir()
    (home / "temporal.db").write_bytes(b"not a database at all" * 500)
    with pytest.raises(DidNotStart, match="bihuan wake --all"):
        start(home)
    assert (home / "temporal.db").read_bytes().startswith(b"not a database")
