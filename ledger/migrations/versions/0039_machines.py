"""Units' systems and their keys; bounds of the tokens and links that are handed out by hand."""

from ledger.migrations.scripts import run_script

revision = "0039"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; a token of longer life ends in ninety days, a calendar's link in 400."""
    run_script("machines.sql")
