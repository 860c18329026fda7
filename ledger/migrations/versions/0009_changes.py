"""What became of voted projects: baselines, stops, year-ends; paused and extended duties."""

from ledger.migrations.scripts import run_script

revision = "0009"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns to the read models; rebuild them to fill what was recorded before."""
    run_script("changes.sql")
