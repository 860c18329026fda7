"""What the ledger itself counts for a roll-up: per region and year, up to a day."""

_HERE = "(region = $1 OR starts_with(region, $1 || '/'))"
_YEAR = "to_char({0}, 'YYYY') AS period"

DECIDED = f"""
SELECT region, regime, {_YEAR.format("vote")}, count(*)::int AS number FROM projects
WHERE {_HERE} AND vote <= $2 GROUP BY region, regime, period
"""  # noqa: S608  # our own words, here and below
"""Projects by the year of the decision; by which measure tells whether it was a vote."""


def _suggestions(condition: str) -> str:
    """A place that has suggestions, and none of the kind, has 0 of them: that is known."""
    return f"""
SELECT region, NULL::text AS period, count(*) FILTER (WHERE {condition})::int AS number
FROM suggestions WHERE {_HERE} AND submitted_on <= $2 GROUP BY region
"""  # noqa: S608


def _stations(what: str, condition: str) -> str:
    return f"""
SELECT region, NULL::text AS period, {what}::int AS number FROM stations
WHERE {_HERE} AND since <= $2 AND (closed_on IS NULL OR closed_on > $2) AND {condition}
GROUP BY region
"""  # noqa: S608


def _ballots(column: str) -> str:
    return f"""
SELECT region, {_YEAR.format("vote")}, {column} AS number FROM programmes
WHERE {_HERE} AND evaluated_on <= $2
"""  # noqa: S608


COUNTED: dict[str, str] = {
    "verified": f"""
SELECT region, {_YEAR.format("vote")}, count(*)::int AS number FROM projects
WHERE {_HERE} AND vote <= $2 AND verified GROUP BY region, period
""",  # noqa: S608
    "suggestions_collected": _suggestions("true"),
    "suggestions_assigned": _suggestions("assigned_on <= $2"),
    "suggestions_completed": _suggestions("life = 'struck_off' AND closed_on <= $2"),
    "suggestions_in_hand": _suggestions("(closed_on IS NULL OR closed_on > $2)"),
    "satisfied_ballots": _ballots("satisfied_ballots"),
    "valid_ballots": _ballots("valid_ballots"),
    "supervision_topics": f"""
SELECT region, year::text AS period, sum(chosen)::int AS number FROM topic_calls
WHERE {_HERE} AND published <= $2 GROUP BY region, year
""",  # noqa: S608
    "station_persons": _stations("sum(persons)", "true"),
    "station_routed": _stations("sum(routed)", "true"),
    **{
        f"station_{kind}": _stations("count(*)", f"kind = '{kind}'")
        for kind in ("central", "village", "professional", "mobile", "industrial")
    },
}
"""By the catalogue's `record`. What is in its AS_NOW is counted as it stands now, and the page says
so to whoever asks for a past day."""
