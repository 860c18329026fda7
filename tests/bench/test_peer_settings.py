"""Which settings of the `eventsourcing` library keep what our ledger keeps: why one is the peer."""

from pathlib import Path
from uuid import UUID

import pytest
from eventsourcing.persistence import IntegrityError

from bench.peer_eventsourcing import Project, Projects, environment

BODY = '{"by":"unit-clerk-7","duty":"monthly_progress/2023-M08"}'


def process(file: Path, *, alone: bool) -> Projects:
    """One process's application: the peer's settings, on a file that both open."""
    settings = environment("postgresql://nobody@127.0.0.1:1/none", cached=True, alone=alone)
    stored = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(file)}
    return Projects({**settings, **stored})


def reports(application: Projects, project: UUID) -> int:
    aggregate: Project = application.repository.get(project)
    return aggregate.reports


@pytest.mark.parametrize("alone", [False, True])
def test_one_process_files_as_often_as_it_likes(tmp_path: Path, alone: bool) -> None:
    only = process(tmp_path / "only.sqlite", alone=alone)
    project = only.begin(3, BODY)
    only.file(project, BODY)
    assert reports(only, project) == 3
    only.close()


def test_two_processes_file_in_turn_with_the_settings_of_the_peer(tmp_path: Path) -> None:
    one, other = (process(tmp_path / "shared.sqlite", alone=False) for _ in range(2))
    project = one.begin(3, BODY)
    for application in (one, other, one, other):
        application.file(project, BODY)
    assert reports(one, project) == reports(other, project) == 6
    one.close()
    other.close()


def test_alone_it_decides_on_what_was_refused_and_misses_what_another_process_wrote(
    tmp_path: Path,
) -> None:
    one, other = (process(tmp_path / "alone.sqlite", alone=True) for _ in range(2))
    project = one.begin(3, BODY)
    other.file(project, '{"by":"other"}')
    with pytest.raises(IntegrityError):
        one.file(project, '{"by":"refused"}')
    kept: Project = one.repository.get(project)
    assert kept.last == '{"by":"refused"}'
    one.file(project, '{"by":"one"}')  # its number is free: accepted
    stored = [y for x in one.events.get(project) if (y := getattr(x, "body", None))]
    assert stored == [BODY, BODY, '{"by":"other"}', '{"by":"one"}']
    one.close()
    other.close()
