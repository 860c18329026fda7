"""Organisations, who is who in them, and the group that each project was given."""

from ledger.migrations.scripts import run_script

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; persons' names stand apart, so that they can be erased."""
    run_script("organisation.sql")
