"""The transparency log: the order of all events, its tree, its checkpoints, who cosigned them."""

from ledger.migrations.scripts import run_script

revision = "0035"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; the sequencer brings in what is on record already."""
    run_script("log.sql")
