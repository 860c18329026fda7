"""Epochs of a record that was restored, and what is recorded last."""

from ledger.migrations.scripts import run_script

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and its functions."""
    run_script("continuity.sql")
