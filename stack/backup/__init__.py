"""Backups: base copies, the stream of what was written since, evidence; and putting them back."""
