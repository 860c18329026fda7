"""What a unit works with beside the record: drafts, who signs, files on their way."""

from ledger.migrations.scripts import run_script

revision = "0028"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    run_script("units.sql")
