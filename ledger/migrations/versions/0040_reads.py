"""Who read what: a log of its own, chained, appended to and never rewritten."""

from ledger.migrations.scripts import run_script

revision = "0040"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The log of reads begins empty."""
    run_script("reads.sql")
