"""Weighty acts that wait for a second person."""

from ledger.migrations.scripts import run_script

revision = "0038"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing waits before it."""
    run_script("two_persons.sql")
