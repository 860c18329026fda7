"""Time, and nothing but time: one long-running workflow per voted project."""
