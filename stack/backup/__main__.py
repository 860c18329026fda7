"""`python -m stack.backup`: archives until it is asked to stop. Started by `bihuan up`."""

import signal
import sys
import time
from types import FrameType

import structlog

import settings
from domain.refusals import Refused
from stack.backup.archive import PAUSE, Archive
from stack.trouble import Trouble
from watch.logs import to_json_lines

log = structlog.get_logger("archive")


class Asked(BaseException):
    """A polite kill."""


def main() -> None:
    """Stream, copy, make a base each night; through a database that is away."""
    to_json_lines()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    archive = None
    try:
        archive = Archive(settings.read())
        archive.begin()
        print("ready", flush=True)
        while True:
            _turn(archive)
            time.sleep(PAUSE)
    except Asked:
        log.info("stopped")
    except (Trouble, Refused, settings.SettingsRefused, OSError) as trouble:
        print(trouble, file=sys.stderr)
        raise SystemExit(1) from trouble
    finally:
        if archive is not None:
            archive.stop()


def _turn(archive: Archive) -> None:
    try:
        archive.look_after()
    except (
        Trouble,
        Refused,
        OSError,
    ) as trouble:  # away for a while, or no room: said, and tried again
        log.warning("away", trouble=str(trouble))


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise Asked


if __name__ == "__main__":
    main()
