"""The published holiday notices as a stream of their own: `calendar:cn`."""
