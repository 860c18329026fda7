"""The measures of this installation, for commands that need no settings and no server."""

import os
from pathlib import Path

from domain.regimes import use_folder


def load() -> None:
    """Read the folder that REGIMES names, if it names one. Raises Malformed."""
    folder = os.environ.get("REGIMES")
    if folder:
        use_folder(Path(folder).expanduser())
