"""The record: every fact is an event in PostgreSQL, written through one door."""
