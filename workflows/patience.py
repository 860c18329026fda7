"""How long the clock waits for an answer, and how often it asks again."""

from datetime import timedelta

from temporalio.common import RetryPolicy

SOON = timedelta(seconds=5)
ONCE = RetryPolicy(maximum_attempts=1)
TRANSACTION = timedelta(seconds=20)
"""As long as the ledger's own limit for one; a worker that died is noticed after it."""
FOR_EVER = RetryPolicy(maximum_interval=timedelta(seconds=30))
PATIENTLY = RetryPolicy(
    initial_interval=timedelta(seconds=10), maximum_interval=timedelta(minutes=2)
)
