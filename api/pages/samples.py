"""Whether sample data are shown: every page says so as long as they are."""

from api.tools import Tools


async def sample_shown(tools: Tools) -> bool | str:
    """A clock that can be set belongs to a demonstration, whatever was loaded; `house` in the
    sample beside the record, from which one goes back."""
    return "house" if tools.inside else tools.ledger.clock == "settable"
