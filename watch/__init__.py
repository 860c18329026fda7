"""Processes that must outlive a worker: relay, sweeper, reconciler."""
