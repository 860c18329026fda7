"""Proposals are read by whose office they are."""

from ledger.migrations.scripts import run_script

revision = "0038.1"
down_revision = "0040.2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A second belt around what each reader finds."""
    run_script("two_persons_rows.sql")
