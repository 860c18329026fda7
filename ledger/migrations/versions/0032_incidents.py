"""What was seen to be stuck, and until when."""

from ledger.migrations.scripts import run_script

revision = "0032"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    run_script("incidents.sql")
