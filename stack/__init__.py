"""The PostgreSQL and Temporal servers that `bihuan up` starts, and their supervision."""
