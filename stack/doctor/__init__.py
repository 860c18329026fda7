"""The doctor: one look at the whole installation; each line that fails says what to do."""
