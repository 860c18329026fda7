"""What is published in a year, by the name that a line's `fulfilled_by` calls it."""

from enum import StrEnum


class Artefact(StrEnum):
    """Each is published once for its period; publishing it is what the duty asks for."""

    CIRCULAR = "circular"
    HALF_YEAR = "half_year"
    SPECIAL_SUPERVISION = "special_supervision"
    COMPLETION = "completion"
    EVALUATION = "evaluation"
    SESSION_NOTICE = "session_notice"
    AGENDA = "agenda"
    CANDIDATES_EXPLANATION = "candidates_explanation"
    CANDIDATE_BOOKLET = "candidate_booklet"
    VOTING_METHOD = "voting_method"
    BALLOT_PAPER = "ballot_paper"
    COUNTING_SHEET = "counting_sheet"
    RESOLUTION = "resolution"
    ANNOUNCEMENT = "announcement"
    CONTACT_SCHEDULE = "contact_schedule"
    """监督联系安排表."""
    BALLOT_RESULT = "ballot_result"
    """A satisfaction evaluation's result, announced from its box."""
