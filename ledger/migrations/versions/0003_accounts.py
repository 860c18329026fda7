"""Accounts of people, their erasable names, and their sessions."""

from ledger.migrations.scripts import run_script

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; the record knows accounts by an opaque id."""
    run_script("accounts.sql")
