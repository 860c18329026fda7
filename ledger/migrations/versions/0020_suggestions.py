"""Deputies' suggestions, one row each, and their titles beside those of the years."""

from ledger.migrations.scripts import run_script

revision = "0020"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and the view with it."""
    run_script("suggestions.sql")
