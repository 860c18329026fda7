"""SQL files of many statements, run within the migration's own transaction."""

from pathlib import Path
from typing import Any

from alembic import op

FOLDER = Path(__file__).parent / "sql"


def run_script(name: str) -> None:
    """Run one of the files beside this module."""
    bind = op.get_bind()
    bind.exec_driver_sql("SELECT 1")  # the driver opens its transaction with a first statement
    text = (FOLDER / name).read_text(encoding="utf-8")
    adapted: Any = bind.connection.dbapi_connection
    adapted.run_async(lambda driver: driver.execute(text))
