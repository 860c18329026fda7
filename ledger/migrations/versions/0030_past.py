"""Houses of the past, made and thrown away by the application."""

from ledger.migrations.scripts import run_script

revision = "0030"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    run_script("past.sql")
