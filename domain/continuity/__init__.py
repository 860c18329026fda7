"""A record that was restored: its epochs, and what people say was lost."""
