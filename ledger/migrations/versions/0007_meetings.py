"""Meetings: convened, moved, held or cancelled."""

from ledger.migrations.scripts import run_script

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the read model."""
    run_script("meetings.sql")
