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


def _activities(kinds: str, what: str) -> str:
    """What activities say of themselves, by the year in which they were held. One that says
    nothing of it, or "or more", makes the sum a lower bound; where none says anything, unknown."""
    return f"""
SELECT region, period, sum((told ->> 'value')::int)::int AS number, CASE
    WHEN bool_or(told ->> 'mark' = 'approx') THEN 'about'
    WHEN bool_or(told ->> 'mark' = 'ge') OR (bool_or(told IS NULL) AND bool_or(told IS NOT NULL))
    THEN 'at_least' ELSE 'exact' END AS bound
FROM (
    SELECT region, {_YEAR.format("held_on")}, (
        SELECT one FROM jsonb_array_elements(figures::jsonb) AS one WHERE one ->> 'what' = '{what}'
    ) AS told FROM activities
    WHERE {_HERE} AND coalesce(ended_on, held_on) <= $2 AND NOT annulled AND kind IN ({kinds})
) AS held GROUP BY region, period
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
    "training_courses": _activities("'training'", "times"),
    "trained_deputies": _activities("'training'", "person_times"),
    "sitting_in": _activities("'sit_in'", "person_times"),
    "joined_events": _activities("'hearing'", "person_times"),
    "joined_inspections": _activities("'inspection', 'law_check'", "person_times"),
    "group_studies": _activities("'study'", "times"),
    "research_reports": _activities("'study', 'research_report'", "reports"),
    **{
        f"station_{kind}": _stations("count(*)", f"kind = '{kind}'")
        for kind in ("central", "village", "professional", "mobile", "industrial")
    },
}
"""By the catalogue's `record`. What is in its AS_NOW is counted as it stands now, and the page says
so to whoever asks for a past day."""
