"""Duty registers, activities and stations: their read models."""

from ledger.migrations.scripts import run_script

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    run_script("deputies_work.sql")
