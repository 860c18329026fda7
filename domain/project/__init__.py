"""One voted project 项: its card, its year, what may be done with it."""
