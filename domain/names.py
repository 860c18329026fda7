"""The one function that names streams. A stream's id is also its workflow's id."""

PROJECT, PROGRAMME, CALENDAR = "project", "programme", "calendar"
ALMANAC = "calendar:cn"
"""The stream of the published holiday notices."""


def stream_id(kind: str, name: str) -> str:
    """`project:LG23-01`, `programme:LG23`."""
    return f"{kind}:{name}"


def kind_name(stream: str) -> str:
    """`project` of `project:LG23-01`."""
    return stream.split(":", 1)[0]
