"""What was told of progress month by month is a read model, and charts are added up from it."""

from ledger.migrations.scripts import run_script

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and fill it from the events so far."""
    run_script("progress.sql")
