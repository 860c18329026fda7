"""Books of figures, and the counts of each year's evaluation."""

from ledger.migrations.scripts import run_script

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the columns."""
    run_script("figures.sql")
