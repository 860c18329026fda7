"""The record, its read models, and the rights of the application."""

from ledger.migrations.scripts import run_script

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make everything; a record is never downgraded."""
    for name in ("record.sql", "read_models.sql", "rights.sql"):
        run_script(name)
