"""Whether sample data are shown: every page says so as long as they are."""

from api.tools import Tools


async def sample_shown(tools: Tools) -> bool:
    """A clock that can be set belongs to a demonstration, whatever was loaded."""
    return tools.ledger.clock == "settable"
