"""What a province's boards and lists need to be as quick as a county's."""

from ledger.migrations.scripts import run_script

revision = "0034"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    run_script("size.sql")
