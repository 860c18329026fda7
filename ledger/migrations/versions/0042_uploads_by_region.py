"""Files belong to a party in its region: same-named units of two counties share none."""

from ledger.migrations.scripts import run_script

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Each file goes to where its uploader sits, or where it was used; unknown is of no region."""
    run_script("uploads_by_region.sql")
