"""Wishes of the people; who said them stands apart."""

from ledger.migrations.scripts import run_script

revision = "0023"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    run_script("wishes.sql")
