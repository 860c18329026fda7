"""One number is one person's, whether it was typed with blanks or in full width."""

from ledger.migrations.scripts import run_script

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Numbers that were typed before are written as they are compared from now on."""
    run_script("persons.sql")
