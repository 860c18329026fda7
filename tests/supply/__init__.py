"""What this is made of: a bill of materials from the lock, and what is known of its weaknesses."""
