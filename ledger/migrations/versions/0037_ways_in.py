"""Second factors, what a session has shown, half ways in, and who is behind several accounts."""

from ledger.migrations.scripts import run_script

revision = "0037"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Sessions that are open stay open; what they showed counts from now."""
    run_script("ways_in.sql")
