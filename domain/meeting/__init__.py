"""A meeting 会议: convened, moved, opened, closed, cancelled; other streams' duties hang on it."""
