"""Who read what: a log beside the record with a chain of its own (`reliability §4.5`, MLPS
8.1.4.3). `visit` is one line of it, `book` appends, `chain` verifies, `found` looks through it,
`keeping` copies it out and lets the oldest go."""
