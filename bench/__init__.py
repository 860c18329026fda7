"""How fast the record is, always beside its peers in the same run: `make bench`."""
