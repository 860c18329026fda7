"""Views of the board that people keep, and what the board looks for quickly."""

from ledger.migrations.scripts import run_script

revision = "0026"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the indexes."""
    run_script("saved_views.sql")
