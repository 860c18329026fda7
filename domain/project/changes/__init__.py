"""A0 调整: what may become of a voted project after the vote, and only by a decision on record."""
