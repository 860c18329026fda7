"""The one function that names streams. A stream's id is also its workflow's id."""

PROJECT, PROGRAMME, CALENDAR, SERVICE = "project", "programme", "calendar", "service"
ORGANISATION = "organisation"
BALLOT = "ballot"
MEETING = "meeting"
PAPERS = "papers"
COLLECTION = "collection"
WISH = "wish"
SUGGESTION = "suggestion"
CLOCKED = (PROJECT, PROGRAMME, COLLECTION, SUGGESTION)
"""The kinds whose streams have deadlines, and so a clock of their own."""
REGISTER, STATION, ACTIVITY = "register", "station", "activity"
FIGURES, TOPICS, APPRAISAL = "figures", "topics", "appraisal"
CONTINUITY = "continuity"
COUNTERSIGN, MEASURE = "countersign", "measure"
ALMANAC = "calendar:cn"
"""The stream of the published holiday notices."""
API_SERVICE = "service:api"
"""The stream of the times in which nobody could file."""
RECORD = "continuity:record"
"""The stream of the restores of the record itself."""


def stream_id(kind: str, name: str) -> str:
    """`project:LG23-01`, `programme:LG23`."""
    return f"{kind}:{name}"


def kind_name(stream: str) -> str:
    """`project` of `project:LG23-01`."""
    return stream.split(":", 1)[0]
