"""Who owes, who is owed, who is told: organs and units; a deputy only by an opaque reference.

A party is written `role` (one per congress: `government`, `presidium` …) or `role:name`
(`unit:区住建局`, `deputy_group:LG23-01`). Names of persons never stand in the record.
"""

from enum import StrEnum


class Role(StrEnum):
    """The kinds of parties (glossary: rulebook §5)."""

    UNIT = "unit"
    GOVERNMENT = "government"
    PRESIDIUM = "presidium"
    STANDING_COMMITTEE = "standing_committee"
    WORKING_COMMITTEE = "working_committee"
    DEPUTY_GROUP = "deputy_group"
    DEPUTY_GROUPS = "deputy_groups"
    DEPUTY = "deputy"
    """One deputy, by the opaque reference of the organisation: `deputy:D017`."""
    CONGRESS = "congress"
    CHAIRMENS_MEETING = "chairmens_meeting"
    PARTY_COMMITTEE = "party_committee"
    STREET_OFFICE = "street_office"
    STREET_WORKING_COMMITTEE = "street_working_committee"
    DELIBERATIVE_MEETING = "deliberative_meeting"
    LIAISON_OFFICE = "liaison_office"
    """The county's office for deputies' work; it also works in the towns below (S002)."""


ROLE_ZH: dict[Role, str] = {
    Role.UNIT: "承办单位",
    Role.GOVERNMENT: "政府",
    Role.PRESIDIUM: "人大主席团",
    Role.STANDING_COMMITTEE: "人大常委会",
    Role.WORKING_COMMITTEE: "人大常委会工委",
    Role.DEPUTY_GROUP: "代表监督小组",
    Role.DEPUTY_GROUPS: "各代表监督小组",
    Role.DEPUTY: "人大代表",
    Role.CONGRESS: "人民代表大会",
    Role.CHAIRMENS_MEETING: "人大常委会主任会议",
    Role.PARTY_COMMITTEE: "党委",
    Role.STREET_OFFICE: "街道办事处",
    Role.STREET_WORKING_COMMITTEE: "人大街道工委",
    Role.DELIBERATIVE_MEETING: "街道议政代表会",
    Role.LIAISON_OFFICE: "人大代表联络室",
}


def party(role: Role, name: str | None = None) -> str:
    """The party's written form."""
    return f"{role}:{name}" if name else str(role)


def role_of(who: str) -> Role:
    """The role in a party's written form. Raises ValueError for no known role."""
    return Role(who.split(":", 1)[0])


def label(who: str) -> str:
    """What people read: a unit's own name, otherwise the party's written form."""
    role, _, name = who.partition(":")
    return name if role == Role.UNIT and name else who


def label_zh(who: str) -> str:
    """What a clerk reads, in Chinese."""
    role = role_of(who)
    return label(who) if role is Role.UNIT and ":" in who else ROLE_ZH[role]
