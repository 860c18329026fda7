"""The content that each measure had when it was first used."""

from ledger.migrations.scripts import run_script

revision = "0013"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    run_script("measures.sql")
