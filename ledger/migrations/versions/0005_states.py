"""The text of states beside the streams, every so many versions."""

from ledger.migrations.scripts import run_script

revision = "0005"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Move the texts; the record itself is not touched."""
    run_script("states.sql")
