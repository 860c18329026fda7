"""Ballot boxes: their read model, who voted, and room for what is destroyed at the count."""

from ledger.migrations.scripts import run_script

revision = "0010"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    run_script("ballots.sql")
