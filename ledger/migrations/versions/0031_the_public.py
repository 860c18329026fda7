"""What residents answered, links of screens in a hall."""

from ledger.migrations.scripts import run_script

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    run_script("public.sql")
