"""An account's stamp: nobody comes in by what was changed while he was on the way."""

from ledger.migrations.scripts import run_script

revision = "0041"
down_revision = "0038.1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every account begins at nought; sessions that are open stay open."""
    run_script("stamps.sql")
