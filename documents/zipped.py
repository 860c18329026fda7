"""The archives that Word files are, without the time at which they were written."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)


def without_clock(made: bytes) -> bytes:
    """The same archive with a fixed time on its parts, so that equal papers are equal files."""
    out = BytesIO()
    with ZipFile(BytesIO(made)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(ZipInfo(part.filename, _EPOCH), old.read(part), ZIP_DEFLATED)
    return out.getvalue()
