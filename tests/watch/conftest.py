"""The same ledger as the clocks' tests: settable time, a fresh database."""

from tests.workflows.conftest import ledger

__all__ = ["ledger"]
