"""`python -m api.language`: bring the catalogue in line with the pages, and compile it."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from api.language.catalogue import MACHINE
from api.language.chosen import CHINESE
from api.language.harvest import gathered
from api.pages.render import environment

WRITTEN = MACHINE.with_suffix(".po")
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock in the file: it changes only where its words do."""


def renewed(written: Path = WRITTEN) -> Catalog:
    """The catalogue as it should be: every message that is shown, with the English it has."""
    with written.open("rb") as file:
        before = read_po(file, locale="en")
    made = Catalog(
        locale="en", project="bihuan", charset="utf-8", creation_date=_NEVER, revision_date=_NEVER
    )
    made.header_comment = "# The pages of bihuan in English; the messages are the Chinese words."
    for message, places in gathered(environment(CHINESE)).items():
        known = before.get(message)
        made.add(message, known.string if known else "", [(x, 0) for x in places])
    return made


def main() -> int:
    """Write both files; say what has no English yet."""
    catalogue = renewed()
    with WRITTEN.open("wb") as file:
        write_po(file, catalogue, width=0, sort_output=True, include_lineno=False)
    with WRITTEN.open("rb") as file, MACHINE.open("wb") as made:
        write_mo(made, read_po(file, locale="en"))
    missing = [x.id for x in catalogue if x.id and not x.string]
    sys.stdout.write(f"{len(catalogue)} messages, {len(missing)} without English\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
