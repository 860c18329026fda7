"""The ways by which a wish comes in. Every wish keeps the way it came."""

from enum import StrEnum


class Channel(StrEnum):
    """The kinds of ways (S001, S003, S004)."""

    WEB = "web"
    """The public form, without an account."""
    PLATFORM = "platform"
    """A digital platform of the deputies, handed over as a list."""
    LETTER = "letter"
    """The answer to the government's solicitation letter 征集函."""
    STATION = "station"
    RECEPTION = "reception"
    """A deputies' reception day, weekly or before the congress."""
    GRID = "grid"
    SYMPOSIUM = "symposium"
    HOTLINE = "hotline"
    POST = "post"
    """Letters and visits 来信来访."""
    DEPUTY = "deputy"
    """What a deputy brings in of his own."""


CHANNEL_ZH: dict[Channel, str] = {
    Channel.WEB: "网上征集",
    Channel.PLATFORM: "代表履职平台",
    Channel.LETTER: "政府征集函",
    Channel.STATION: "代表联络站",
    Channel.RECEPTION: "代表接待日",
    Channel.GRID: "网格走访",
    Channel.SYMPOSIUM: "座谈会",
    Channel.HOTLINE: "热线",
    Channel.POST: "来信来访",
    Channel.DEPUTY: "代表提出",
}
BY_PEOPLE = (Channel.STATION, Channel.RECEPTION, Channel.GRID, Channel.SYMPOSIUM)
"""Occasions at which deputies meet people: each has a record of its own."""
IMPORTED = (Channel.PLATFORM, Channel.LETTER, Channel.HOTLINE, Channel.POST)
"""What mostly comes as a list from somebody else's books."""
