"""The months before each vote, and one view of them and of the years after it."""

from ledger.migrations.scripts import run_script

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the view."""
    run_script("collections.sql")
