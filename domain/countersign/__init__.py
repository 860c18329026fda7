"""Two persons for weighty acts 双人办理: one account proposes, another confirms or declines."""
