"""The phases of a voted project."""

from enum import StrEnum


class Phase(StrEnum):
    """The project's phase (rulebook §4.2). A phase never holds back a duty."""

    ADOPTED = "P3"
    PLANNED = "P4"
    IN_PROGRESS = "P5"
    CLAIMED = "P6"
    VERIFIED = "P7"
    REPORTED = "P8"
    EVALUATED = "P9"
    RECTIFYING = "R1"
    RE_EVALUATED = "R2"
    CLOSED = "P10"
    TERMINATED = "X2"
