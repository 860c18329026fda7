"""One wish of the people 群众建议: what was said, where, and what became of it; never by whom."""
