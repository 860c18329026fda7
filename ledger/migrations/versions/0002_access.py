"""Tokens, and the evidence files that were handed in."""

from ledger.migrations.scripts import run_script

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; nothing is taken from the record."""
    run_script("access.sql")
