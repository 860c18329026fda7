"""Calls for supervision topics, and appraisals."""

from ledger.migrations.scripts import run_script

revision = "0025"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    run_script("topics.sql")
