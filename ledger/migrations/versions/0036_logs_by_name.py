"""Checkpoints and cosignatures by their log: one that ended lies beside the next."""

from ledger.migrations.scripts import run_script

revision = "0036"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What is on record keeps its rows; each is told which log it is of."""
    run_script("logs_by_name.sql")
