"""That somebody was forgotten is remembered, without who it was."""

from ledger.migrations.scripts import run_script

revision = "0040.2"
down_revision = "0040.1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A row for every name, telephone number and address that is erased from here on."""
    run_script("erasures.sql")
