"""代表活动: one activity with all who took part, told once; each one's book reads it from here."""
