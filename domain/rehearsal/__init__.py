"""A rehearsal: a whole year of real lists in memory, by the very rules that decide in earnest.

No server, no database, no clock: the days come from the agenda. Nothing of it is ever recorded.
"""

from domain.rehearsal.messages import Message
from domain.rehearsal.silence import Silence, owing_nothing, silence_of
from domain.rehearsal.year import Rehearsed, Waiting, rehearse

__all__ = ["Message", "Rehearsed", "Silence", "Waiting", "owing_nothing", "rehearse", "silence_of"]
