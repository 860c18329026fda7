"""Everything the clock may ask of the world."""
