"""Versions of the schema, as alembic runs them."""
