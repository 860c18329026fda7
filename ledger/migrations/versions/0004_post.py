"""Addresses outside, messages to them, and what became of each try."""

from ledger.migrations.scripts import run_script

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; nothing personal is in the record, nor comes from it."""
    run_script("post.sql")
