"""What somebody follows, how he is told, and the links of calendars."""

from ledger.migrations.scripts import run_script

revision = "0029"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    run_script("following.sql")
