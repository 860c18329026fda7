"""Composition root of the Temporal worker."""
