"""What stands in a past house beside the read models: the record as far as it counts, the clock.

What is no part of the record (accounts, addresses, wishes' persons, drafts) is seen as it is today;
what became of letters and files outside is shown up to that moment.
"""

from datetime import datetime

from ledger.past.moment import INSTANT

_EVENTS = "happened_at < '{as_of}' AND recorded_at < '{known_at}'"
VIEWS = {
    "events": f"SELECT * FROM public.events WHERE {_EVENTS}",  # noqa: S608  # our own words
    "follow_ups": f"""
        SELECT f.id, f.stream, f.type, f.command, f.cause,
            CASE WHEN f.done_at < '{{until}}' THEN f.done_at END AS done_at,
            CASE WHEN f.done_at < '{{until}}' THEN f.refused END AS refused
        FROM public.follow_ups AS f JOIN public.events AS e ON e.id = f.cause
        WHERE {_EVENTS}""",  # noqa: S608  # the same
    "wakes": "SELECT * FROM public.wakes WHERE false",
    "keepers": "SELECT * FROM public.keepers WHERE at < '{until}'",
    "deliveries": "SELECT * FROM public.deliveries WHERE at < '{until}'",
    "message_attempts": """
        SELECT message, n, channel, begun_at,
            CASE WHEN ended_at < '{until}' THEN ended_at END AS ended_at,
            CASE WHEN ended_at < '{until}' THEN outcome ELSE 'unknown' END AS outcome, reason
        FROM public.message_attempts WHERE begun_at < '{until}'""",
    "messages": """
        SELECT m.id, m.contact, m.channel, m.message_id, m.subject, m.body, m.composed_at,
            coalesce(a.n, 0) AS attempt, 0 AS unknowns,
            CASE WHEN a.n IS NULL THEN 'waiting' WHEN a.ended_at < '{until}' THEN a.outcome
                 ELSE 'unknown' END AS outcome,
            NULL::timestamptz AS next_at
        FROM public.messages AS m LEFT JOIN LATERAL (
            SELECT n, ended_at, outcome FROM public.message_attempts
            WHERE message = m.id AND begun_at < '{until}' ORDER BY n DESC LIMIT 1
        ) AS a ON true
        WHERE m.composed_at < '{until}'""",
    "message_notices": """
        SELECT t.* FROM public.message_notices AS t JOIN public.messages AS m ON m.id = t.message
        WHERE m.composed_at < '{until}'""",
    "uploads": "SELECT * FROM public.uploads WHERE uploaded_at < '{until}'",
    "years": """
        SELECT stream, id, title, region, projects FROM {name}.programmes
        UNION ALL SELECT stream, id, title, region, '{{}}'::text[] FROM {name}.collections
        UNION ALL SELECT stream, id, title, region, '{{}}'::text[] FROM {name}.suggestions""",
}
"""Tables beside the read models that know a time, up to the moment; and what joins read models."""
_A_DESK = "a desk, not the record: whoever looks back has his own of today"
_PERSON = "personal data beside the record, erasable: what is erased is gone from the past too"
_MACHINE = "the machinery of today"
_LOG = "proofs are of the log as it stands: it only grows, whatever day is looked at"
_READS = "who looked at what: a log of its own, with its own chain"
TODAY = {
    "accounts": "who may look is decided by today's rights",
    "account_names": _PERSON,
    "tokens": "who may look is decided by today's rights",
    "machine_clients": "who may look is decided by today's rights",
    "machine_keys": "who may look is decided by today's rights",
    "machine_assertions": _MACHINE,
    "machine_tokens": "who may look is decided by today's rights",
    "sessions": "who may look is decided by today's rights",
    "second_factors": "who may look is decided by today's rights",
    "recovery_codes": "who may look is decided by today's rights",
    "entries": _MACHINE,
    "login_tries": _MACHINE,
    "identities": _PERSON,
    "account_persons": _PERSON,
    "people": _PERSON,
    "contacts": _PERSON,
    "wishers": _PERSON,
    "wish_key": _MACHINE,
    "wish_tries": _MACHINE,
    "answers": "residents' answers stand apart (decision 0031): erasable, counted as of today",
    "drafts": _A_DESK,
    "signing": _A_DESK,
    "saved_views": _A_DESK,
    "follows": _A_DESK,
    "calendar_links": _A_DESK,
    "newsletters": _A_DESK,
    "unfinished": _A_DESK,
    "upload_keys": _MACHINE,
    "upload_uses": "the fact of a file is in its event; who may open it is decided today",
    "ballot_rolls": "a secret ballot has no course: who voted is never tied to an instant",
    "screens": "devices in the hall, of today",
    "measures": "published once and never changed: today's are those of then",
    "notice_numbers": "given once and never changed",
    "clock": _MACHINE,
    "heartbeats": _MACHINE,
    "installation": _MACHINE,
    "past_houses": _MACHINE,
    "incidents": _MACHINE,
    "log": _LOG,
    "log_nodes": _LOG,
    "log_keys": _LOG,
    "sequenced": _LOG,
    "checkpoints": _LOG,
    "cosignatures": _LOG,
    "arrivals": "what came from other houses, checked when it came",
    "touched": _MACHINE,
    "access_log": _READS,
    "access_head": _READS,
    "access_anchors": _READS,
    "erasures": "that somebody was forgotten, and why: a list of its own that only grows",
}
"""What a past house shows as it is today, each with why. A new table stands here, among the VIEWS,
or among the read models: a test asks."""
_NOW = """
CREATE FUNCTION {name}.ledger_now() RETURNS timestamptz LANGUAGE sql STABLE
AS $$ SELECT '{now}'::timestamptz $$
"""
_HOUSE = """
CREATE TABLE {name}.house AS SELECT '{now}'::timestamptz AS now, {events}::bigint AS events
"""


def furniture(
    name: str, as_of: datetime, known_at: datetime, until: datetime, events: int
) -> list[str]:
    """The statements that put the views, the clock and the doorplate into a house."""
    said = {
        "name": name,
        "as_of": as_of.isoformat(),
        "known_at": known_at.isoformat(),
        "until": until.isoformat(),
    }
    made = [f"CREATE VIEW {name}.{view} AS {sql.format(**said)}" for view, sql in VIEWS.items()]
    shown = {"name": name, "now": (as_of - INSTANT).isoformat(), "events": events}
    return [*made, _NOW.format(**shown), _HOUSE.format(**shown)]
