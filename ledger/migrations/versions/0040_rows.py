"""The second belt: for whom a request reads, and which rows he may have."""

from ledger.migrations.scripts import run_script

revision = "0040.1"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two roles that only read, and policies on what belongs to one party."""
    run_script("rows.sql")
