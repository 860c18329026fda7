"""What the installation has set about files. All ours."""

from dataclasses import dataclass

from api.scanner import Scanner
from documents.pictures import MOST_PIXELS


@dataclass(frozen=True)
class Rules:
    """The largest picture, and who scans; how much a party may hand in is `ledger.uploads.Room`."""

    most_pixels: int = MOST_PIXELS
    scanner: Scanner | None = None


RULES = Rules()
